using Chainrule.Language;

namespace Chainrule.Tests.Language;

/// <summary>Claims of any shape are graded: none ends the grading of the others.</summary>
public class ClaimFuzzTests
{
    private const int Claims = 150;

    private static readonly string[] Programs =
    [
        """
        input X[m, n], y[m]
        param w[n], b
        z = X @ w + b
        a = sigmoid(z)
        L = -mean(y * log(a) + (1 - y) * log(1 - a))
        minimize L
        """,
        """
        input X[m, n], Y[m, K] : onehot
        param W[n, K], b[K]
        z = X @ W + b
        p = softmax(z)
        L = -sum(Y * log(p)) / m
        minimize L
        """,
        """
        input x[m, n], T[m, n]
        param g[n], A[n, n]
        mu = mean(x, axis=1, keepdims=true)
        s = sqrt(var(x, axis=1, keepdims=true) + 1e-5)
        h = relu(g * (x - mu) / s @ A)
        L = norm(h - T)^2 / m
        minimize L
        """,
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_claim_that_can_be_read_is_graded(int program)
    {
        ChainModel model = ChainProgram.Parse(Programs[program]).AtRandomPoint();
        string[] names = [.. model.Values.Select(value => value.Name!).Where(name => name != "L")];
        var random = new Random(program);
        var claims = new List<string>();
        while (claims.Count < Claims)
        {
            string claim = $"claim dL/d{Any(names)} = {Formula(depth: 3)}";
            try
            {
                ChainProgram.Parse($"{Programs[program]}\n{claim}\n");
                claims.Add(claim);
            }
            catch (LanguageException)
            {
                // Not read, and said so.
            }
        }
        string text = $"{Programs[program]}\n{string.Join('\n', claims)}\n";
        Assert.Equal(Claims, ChainProgram.Parse(text).AtRandomPoint().GradeClaims().Count);

        string Any(string[] of) => of[random.Next(of.Length)];

        string Formula(int depth) => depth == 0 || random.Next(5) == 0
            ? random.Next(6) switch
            {
                0 => Any(["1", "2", "0.5", "m", "n"]),
                1 => $"dL/d{Any(names)}",
                _ => Any(names),
            }
            : random.Next(8) switch
            {
                0 => $"({Formula(depth - 1)})'",
                1 => $"{Any(["sum", "mean"])}({Formula(depth - 1)}{Any(["", ", axis=0", ", axis=1"])})",
                2 => $"{Any(["exp", "sigmoid", "softmax", "-", "column", "norm"])}({Formula(depth - 1)})",
                _ => $"({Formula(depth - 1)}) {Any(["+", "-", "*", "*", "@", "@", "/"])} ({Formula(depth - 1)})",
            };
    }
}
