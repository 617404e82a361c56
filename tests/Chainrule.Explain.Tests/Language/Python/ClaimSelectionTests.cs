namespace Chainrule.Tests.Language.Python;

/// <summary>A line is graded against the cost that it is about; another cost makes no line wrong.</summary>
public class ClaimSelectionTests
{
    private const string Network = """
        import numpy as np
        X = np.random.randn(64, 3)
        y = np.random.randn(64, 1)
        W1 = np.random.randn(3, 4)
        W2 = np.random.randn(4, 1)
        def sigmoid(x): return 1 / (1 + np.exp(-x))

        """;

    private static (string[] Verdicts, string Warnings) Read(string text)
    {
        var program = ChainProgram.ParsePython(text, "net.py");
        IReadOnlyList<ClaimVerdict> verdicts = program.AtRandomPoint().GradeClaims();
        return ([.. verdicts.Select(one => $"{(one.IsRight ? "right" : "WRONG")} {one.Claim}")],
            string.Join('\n', program.Warnings.Select(warning => warning.ToString())));
    }

    [Fact]
    public void A_gradient_of_one_network_is_not_graded_by_the_cost_of_another()
    {
        (string[] verdicts, string warnings) = Read(Network + """
            p = X @ W1 @ W2
            loss = np.mean((p - y) ** 2)
            dW2 = 2 * (X @ W1).T @ (p - y) / 64
            V = np.random.randn(3, 1)
            q = X @ V
            loss = np.sum((q - y) ** 2)
            dV = 2 * X.T @ (q - y)
            """);
        Assert.Equal(["right dloss_2/dV = 2*X' @ (q - y)"], verdicts);
        Assert.Contains("not graded: `dW2` (line 9); the cost depends on no value of such a name", warnings);
    }

    [Fact]
    public void The_gradient_of_a_batch_is_not_graded_by_the_cost_of_all_samples()
    {
        (string[] verdicts, string warnings) = Read(Network + """
            W = np.random.randn(3, 1)
            for epoch in range(10):
                for i in range(0, 64, 16):
                    xb, yb = X[i:i+16], y[i:i+16]
                    pb = xb @ W
                    dW = 2 * xb.T @ (pb - yb) / 16
                    W -= 0.1 * dW
                loss = np.mean((X @ W - y) ** 2)
            """);
        Assert.Empty(verdicts);
        Assert.Contains("not graded: `dW`", warnings);
        Assert.Contains("[:16], and the cost is not", warnings);
    }

    [Fact]
    public void A_cost_that_was_taken_by_its_place_judges_no_line_that_does_not_name_it()
    {
        (string[] verdicts, string warnings) = Read(Network + """
            h = X @ W1
            norm_of_all = np.sum(W1 ** 2) + np.sum(h)
            dW1 = X.T @ h
            """);
        Assert.Empty(verdicts);
        Assert.Contains("the file names no cost, and `norm_of_all` was taken by its place", warnings);
        (verdicts, _) = Read("""
            import numpy as np
            x = np.random.randn(3)
            z = np.random.randn(3)
            f = np.sum(x * z)
            dfdx = z
            dfdz = z
            """);
        Assert.Equal(["right df/dx = z", "WRONG df/dz = z"], verdicts);
    }

    [Theory]
    [InlineData("d_a2 = (a2 - y) * (a2 * (1 - a2))", "dW2 = 2 * a1.T @ d_a2 / 64")]
    [InlineData("d_a2 = 2 / 64 * (a2 - y) * a2 * (1 - a2)", "dW2 = a1.T @ d_a2")]
    [InlineData("grad_a2 = np.multiply(2 * (a2 - y) / 64, sigmoid(z2) * (1 - sigmoid(z2)))", "dW2 = a1.T @ grad_a2")]
    public void A_gradient_times_the_slope_of_an_activation_is_the_one_below_it(string line, string weights)
    {
        (string[] verdicts, _) = Read($"""
            {Network}a1 = np.tanh(X @ W1)
            z2 = a1 @ W2
            a2 = sigmoid(z2)
            loss = np.mean((a2 - y) ** 2)
            {line}
            {weights}
            """);
        Assert.StartsWith("right dloss/dW2 = ", Assert.Single(verdicts));
    }

    [Fact]
    public void An_activation_may_be_written_out_of_a_product()
    {
        (string[] verdicts, _) = Read($"""
            {Network}b = np.zeros(1)
            h = 1 / (1 + np.exp(-(X @ W1)))
            out = 1 / (1 + np.exp(-(np.dot(h, W2) + b)))
            loss = 0.5 * np.sum((y - out) ** 2)
            d_out = (out - y) * out * (1 - out)
            d_h = d_out.dot(W2.T) * h * (1 - h)
            dW2 = h.T.dot(d_out)
            dW1 = X.T.dot(d_h)
            """);
        Assert.Equal(2, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.StartsWith("right dloss/dW", verdict));
    }

    // The slope of exp is its value: a gradient may have that as a factor of its own.
    [Fact]
    public void A_gradient_at_an_exponential_is_its_own()
    {
        (string[] verdicts, _) = Read($"""
            {Network}e = np.exp(X @ W1)
            loss = np.sum(e ** 2)
            de = 2 * e
            """);
        Assert.Equal("right dloss/de = 2*e", Assert.Single(verdicts));
    }

