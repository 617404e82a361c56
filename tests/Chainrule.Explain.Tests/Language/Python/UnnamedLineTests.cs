namespace Chainrule.Tests.Language.Python;

/// <summary>
/// Lines of a backward pass whose names say nothing of what they are the gradients of: each is judged by itself, so that
/// one mistake makes one line wrong and not all that take it in.
/// </summary>
public class UnnamedLineTests
{
    private const string Recurrent = """
        import numpy as np
        T, n, h, c = 3, 4, 5, 6
        X = np.random.randn(T, n)
        Y = np.random.randn(T, c)
        Wxh = np.random.randn(h, n)
        Whh = np.random.randn(h, h)
        Why = np.random.randn(c, h)
        hs, ys = {-1: np.zeros(h)}, {}
        loss = 0
        for t in range(T):
            hs[t] = np.tanh(Wxh @ X[t] + Whh @ hs[t-1])
            ys[t] = Why @ hs[t]
            loss += 0.5 * np.sum((ys[t] - Y[t])**2)
        dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
        dhnext = np.zeros(h)
        for t in reversed(range(T)):
            dy = ys[t] - Y[t]
            dWhy += np.outer(dy, hs[t])
            dh = Why.T @ dy + dhnext
            dhraw = (1 - hs[t]**2) * dh
            dWxh += np.outer(dhraw, X[t])
            dWhh += np.outer(dhraw, hs[t-1])
            dhnext = Whh.T @ dhraw

        """;

    private const string Layers = """
        import numpy as np
        sizes = [3, 4, 5, 2]
        W = [np.random.randn(a, b) for a, b in zip(sizes[:-1], sizes[1:])]
        b = [np.zeros(k) for k in sizes[1:]]
        X = np.random.randn(7, 3)
        Y = np.random.randn(7, 2)
        a = [X]
        for i in range(3):
            a.append(np.tanh(a[-1] @ W[i] + b[i]))
        loss = 0.5*np.sum((a[-1] - Y)**2)
        delta = (a[-1] - Y) * (1 - a[-1]**2)
        dW = [None]*3
        db = [None]*3
        for i in reversed(range(3)):
            dW[i] = a[i].T @ delta
            db[i] = delta.sum(axis=0)
            if i > 0:
                delta = (delta @ W[i].T) * (1 - a[i]**2)

        """;

    private const string Functions = """
        import numpy as np
        X = np.random.randn(7, 3)
        y = np.random.randn(7, 1)
        W1 = np.random.randn(3, 4)
        W2 = np.random.randn(4, 1)
        def sigmoid(z):
            return 1 / (1 + np.exp(-z))
        hidden = sigmoid(X @ W1)
        out = hidden @ W2
        loss = np.mean((out - y)**2)
        error = 2 * (out - y) / 7
        back = error @ W2.T
        signal = back * hidden * (1 - hidden)
        dW2 = hidden.T @ error
        dW1 = X.T @ signal

        """;

    [Theory]
    [InlineData(Recurrent)]
    [InlineData(Layers)]
    [InlineData(Functions)]
    public void Right_lines_need_no_names(string program) =>
        Assert.All(Grade(program), verdict => Assert.True(verdict.IsRight, verdict.ToString()));

    // The line that is changed, and the lines of its kind that the loop makes of it; no other is wrong.
    [Theory]
    [InlineData(Recurrent, "(1 - hs[t]**2) * dh", "(1 + hs[t]**2) * dh", "dhraw =", 3, "wrong sign")]
    [InlineData(Recurrent, "dy = ys[t] - Y[t]", "dy = ys[t] + Y[t]", "dy =", 3, "wrong sign")]
    [InlineData(Recurrent, "np.outer(dhraw, hs[t-1])", "np.outer(dhraw, hs[t])", "dWhh +=", 1, "one step too late")]
    [InlineData(Recurrent, "dh = Why.T @ dy + dhnext", "dh = Why.T @ dy", "dh =", 2, "")]
    [InlineData(Layers, "W[i].T) * (1 - a[i]**2)", "W[i].T) * (1 + a[i]**2)", "delta = (delta", 2, "wrong sign")]
    [InlineData(Layers, "(a[-1] - Y) * (1 - a[-1]**2)", "(a[-1] - Y)", "delta = (a", 1, "slope")]
    [InlineData(Layers, "delta.sum(axis=0)", "delta.mean(axis=0)", "db[i] =", 3, "mean")]
    [InlineData(Functions, "2 * (out - y) / 7", "(out - y) / 7", "error =", 1, "2")]
    [InlineData(Functions, "back * hidden * (1 - hidden)", "back * hidden", "signal =", 1, "slope of sigmoid")]
    public void A_mistake_makes_its_own_line_wrong_alone(
        string program, string right, string wrong, string line, int times, string cause)
    {
        Assert.Contains(right, program);
        string changed = program.Replace(right, wrong);
        int expected = Array.FindIndex(changed.Split('\n'), one => one.Contains(line)) + 1;
        ClaimVerdict[] wrongOnes = [.. Grade(changed).Where(verdict => !verdict.IsRight)];
        Assert.All(wrongOnes, verdict => Assert.Equal(expected, verdict.Line));
        Assert.Equal(times, wrongOnes.Length);
        Assert.All(wrongOnes, verdict => Assert.Contains(cause, verdict.Cause ?? verdict.Evidence));
    }

    [Fact]
    public void A_line_says_what_it_is_taken_for()
    {
        ClaimVerdict delta = Grade(Layers.Replace("delta.sum(axis=0)", "delta.mean(axis=0)")).First();
        Assert.Equal("right: delta is taken for the gradient at a_3_in = a_2 · W_2 + b_2", delta.Sentence);
    }

    [Fact]
    public void A_constant_is_no_line_where_a_mistake_may_stand()
    {
        ClaimVerdict verdict = Grade("""
            import numpy as np
            X = np.random.randn(7, 3)
            y = np.random.randn(7)
            w = np.random.randn(3)
            lam = 0.3
            r = X @ w - y
            J = np.sum(r**2) + lam * np.sum(w**2)
            dw = 2 * X.T @ r + lam * w
            """).Single();
        Assert.False(verdict.IsRight);
        Assert.DoesNotContain("takes in", verdict.Evidence);
    }

    private static IReadOnlyList<ClaimVerdict> Grade(string program) =>
        ChainProgram.ParsePython(program).AtRandomPoint(new()).GradeClaims();
}
