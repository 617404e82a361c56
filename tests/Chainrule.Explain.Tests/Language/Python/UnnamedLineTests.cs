namespace Chainrule.Tests.Language.Python;

/// <summary>
/// Lines of a backward pass whose names say nothing of what they are the gradients of: each is judged by itself, so
/// that one mistake makes one line wrong and not all that take it in.
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
        ClaimVerdict delta = Grade(Layers.Replace("delta.sum(axis=0)", "delta.mean(axis=0)"))[0];
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

    private const string Normalized = """
        import numpy as np
        N, D = 7, 5
        x = np.random.randn(N, D)
        t = np.random.randn(N, D)
        mu = x.mean(axis=0)
        xc = x - mu
        var = np.mean(xc**2, axis=0)
        std = np.sqrt(var + 1e-6)
        xn = xc / std
        loss = 0.5 * np.sum((xn - t)**2)
        dxn = xn - t
        dxc = dxn / std
        dstd = -np.sum((dxn * xc) / (std * std), axis=0)
        dvar = 0.5 * dstd / std
        dxc += (2.0 / N) * xc * dvar
        dmu = np.sum(dxc, axis=0)
        dx = dxc - dmu / N

        """;

    // dmu is minus the gradient at mu, and is subtracted: nothing that the program computes is wrong.
    [Fact]
    public void What_a_later_line_expects_is_no_mistake()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(Normalized);
        Assert.All(verdicts, verdict => Assert.True(verdict.IsRight, verdict.ToString()));
        Assert.Equal("right: it is not dloss/dmu, but what line 17 expects, which is right with it",
            verdicts.Single(verdict => verdict.Line == 16).Sentence);
        // A mistake in the line that expects it is one of both.
        Assert.Equal([16, 17], Grade(Normalized.Replace("dxc - dmu / N", "dxc - dmu")).Where(
            verdict => !verdict.IsRight).Select(verdict => verdict.Line));
        // Another mistake hides no convention.
        Assert.Equal([13], Grade(Normalized.Replace("dstd = -np", "dstd = 2 * np")).Where(
            verdict => !verdict.IsRight).Select(verdict => verdict.Line));
    }

    private const string Dropped = """
        import numpy as np
        X = np.random.randn(4, 6)
        Y = np.random.randn(4, 5)
        W1 = np.random.randn(6, 5)
        W2 = np.random.randn(5, 5)
        Z1 = X @ W1
        A1 = np.maximum(0, Z1)
        D1 = np.random.rand(4, 5) < 0.8
        A1 = A1 * D1
        A1 = A1 / 0.8
        cost = np.sum((A1 @ W2 - Y)**2) / 8
        dZ2 = (A1 @ W2 - Y) / 4
        dA1 = dZ2 @ W2.T
        dA1 = dA1 * D1
        dA1 = dA1 / 0.8
        dZ1 = dA1 * (Z1 > 0)
        dW1 = X.T @ dZ1

        """;

    // In the order of the forward pass, where a walk back has the other one.
    [Fact]
    public void Steps_that_may_change_places_are_judged_together()
    {
        Assert.All(Grade(Dropped), verdict => Assert.True(verdict.IsRight, verdict.ToString()));
        Assert.Contains(Grade(Dropped.Replace("dA1 = dA1 * D1\n", "")), verdict => !verdict.IsRight);
    }

    private const string Leaky = """
        import numpy as np
        X = np.random.randn(5, 4)
        Y = np.random.randn(5, 1)
        W1 = np.random.randn(4, 6)
        W2 = np.random.randn(6, 1)
        z1 = X @ W1
        h1 = np.where(z1 > 0, z1, 0.01 * z1)
        loss = np.mean((h1 @ W2 - Y)**2)
        dyhat = 2 * (h1 @ W2 - Y) / 5
        dh1 = dyhat @ W2.T
        dh1[z1 < 0] *= 0.01
        dW1 = X.T @ dh1

        """;

    [Fact]
    public void A_slope_that_is_multiplied_in_place_leads_below_the_activation()
    {
        Assert.All(Grade(Leaky), verdict => Assert.True(verdict.IsRight, verdict.ToString()));
        Assert.False(Grade(Leaky.Replace("*= 0.01", "*= 0.1"))[^1].IsRight);
    }

    // h_in is a name of the file's own.
    [Fact]
    public void A_name_that_the_file_has_is_not_taken_twice()
    {
        string program = Layers.Replace("a = [X]", "a_1_in = np.zeros((7, 3))\na = [X + a_1_in]")
            .Replace("W[i].T) * (1 - a[i]**2)", "W[i].T) * (1 + a[i]**2)");
        int line = Array.FindIndex(program.Split('\n'), one => one.Contains("delta = (delta")) + 1;
        Assert.All(Grade(program), verdict => Assert.Equal(verdict.Line != line, verdict.IsRight));
        ClaimVerdict[] verdicts = [.. Grade("""
            import numpy as np
            h_in = np.random.randn(6, 4)
            Y = np.random.randn(6, 3)
            W1 = np.random.randn(4, 5)
            W2 = np.random.randn(5, 3)
            h = np.tanh(h_in @ W1)
            loss = 0.5 * np.sum((h @ W2 - Y)**2)
            delta = ((h @ W2 - Y) @ W2.T) * (1 + h**2)
            dW1 = h_in.T @ delta
            """)];
        Assert.Equal([8], verdicts.Where(verdict => !verdict.IsRight).Select(verdict => verdict.Line));
    }

    // One label picks no row twice.
    [Fact]
    public void The_element_of_a_single_label_changes()
    {
        const string Sample = """
            import numpy as np
            W = np.random.randn(5, 4)
            x = np.random.randn(4)
            y = np.random.randint(0, 5)
            e = np.exp(W @ x)
            p = e / np.sum(e)
            loss = -np.log(p[y])
            dscores = p.copy()
            dscores[y] -= 1
            dW = np.outer(dscores, x)
            """;
        Assert.All(Grade(Sample), verdict => Assert.True(verdict.IsRight, verdict.ToString()));
        Assert.All(Grade(Sample.Replace("e = np.exp(W @ x)", "z = W @ x\ne = np.exp(z)").Replace("dscores", "dz")),
            verdict => Assert.True(verdict.IsRight, verdict.ToString()));
    }

    // Names that are written twice, each from the other.
    [Fact]
    public void Lines_that_take_in_each_other_come_to_an_end()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade("""
            import numpy as np
            X = np.random.randn(6, 4)
            Y = np.random.randn(6, 3)
            W = np.random.randn(4, 3)
            V = np.random.randn(3, 3)
            a = X @ W
            b = a @ V
            loss = 0.5 * np.sum((b - Y)**2)
            db = -(b - Y)
            da = -(db @ V.T)
            db = da @ V * 5
            da = db @ V.T * 3
            dW = X.T @ da
            """);
        Assert.Equal([9, 10, 11, 12, 13], verdicts.Select(verdict => verdict.Line));
    }

    private const string Filled = """
        import numpy as np
        T, H, V = 3, 5, 6
        x = np.random.randn(T, H)
        y = np.random.randint(0, V, T)
        W = np.random.randn(V, H)
        o = np.zeros((T, V))
        for t in range(T):
            e = np.exp(W.dot(x[t]))
            o[t] = e / e.sum()
        loss = -np.sum(np.log(o[np.arange(T), y]))
        dW = np.zeros(W.shape)
        delta = o
        delta[np.arange(T), y] -= 1.
        for t in np.arange(T)[::-1]:
            dW += np.outer(delta[t], x[t])

        """;

    [Fact]
    public void Elements_of_an_array_that_a_loop_filled_change()
    {
        ClaimVerdict verdict = Grade(Filled)[^1];
        Assert.StartsWith("dloss/dW = ", verdict.Claim);
        Assert.True(verdict.IsRight, verdict.ToString());
        Assert.False(Grade(Filled.Replace("-= 1.", "-= 2."))[^1].IsRight);
    }

    private const string Table = """
        import numpy as np
        N, V, d = 6, 4, 3
        idx = np.random.randint(0, V, N)
        t = np.random.randn(N, d)
        E = np.random.randn(V, d)
        x = E[idx]
        loss = np.sum((x - t)**2)
        dx = 2 * (x - t)
        dE = np.zeros_like(E)

        """;

    // NumPy counts a row that is picked twice only once, unless it is told otherwise.
    [Theory]
    [InlineData("np.add.at(dE, idx, dx)", true)]
    [InlineData("np.add.at(dE, idx, 2 * dx)", false)]
    [InlineData("dE[idx] += dx", false)]
    [InlineData("dE[idx] = dx", false)]
    public void Rows_that_are_picked_twice_add_up(string line, bool isRight)
    {
        ClaimVerdict verdict = Grade(Table + line)[^1];
        Assert.StartsWith("dloss/dE", verdict.Claim);
        Assert.Equal(isRight, verdict.IsRight);
        if (line.StartsWith("dE")) Assert.Contains("np.add.at adds them up", verdict.Evidence);
    }

    [Fact]
    public void A_gradient_that_goes_on_where_only_running_tells_is_not_graded()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import numpy as np
            X = np.random.randn(4, 3)
            y = np.random.randn(4)
            w = np.random.randn(3)
            loss = 0.05 * np.sum(w**2)
            for i in range(4):
                loss += np.maximum(0, 1 - y[i] * np.dot(w, X[i])) / 4
            dw = 0.1 * w
            for i in range(4):
                if y[i] * np.dot(w, X[i]) < 1:
                    dw += -y[i] * X[i] / 4
            """);
        Assert.Empty(program.AtRandomPoint(new()).GradeClaims());
        Assert.Contains("so `dw` is not graded", Assert.Single(program.Warnings).Problem);
    }

    [Fact]
    public void A_reshape_of_the_forward_pass_fits_in_a_line_as_well()
    {
        Assert.All(Grade("""
            import numpy as np
            N, D = 4, 6
            X = np.random.randn(N, D)
            t = np.random.randn(N, 3)
            p = X.reshape(N, 3, 2).max(axis=2)
            loss = np.sum((p - t)**2)
            dp = 2 * (p - t)
            dX = (X.reshape(N, 3, 2) == p[:, :, None]) * dp[:, :, None]
            dX = dX.reshape(N, D)
            """), verdict => Assert.True(verdict.IsRight, verdict.ToString()));
    }

    private static IReadOnlyList<ClaimVerdict> Grade(string program) =>
        ChainProgram.ParsePython(program).AtRandomPoint(new()).GradeClaims();
}
