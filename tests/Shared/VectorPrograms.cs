using System.Text;

namespace Chainrule.Tests;

/// <summary>
/// Random programs of vectors, columns and rows, as people write least squares, quadratic forms, norms and losses by
/// hand: valid by construction, with short formulas whose lines are read.
/// </summary>
internal sealed class VectorPrograms
{
    private const string Samples = "m", Features = "n", Classes = "k";

    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<(string Name, string Kind)> values =
    [
        ("X", "mn"), ("y", "m"), ("Y", "mk"), ("w", "n"), ("v", "n"), ("A", "nn"), ("W", "nk"), ("c", "n1"),
        ("r", "1n"), ("b", ""), ("u", "m"),
    ];
    private int names;

    private VectorPrograms(int seed) => random = new(seed);

    /// <summary>The text of a program; the same for the same seed.</summary>
    public static string Write(int seed) => new VectorPrograms(seed).Write();

    private string Write()
    {
        int lines = random.Next(1, 6);
        for (int i = 0; i < lines; i++) AddLine();
        string terms = $"{Number()}{Scalar()}";
        for (int i = random.Next(3); i > 0; i--) terms += $" {Pick("+", "-")} {Number()}{Scalar()}";
        string kind = Pick("", " : onehot", " : probabilities");
        return $"""
            input X[m, n], y[m], Y[m, k]{kind}
            param w[n] ~ normal(0, 1)
            param v[n] ~ normal(0, 1)
            param u[m] ~ normal(0, 1)
            param A[n, n], W[n, k], c[n, 1], r[1, n], b

            {text}S = {terms}
            minimize S

            """;
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private string Number() => Pick("", "", "2 * ", "0.5 * ", "1/m * ", "b * ", "3/n * ");

    // A value of a kind, the later ones more often.
    private string Any(params string[] kinds)
    {
        string[] fit = [.. values.Where(value => kinds.Contains(value.Kind)).Select(value => value.Name)];
        return random.Next(2) == 0 ? fit[^1] : fit[random.Next(fit.Length)];
    }

    private string Function() => Pick("sigmoid", "tanh", "exp", "relu", "softplus", "square", "sin", "abs") switch
    {
        "square" => "",
        var name => name,
    };

    private void AddLine()
    {
        string kind = Pick(Samples, Samples, Features, "mk", "mn", "n1", "1n", "");
        string formula = kind switch
        {
            Samples => Pick(
                $"{Any("mn")} @ {Any(Features)} + b", $"{Function()}({Any(Samples)})",
                $"{Any(Samples)} * {Any(Samples)}", $"sum({Any("mk", "mn")}^2, axis=1)", $"norm({Any("mn")}, axis=1)",
                $"{Any(Samples)} / (1 + norm({Any(Samples)}))", $"max({Any("mn")}, axis=1)", $"softmax({Any(Samples)})",
                $"{Any("mn")} @ ({Any(Features)} * {Any(Features)}) - {Any(Samples)}",
                $"log(sum(exp({Any("mk")}), axis=1))"),
            Features => Pick(
                $"A @ {Any(Features)}", $"X' @ {Any(Samples)}", $"{Any(Features)} @ A", $"mean({Any("mn")}, axis=0)",
                $"{Any(Features)} - {Any(Features)} / n", $"{Function()}({Any(Features)})",
                $"{Any(Features)} / sum(exp({Any(Features)}))"),
            "mk" => Pick(
                $"{Any("mn")} @ W", $"softmax({Any("mk")})", $"{Function()}({Any("mk")} / 2)",
                $"{Any("mk")} - mean({Any("mk")}, axis=1, keepdims=true)", $"exp({Any("mk")} / 3) * Y",
                $"{Any("mk")} / sum(exp({Any("mk")}), axis=1, keepdims=true)"),
            "mn" => Pick(
                $"{Any("mn")} * {Any(Features)}", $"{Any("mn")} + column({Any(Samples)})", $"{Any("mn")} @ A'",
                $"({Any("mn")} - mean({Any("mn")}, axis=0)) / sqrt(var({Any("mn")}, axis=0) + 0.1)",
                $"{Any("mn")} * {Any("1n")}", $"{Function()}({Any("mn")}) * {Any("")}"),
            "n1" => Pick($"A @ {Any("n1")}", $"{Function()}({Any("n1")})", $"{Any("1n")}' - {Any("n1")}"),
            "1n" => Pick($"{Any("1n")} @ A", $"{Any("n1")}' * 2", $"mean({Any("mn")}, axis=0, keepdims=true)"),
            _ => Scalar(),
        };
        string name = $"{Pick("z", "p", "q", "h")}{++names}";
        text.Append($"{name} = {formula}\n");
        values.Add((name, kind));
    }

    private string Scalar() => Pick(
        $"{Any(Features)} @ A @ {Any(Features)}", $"{Any(Features)}' @ {Any(Features)}", $"{Any(Samples)} @ y",
        $"norm({Any(Samples)})", $"sum(({Any(Samples)} - y)^2)", $"mean(({Any(Samples)} - y)^2)",
        $"trace({Any("mn")}' @ {Any("mn")})", $"mean({Any("mk")} * Y)", $"log(sum(exp({Any(Samples)} / 4)))",
        $"sum({Any("n1")}' @ A @ {Any("n1")})", $"sum({Any("1n")} * {Any("n1")}')", $"huber({Any(Samples)}, y)",
        $"norm({Any("mn")} @ {Any(Features)} - y)^2", $"sum({Any("mk")}^2)", $"cross_entropy({Any("mk")}, Y)",
        $"mean(y * log(sigmoid({Any(Samples)})) + (1 - y) * log(1 - sigmoid({Any(Samples)})))",
        $"sum(Y * log(softmax({Any("mk")})))");
}
