namespace Chainrule.Tests.Language.Python;

/// <summary>Data as people prepare it and batches as they take them, in code that is published everywhere.</summary>
public class MiniBatchTests
{
    private const string Step = """
                p = xb @ W
                loss = np.mean((p - yb) ** 2)
                dW = 2 * xb.T @ (p - yb) / len(xb)
                W -= 0.1 * dW
        """;

    private const string Data = """
        import numpy as np
        X = np.random.randn(200, 5)
        y = np.random.randn(200, 1)
        W = np.random.randn(5, 1)

        """;

    private static (string[] Verdicts, ChainProgram Program) Grade(string text)
    {
        var program = ChainProgram.ParsePython(text, "net.py");
        return ([.. program.AtRandomPoint().GradeClaims().Select(one =>
            $"{(one.IsRight ? "right" : "WRONG")} {one.Claim}")], program);
    }

    [Theory]
    [InlineData("order = np.random.permutation(200)", "b = order[i:i+32]", "xb, yb = X[b], y[b]")]
    [InlineData("order = np.random.permutation(len(X))\n    Xs, ys = X[order], y[order]",
        "b = slice", "xb, yb = Xs[i:i+32], ys[i:i+32]")]
    [InlineData("order = np.arange(200)\n    np.random.shuffle(order)", "b = order[i:i+32]", "xb, yb = X[b], y[b]")]
    [InlineData("order = np.arange(200)", "b = order[i : i + 32]", "xb = X[b]\n        yb = y[b]")]
    public void Samples_in_a_random_order_are_those_that_there_are(string order, string part, string batch)
    {
        string loop = $"""
            for epoch in range(10):
                {order}
                for i in range(0, 200, 32):
                    {part}
                    {batch}
            {Step}
            """;
        (string[] verdicts, ChainProgram program) = Grade(Data + loop);
        Assert.Equal(["right dloss/dW = (2*xb' @ (p - yb)) / 32"], verdicts);
        Assert.Equal(order.Contains("random"), program.Summary!.Contains("taken in the order they have"));
    }

    [Fact]
    public void A_batch_whose_end_is_a_length_of_the_data_is_the_first_one()
    {
        (string[] verdicts, _) = Grade(Data + $"""
            def train(X, y, W, size):
                m = X.shape[0]
                for i in range(0, m, size):
                    xb, yb = X[i:i + size], y[i:i + size]
            {Step}
            train(X, y, W, 16)
            """);
        Assert.Equal(["right dloss/dW = (2*xb' @ (p - yb)) / 16"], verdicts);
    }

    [Fact]
    public void A_size_that_nobody_gives_is_named()
    {
        LanguageException error = Assert.Throws<LanguageException>(() => Grade(Data + """
            xb = X[0:size]
            loss = np.sum(xb @ W)
            """));
        Assert.Contains("`size` has no value here: give it one before, as in `size = 3`", error.Message);
    }

    [Fact]
    public void Rows_that_are_drawn_are_labels()
    {
        (string[] verdicts, ChainProgram program) = Grade(Data + """
            rows = np.random.choice(200, 16, replace=False)
            xb, yb = X[rows], y[rows]
            p = xb @ W
            loss = np.sum((p - yb) ** 2)
            dW = 2 * xb.T @ (p - yb)
            """);
        Assert.Equal(["right dloss/dW = 2*xb' @ (p - yb)"], verdicts);
        Assert.Contains("rows", program.Inputs.Select(one => one.Name));
    }

    [Fact]
    public void Rows_that_are_held_out_and_columns_that_are_scaled_keep_their_shapes()
    {
        (string[] verdicts, ChainProgram program) = Grade("""
            import numpy as np
            from sklearn.model_selection import train_test_split
            from sklearn.preprocessing import StandardScaler
            X = np.random.randn(300, 4)
            y = np.random.randint(0, 3, 300)
            X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
            scaler = StandardScaler()
            X_train = scaler.fit_transform(X_train)
            X_test = scaler.transform(X_test)
            W = np.random.randn(4, 3)
            scores = X_train @ W
            e = np.exp(scores - scores.max(axis=1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True)
            N = len(X_train)
            loss = -np.log(p[np.arange(N), y_train]).mean()
            dscores = p.copy()
            dscores[np.arange(N), y_train] -= 1
            dW = X_train.T @ dscores / N
            """);
        Assert.All(verdicts, verdict => Assert.StartsWith("right", verdict));
        Assert.Contains("X_train (m_train×4), y_train (m_train)", program.Summary);
    }

    [Fact]
    public void The_error_of_another_library_is_the_cost()
    {
        (string[] verdicts, _) = Grade("""
            import numpy as np
            from sklearn.metrics import mean_squared_error
            X = np.linspace(0, 10, 100).reshape(-1, 1)
            y = 3 * X + np.random.normal(0, 1, (100, 1))
            w = 0.5
            for step in range(10):
                p = w * X
                loss = mean_squared_error(y, p)
                dw = -2 * np.mean(X * (y - p))
                w -= 0.01 * dw
            """);
        Assert.Equal(["right dloss/dw = -2*mean(X * (y - p))"], verdicts);
    }

