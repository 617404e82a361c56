namespace Chainrule.Tests.Language;

/// <summary>Mistakes that show only where a branch is at work, or where data are not of a convenient kind.</summary>
public class HiddenMistakeTests
{
    private const string Hinge = """
        input a[m, d], y[m]
        param b[m, d]
        dist = sqrt(sum((a - b)^2, axis=1))
        L = mean(y * dist^2 + (1 - y) * max(0, 0.5 - dist)^2)
        minimize L

        """;

    private const string Polynomial = """
        input X[m, n], y[m]
        param w[n], v[n]
        z = X @ w + X^2 @ v
        L = sum((z - y)^2) / m
        minimize L

        """;

    private const string Rectified = """
        input X[m, n], y[m]
        param w[n]
        h = relu(X)
        z = h @ w
        L = sum((z - y)^2) / m
        minimize L

        """;

    private const string Huber = """
        input X[m, n], y[m]
        param w[n]
        r = X @ w - y
        L = mean(where(abs(r) <= 10, r^2 / 2, 10 * (abs(r) - 5)))
        minimize L

        """;

    private const string Classes = """
        input X[m, n], Y[m, K]
        param W[n, K]
        z = X @ W
        p = softmax(z)
        L = -sum(Y * log(p)) / m
        minimize L

        """;

    [Theory]
    [InlineData(Hinge, "dL/ddist = 2*y*dist/m - 2*(1 - y)*max(0, 0.5 - dist)/m", true)]
    [InlineData(Hinge, "dL/ddist = 2*y*dist/m + 2*(1 - y)*max(0, 0.5 - dist)/m", false)]
    [InlineData(Hinge, "dL/ddist = 2*y*dist/m", false)]
    [InlineData(Huber, "dL/dr = r / m", false)]
    [InlineData(Huber, "dL/dr = clip(r, -10, 10) / m", true)]
    [InlineData(Polynomial, "dL/dv = 2*(X^2)' @ (z - y) / m", true)]
    [InlineData(Polynomial, "dL/dv = 2*X' @ (z - y) / m", false)]
    [InlineData(Polynomial, "dL/dv = 2*(X^3)' @ (z - y) / m", false)]
    [InlineData(Rectified, "dL/dw = 2*X' @ (z - y) / m", false)]
    [InlineData(Rectified, "dL/dw = 2*abs(X)' @ (z - y) / m", false)]
    [InlineData(Classes, "dL/dz = (p - Y) / m", true)]
    public void A_claim_is_right_only_if_it_always_is(string program, string claim, bool isRight)
    {
        ClaimVerdict verdict = Grade(program, claim);
        Assert.True(verdict.IsRight == isRight, verdict.Sentence);
    }

    [Theory]
    [InlineData(Hinge, "dL/ddist = 2*y*dist/m - 2*(1 - y)*(0.5 - dist)/m", "needs the factor max", false)]
    [InlineData(Classes, "dL/dz = p - Y", "the 1/m of the cost is missing (where the rows of Y sum to 1)", true)]
    [InlineData(Classes, "dL/dz = (Y - p) / m", "the sign is wrong", true)]
    [InlineData(Polynomial, "dL/dv = 2*X' @ (z - y) / m", "0 or 1", false)]
    public void A_cause_is_one_everywhere(string program, string claim, string cause, bool isNamed)
    {
        ClaimVerdict verdict = Grade(program, claim);
        Assert.False(verdict.IsRight);
        Assert.Equal(isNamed, verdict.Sentence.Contains(cause));
    }

    // At both points it is right; only far away does it differ.
    [Fact]
    public void A_claim_that_is_wrong_far_away_has_no_wrong_sign()
    {
        string far = Huber.Replace("<= 10", "<= 100").Replace("10 * (abs(r) - 5)", "100 * (abs(r) - 50)");
        ClaimVerdict verdict = Grade(far, "dL/dr = r / m");
        Assert.Equal(ClaimGrade.WrongValue, verdict.Grade);
        Assert.DoesNotContain("sign", verdict.Sentence);
        Assert.True(Grade(far, "dL/dr = clip(r, -100, 100) / m").IsRight);
    }

    [Theory]
    [InlineData("dsq = np.ones((N, D)) * dv", "it is N times the gradient: the 1/N of v is missing")]
    [InlineData("dsq = np.ones((N, D)) * dv / N", null)]
    public void What_is_divided_is_named(string line, string? cause)
    {
        ClaimVerdict verdict = ChainProgram.ParsePython($"""
            import numpy as np
            x = np.random.randn(N, D)
            T = np.random.randn(N, D)
            xmu = x - 1. / N * np.sum(x, axis=0)
            sq = xmu ** 2
            v = 1. / N * np.sum(sq, axis=0)
            out = xmu / np.sqrt(v + 1e-5)
            loss = 0.5 * np.sum((out - T) ** 2)
            dv = -0.5 * np.sum((out - T) * xmu, axis=0) / (v + 1e-5) ** 1.5
            {line}
            """, "net.py").AtRandomPoint().GradeClaims()[1];
        Assert.Equal(cause, verdict.Cause);
    }

    [Fact]
    public void A_step_before_the_gradient_changes_it()
    {
        const string Lines = """
            import numpy as np
            X = np.random.randn(20, 3)
            Y = np.random.randn(20, 2)
            W1 = np.random.randn(3, 5)
            W2 = np.random.randn(5, 2)
            for i in range(100):
                H = np.tanh(X @ W1)
                P = H @ W2
                loss = np.sum((P - Y) ** 2)
                dP = 2 * (P - Y)
                dW2 = H.T @ dP
                W2 -= 0.1 * dW2
                dH = dP @ W2.T
                dW1 = X.T @ (dH * (1 - H ** 2))
                W1 -= 0.1 * dW1
            """;
        ClaimVerdict[] verdicts = [.. Grade(Lines)];
        ClaimVerdict wrong = Assert.Single(verdicts, verdict => !verdict.IsRight);
        Assert.Equal(13, wrong.Line);
        Assert.Contains("it takes in line 12", wrong.Sentence);
        string after = Lines.Replace("    W2 -= 0.1 * dW2\n", "").Replace(
            "    W1 -= 0.1 * dW1", "    W1 -= 0.1 * dW1\n    W2 -= 0.1 * dW2");
        Assert.All(Grade(after), verdict => Assert.True(verdict.IsRight, verdict.Sentence));

        static IReadOnlyList<ClaimVerdict> Grade(string text) =>
            ChainProgram.ParsePython(text, "net.py").AtRandomPoint().GradeClaims();
    }

    [Fact]
    public void Names_of_the_derivation_are_explained()
    {
        ClaimVerdict verdict = Grade("""
            input A[m, n], b[m]
            param x[n]
            f = norm(A @ x - b) + 3*sum(x^2)
            minimize f

            """, "df/dx = 6*x + A' @ (A @ x - b)");
        Assert.Matches(@"^df/dx = .*df/du1, where df/du1 = .*, u1 = A", verdict.RightLine);
    }

    private static ClaimVerdict Grade(string program, string claim) => Assert.Single(
        ChainProgram.Parse($"{program}claim {claim}\n").AtRandomPoint().GradeClaims());
}