    [Fact]
    public void A_name_that_says_of_what_the_gradient_is_is_taken_at_its_word()
    {
        (string[] verdicts, _) = Read($"""
            {Network}a1 = np.tanh(X @ W1)
            p = a1 @ W2
            loss = np.mean((p - y) ** 2)
            dloss_da1 = (2 * (p - y) / 64) @ W2.T * (1 - a1 ** 2)
            """);
        Assert.StartsWith("WRONG dloss/da1", Assert.Single(verdicts));
    }

    [Fact]
    public void The_gradient_called_after_the_target_is_the_one_at_the_prediction()
    {
        (string[] verdicts, _) = Read($"""
            {Network}y_pred = np.tanh(X @ W1) @ W2
            loss = 0.5 * np.sum((y - y_pred) ** 2)
            dy = y_pred - y
            dW2 = np.tanh(X @ W1).T @ dy
            """);
        Assert.Equal("right dloss/dy_pred = y_pred - y", verdicts[0]);
        Assert.Equal(2, verdicts.Count(verdict => verdict.StartsWith("right", StringComparison.Ordinal)));
    }

    [Fact]
    public void Numbers_drawn_at_random_claim_nothing()
    {
        (string[] verdicts, _) = Read($"""
            {Network}loss = np.mean((X @ W1 @ W2 - y) ** 2)
            dW1 = np.random.randn(3, 4)
            """);
        Assert.Empty(verdicts);
    }

    [Fact]
    public void The_gradient_of_the_error_is_not_one_at_the_error()
    {
        (string[] verdicts, _) = Read("""
            import numpy as np
            X = np.random.randn(20, 3)
            y = np.random.randn(20)
            w = np.random.randn(3)
            mse = np.mean((X @ w - y) ** 2)
            loss = mse + 0.1 * np.sum(w ** 2)
            d_mse = 2 / 20 * X.T @ (X @ w - y)
            dw = d_mse + 0.2 * w
            """);
        Assert.StartsWith("right dloss/dw", Assert.Single(verdicts));
    }

    [Fact]
    public void A_function_of_which_only_the_gradient_is_called_is_what_is_minimized()
    {
        (string[] verdicts, _) = Read("""
            import numpy as np

            def f(x, y):
                return x ** 2 - y ** 2

            def gradient(x, y):
                return np.array([2 * x, -2 * y])

            point = np.array([0.5, 0.1])
            for step in range(20):
                x, y = point
                grad = gradient(x, y)
                point = point - 0.1 * grad
            """);
        Assert.StartsWith("right df/dpoint", Assert.Single(verdicts));
    }

    [Fact]
    public void A_step_along_the_result_of_a_gradient_function_is_read_once()
    {
        string program = PythonSamples.Convert("""
            import numpy as np

            def bowl(p):
                return np.sum(p ** 2)

            def grad_bowl(p):
                return 2 * p

            p = np.array([-1.0, 2.0])
            for i in range(1000):
                g = grad_bowl(p)
                p = p - 0.001 * g
            """);
        Assert.InRange(program.Split('\n').Length, 3, 9);
    }

    [Fact]
    public void An_element_that_a_loop_fills_in_is_no_cost()
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.ParsePython("""
            import numpy as np
            X = np.random.randn(5, 3)
            theta = np.random.randn(3)
            h = np.zeros(5)
            for i in range(5):
                h[i] = np.dot(X[i], theta)
            """, "net.py"));
        Assert.Contains("computes no cost", error.Message);
    }

    // Each round of the training is read once, with values of its own; dictionaries pass them on under other names.
    [Fact]
    public void A_second_training_is_graded_like_the_first()
    {
        const string Text = """
            import numpy as np
            def init(): return {'W': np.random.randn(3, 1)}
            def forward(X, params):
                Z = X @ params['W']
                return {'Z': Z, 'A': np.tanh(Z)}
            def backward(X, y, cache):
                dA = 2 * (cache['A'] - y) / X.shape[0]
                dZ = dA * (1 - cache['A'] ** 2)
                return {'W': X.T @ dZ}
            def train(X, y):
                params = init()
                for i in range(100):
                    cache = forward(X, params)
                    loss = np.mean((cache['A'] - y) ** 2)
                    grads = backward(X, y, cache)
                    params['W'] -= 0.1 * grads['W']
                return params
            X = np.random.randn(30, 3)
            y = np.random.randn(30, 1)
            first = train(X, y)
            second = train(X, y)
            """;
        (string[] verdicts, string warnings) = Read(Text);
        Assert.Equal(2, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.StartsWith("right", verdict));
        Assert.DoesNotContain("never used", warnings);
        Assert.DoesNotContain("not graded", warnings);
    }

    [Fact]
    public void The_gradient_of_a_row_is_not_taken_for_that_of_the_table()
    {
        (string[] verdicts, _) = Read("""
            import numpy as np
            words = np.random.randn(50, 8)
            contexts = np.random.randn(50, 8)
            word_vec = words[3]
            context_vec = contexts[5]
            p = 1 / (1 + np.exp(-np.dot(word_vec, context_vec)))
            loss = -np.log(p)
            grad_word = (p - 1) * context_vec
            grad_context = (p - 1) * word_vec
            words[3] -= 0.1 * grad_word
            contexts[5] -= 0.1 * grad_context
            """);
        Assert.DoesNotContain(verdicts, verdict => verdict.StartsWith("WRONG", StringComparison.Ordinal));
    }
}