    [Fact]
    public void A_function_that_everybody_knows_is_taken_for_it_and_said_to_be()
    {
        (string[] verdicts, ChainProgram program) = Grade(Data + """
            h = sigmoid(X @ W)
            loss = np.sum((h - y) ** 2)
            dh = 2 * (h - y)
            """);
        Assert.Equal(["right dloss/dh = 2*(h - y)"], verdicts);
        Assert.Contains("the file does not define `sigmoid`", Assert.Single(program.Warnings).ToString());
    }

    [Theory]
    [InlineData("(loss_of(w + h) - loss_of(w)) / h")]
    [InlineData("(loss_of(w + h) - loss_of(w - h)) / (2 * h)")]
    [InlineData("(loss_of(w + 0.5 * h) - loss_of(w - 0.5 * h)) / h")]
    public void A_difference_quotient_is_no_formula_to_grade(string quotient)
    {
        (string[] verdicts, ChainProgram program) = Grade($"""
            import numpy as np
            def loss_of(w):
                return np.sin(w) * np.exp(-0.1 * w)
            w = 1.0
            h = 0.01
            for step in range(10):
                loss = loss_of(w)
                dw = {quotient}
                w = w - 0.1 * dw
            """);
        Assert.Empty(verdicts);
        Assert.Contains("not graded: `dw` (line 8); differences of the cost come near its gradient",
            Assert.Single(program.Warnings).ToString());
    }

    [Theory]
    [InlineData("p = p - 0.1 * grad(*p)")]
    [InlineData("g = grad(*p)\n    p = momentum(p, g)")]
    [InlineData("g = grad(*p)\n    step = rate * g\n    p -= step")]
    [InlineData("if True:\n        grads = grad(*p)\n    p = momentum(p, grads)")]
    public void A_descent_is_read_once_however_its_step_is_written(string step)
    {
        (_, ChainProgram program) = Grade($"""
            import numpy as np
            rate = 0.1
            def f(x, y):
                return x**2 + 3*y**2
            def grad(x, y):
                return np.array([2*x, 6*y])
            def momentum(p, g):
                return p - 0.1 * g
            p = np.array([2.0, 1.0])
            for i in range(50):
                {step}
            """);
        Assert.True(program.ToString().Split('\n').Length < 12, program.ToString());
    }

    [Theory]
    [InlineData("dw = (p - t) * x")]
    [InlineData("dw = 2 * (p - t) * x")]
    public void The_mean_of_the_rounds_is_no_cost_of_its_own(string gradient)
    {
        (string[] verdicts, _) = Grade($"""
            import numpy as np
            X = np.random.randn(100, 3)
            y = np.random.randn(100)
            w = np.zeros(3)
            for epoch in range(10):
                total = 0
                for i in range(100):
                    x, t = X[i], y[i]
                    p = x @ w
                    {gradient}
                    w -= 0.1 * dw
                    total += (p - t) ** 2
                mean_loss = total / 100
            """);
        Assert.StartsWith(gradient.Contains('2') ? "right dtotal/dw" : "WRONG dtotal/dw", Assert.Single(verdicts));
    }

    [Fact]
    public void A_loop_that_adds_a_share_of_its_state_is_no_training()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import numpy as np
            x = np.random.randn(4)
            W = np.random.randn(4, 4)
            alpha = 0.2
            h = x
            for t in range(3):
                leak = alpha * np.tanh(W @ h)
                h = h + leak
            loss = np.sum(h ** 2)
            """, "net.py");
        Assert.Equal(3, program.ToString().Split("tanh").Length - 1);
    }

    [Fact]
    public void Data_of_a_function_that_is_given_nothing_is_asked_for_by_name()
    {
        LanguageException error = Assert.Throws<LanguageException>(() => Grade("""
            import numpy as np
            X, Y = load_dataset()
            W = np.random.randn(3, 1)
            loss = np.mean((X @ W - Y) ** 2)
            """));
        Assert.Contains("the shapes of `X`, `Y` are not known", error.Message);
    }

    [Fact]
    public void A_gradient_on_other_data_than_the_cost_is_not_graded()
    {
        (string[] verdicts, ChainProgram program) = Grade(Data + """
            T = np.random.randn(50, 5)
            t = np.random.randn(50, 1)
            for step in range(10):
                dW = 2 * X.T @ (X @ W - y) / 200
                W -= 0.1 * dW
            loss = np.mean((T @ W - t) ** 2)
            """);
        Assert.Empty(verdicts);
        Assert.Contains("not graded: `dW` (line 8); they are computed with",
            Assert.Single(program.Warnings).ToString());
    }
}
