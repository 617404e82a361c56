namespace Chainrule.Tests.Language.Python;

/// <summary>What a Python file says, as a .chain file.</summary>
public class PythonReaderTests
{
    [Fact]
    public void An_autoencoder_becomes_the_program_that_it_is()
    {
        ChainProgram program = PythonSamples.Read("stuck");
        Assert.Equal("S", program.Cost);
        Assert.Equal(["X"], program.Inputs.Select(input => input.Name));
        Assert.Equal(["W1", "b1", "W2", "b2", "W3", "b3"], program.Parameters.Select(parameter => parameter.Name));
        Assert.Equal("(k×n)", program.ShapeOf("W2"));
        Assert.Contains("z2 = h1 @ W2 + b2\nh2 = sigmoid(z2)\n", program.ToString());
        Assert.Contains("line 29", program.Summary);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_is_printed_is_read_back_as_the_same_program(string sample)
    {
        string printed = PythonSamples.Read(sample).ToString();
        Assert.Equal(printed, ChainProgram.Parse(printed).ToString());
    }

    public static TheoryData<string> Samples => [.. PythonSamples.Names];

    private static string Value(string line, string before = "") => PythonSamples.Convert($"""
        import numpy as np
        import torch
        import torch.nn.functional as F
        x = np.random.rand(m, n)
        w = np.random.randn(n, k)
        v = np.random.randn(n)
        y = np.random.randint(0, n, size=m)
        {before}
        a = {line}
        loss = np.sum(a)
        """).Split('\n').Single(one => one.StartsWith("a = ", StringComparison.Ordinal))[4..];

    [Theory]
    [InlineData("np.dot(x, w)", "x @ w")]
    [InlineData("x.dot(w)", "x @ w")]
    [InlineData("np.matmul(x, w)", "x @ w")]
    [InlineData("torch.mm(x, w)", "x @ w")]
    [InlineData("np.dot(2, x)", "2*x")]
    [InlineData("x.T @ x", "x' @ x")]
    [InlineData("np.transpose(x) @ x", "x' @ x")]
    [InlineData("x @ v.T", "x @ v")]
    [InlineData("np.maximum(0, x)", "relu(x)")]
    [InlineData("torch.relu(x)", "relu(x)")]
    [InlineData("F.relu(x)", "relu(x)")]
    [InlineData("np.maximum(x, 0.1)", "max(x, 0.1)")]
    [InlineData("x.sum(axis=0, keepdims=True)", "sum(x, axis=0, keepdims=true)")]
    [InlineData("np.sum(x, 1)", "sum(x, axis=1)")]
    [InlineData("x.mean(-1)", "mean(x, axis=-1)")]
    [InlineData("torch.sum(x, dim=1)", "sum(x, axis=1)")]
    [InlineData("np.square(x)", "x^2")]
    [InlineData("np.power(x, 3)", "x^3")]
    [InlineData("x ** 2", "x^2")]
    [InlineData("-x ** 2", "-x^2")]
    [InlineData("np.trace(x @ x.T)", "trace(x @ x')")]
    [InlineData("np.outer(v, v)", "outer(v, v)")]
    [InlineData("np.add(x, v)", "x + v")]
    [InlineData("np.multiply(x, np.subtract(x, v))", "x * (x - v)")]
    [InlineData("np.divide(x, v)", "x / v")]
    [InlineData("np.exp(x) + np.log(x) + np.sqrt(x) + np.tanh(x) + np.abs(x)",
        "exp(x) + log(x) + sqrt(x) + tanh(x) + abs(x)")]
    [InlineData("torch.sigmoid(x)", "sigmoid(x)")]
    [InlineData("F.softmax(x, dim=1)", "softmax(x, axis=1)")]
    [InlineData("np.clip(x, 0, 1)", "min(max(x, 0), 1)")]
    [InlineData("np.where(x > 0, x, 0.1 * x)", "where(x > 0, x, 0.1*x)")]
    [InlineData("v[:, None] * v", "reshape(v, [-1, 1]) * v")]
    [InlineData("np.concatenate([x, x], axis=1)", "concat(x, x, axis=1)")]
    [InlineData("np.log(x[np.arange(m), y])", "log(x[rows, y])")]
    [InlineData("x[0]", "x[0]")]
    [InlineData("x[:, 1:]", "x[:, 1:]")]
    [InlineData("x[0:2, -1]", "x[:2, -1]")]
    [InlineData("x[..., 0]", "x[:, 0]")]
    [InlineData("x[:, 0][:, None]", "reshape(x[:, 0], [-1, 1])")]
    [InlineData("x[None]", "reshape(x, [1, m, n])")]
    [InlineData("x[y]", "x[y]")]
    [InlineData("np.linalg.norm(x)", "norm(x)")]
    [InlineData("x / x.shape[0]", "x / m")]
    [InlineData("x / len(x)", "x / m")]
    [InlineData("x / x.numel()", "x / (m * n)")]
    [InlineData("x / 2 if True else x", "x / 2")]
    [InlineData("x.reshape(n, m)", "reshape(x, [n, m])")]
    [InlineData("np.var(x, ddof=1)", "var(x) * (m * n / (m * n - 1))")]
    [InlineData("np.var(x, axis=0, ddof=1)", "var(x, axis=0) * (m / (m - 1))")]
    [InlineData("torch.var(x, dim=0)", "var(x, axis=0) * (m / (m - 1))")]
    [InlineData("torch.var(x, dim=0, unbiased=False)", "var(x, axis=0)")]
    [InlineData("x.sum(1, True)", "sum(x, axis=1, keepdims=true)")]
    [InlineData("x.max(dim=1)[0]", "max(x, axis=1)")]
    [InlineData("x.max(1, keepdim=True).values", "max(x, axis=1, keepdims=true)")]
    [InlineData("torch.flatten(x, 1) * v", "x * v")]
    [InlineData("np.stack([v, v])", "concat(reshape(v, [1, n]), reshape(v, [1, n]), axis=0)")]
    [InlineData("np.array([np.sum(x), np.sum(v)])", "concat(reshape(sum(x), [1]), reshape(sum(v), [1]), axis=0)")]
    [InlineData("F.leaky_relu(x, negative_slope=0.2)", "leaky_relu(x, slope=0.2)")]
    [InlineData("F.dropout(x, 0.5, training=False) * v", "x * v")]
    public void The_functions_of_NumPy_and_PyTorch_are_those_of_the_language(string python, string chain) =>
        Assert.Equal(chain, Value(python));

    [Theory]
    [InlineData("def f(t): return 1 / (1 + np.exp(-t))", "f(x)", "sigmoid(x)")]
    [InlineData("f = lambda t: t * (t > 0)", "f(x)", "relu(x)")]
    [InlineData("def f(t): return t ** 3 + t", "f(x)", "f(x)")]
    [InlineData("def layer(t, u): return np.dot(t, u) + 1", "layer(x, w)", "x @ w + 1")]
    [InlineData("def f(t):\n    '''Doc.'''\n    s = t * t\n    return s + 1", "f(x)", "s + 1")]
    [InlineData("scale = 2 * 3", "scale * x", "6*x")]
    public void Functions_of_the_file_are_taken_apart_or_kept(string before, string python, string chain) =>
        Assert.Equal(chain, Value(python, before));

    [Fact]
    public void A_name_that_is_assigned_anew_becomes_another()
    {
        Assert.Equal("""
            input x[m, n] : features
            param W[n, k] ~ normal(0, 0.1)
            z = x @ W
            z_2 = relu(z)
            z_3 = z_2 + 1
            loss = mean(z_3)
            minimize loss
            """, PythonSamples.Convert("""
            x = np.random.rand(m, n)
            W = np.random.randn(n, k) * 0.1
            z = x @ W
            z = np.maximum(z, 0)
            z += 1
            loss = z.mean()
            """));
    }

    [Theory]
    [InlineData("x[:, ::2]", "concat(x[:, 0:1], x[:, 2:3], axis=1)")]
    [InlineData("x[:, 1::2]", "concat(x[:, 1:2], x[:, 3:4], axis=1)")]
    [InlineData("x[::-1]", "concat(x[2:3], x[1:2], x[0:1], axis=0)")]
    [InlineData("x[::-2, 1:]", "concat(x[:, 1:][2:3], x[:, 1:][0:1], axis=0)")]
    public void A_range_with_a_step_takes_elements_one_by_one(string python, string chain) =>
        Assert.Contains($"a = {chain}\n", PythonSamples.Convert(
            $"import numpy as np\nx = np.random.rand(3, 4)\na = {python}\nloss = np.sum(a * a)\n"));

    [Theory]
    [InlineData("a[a < 0] *= 0.1", "where(a < 0, 0.1 * a, a)", "where(a < 0, a * 0.1, a)")]
    [InlineData("a[a < 0] = 0", "a * (a >= 0)", "a * (a >= 0)")]
    [InlineData("a[a > 6] = 6", "where(a > 6, 6, a)", "where(a > 6, 6, a)")]
    public void What_a_mask_picks_may_be_changed(string line, string chain, string other)
    {
        string converted = PythonSamples.Convert(
            $"import numpy as np\nx = np.random.rand(m, n)\na = x * 2\n{line}\nloss = np.sum(a * a)\n");
        Assert.True(converted.Contains($"a_2 = {chain}\n") || converted.Contains($"a_2 = {other}\n"), converted);
    }

    [Fact]
    public void A_layer_of_a_network_is_found_by_its_place()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import torch
            from torch import nn
            x = torch.randn(8, 4)
            model = nn.Sequential(nn.Linear(4, 8), nn.Tanh())
            loss = (model(x) ** 2).mean() + 0.1 * (model[0].weight ** 2).sum()
            loss.backward()
            dW = model[0].weight.grad
            print(dW.norm())
            """, "net.py");
        Assert.Contains("0.1*sum(model_0_weight^2)", program.ToString());
        Assert.Empty(program.Warnings);
        Assert.DoesNotContain("claim", program.ToString());
    }

    [Fact]
    public void A_list_that_keeps_the_losses_is_not_the_cost()
    {
        ChainProgram program = PythonSamples.Read("makemore_mlp");
        Assert.Equal("loss", program.Cost);
        Assert.Contains("emb = C[labels]", program.ToString());
    }

    [Fact]
    public void A_model_of_PyTorch_is_read_whatever_else_the_script_does()
    {
        ChainProgram program = PythonSamples.Read("torch_quickstart");
        Assert.Equal(["X", "y"], program.Inputs.Select(input => input.Name));
        Assert.Equal("(m×784)", program.ShapeOf("X"));
        Assert.InRange(program.Warnings.Count, 0, 5);
    }

    [Theory]
    [InlineData("np.ones((m, 1)) * x", "ones(m, 1) * x")]
    [InlineData("np.full((m, n), 0.5) * x", "0.5*ones(m, n) * x")]
    [InlineData("x + (np.zeros(n) + 2)", "x + 2*ones(n)")]
    [InlineData("w.T @ w - np.eye(k)", "w' @ w - diag(ones(k))")]
    [InlineData("np.einsum('ij,ik->jk', x, x)", "x' @ x")]
    [InlineData("np.tril(np.ones((n, n))) @ v", "cumsum(diag(ones(n)), axis=0) @ v")]
    [InlineData("np.triu(np.ones((n, n)), k=1) @ v", "(1 - cumsum(diag(ones(n)), axis=0)) @ v")]
    [InlineData("np.ones_like(x) * x", "ones(m, n) * x")]
    [InlineData("np.ones(m) / n * x[:, 0]", "1 / n * ones(m) * x[:, 0]")]
    [InlineData("np.c_[np.ones((m, 1)), x]", "concat(ones(m, 1), x, axis=1)")]
    [InlineData("np.c_[x, x[:, 0]]", "concat(x, reshape(x[:, 0], [-1, 1]), axis=1)")]
    [InlineData("np.concatenate([np.ones((m, 1)), x], axis=1)", "concat(ones(m, 1), x, axis=1)")]
    public void Ones_are_ones_and_no_inputs(string python, string chain) => Assert.Equal(chain, Value(python));

    [Fact]
    public void Zeros_give_a_sum_their_shape()
    {
        Assert.Equal("x + 2*ones(m, n)", Value("x + (zeros + 2)", "zeros = np.zeros((m, n))"));
        Assert.Equal("x + v * ones(m, n)", Value("x + (zeros + v)", "zeros = np.zeros((m, n))"));
        Assert.Equal("2*x", Value("zeros + 2 * x", "zeros = np.zeros((m, n))"));
    }

    [Fact]
    public void A_length_that_is_halved_stays_a_number()
    {
        string chain = PythonSamples.Convert("""
            N, H = 3, 4
            x = np.random.randn(N, H)
            loss = np.sum(x.reshape(N, H // 2, 2).max(axis=2) ** 2)
            """);
        Assert.Contains("input x[N, 4]", chain);
        Assert.Contains("reshape(x, [N, 2, 2])", chain);
    }

    [Fact]
    public void A_cost_that_is_not_understood_does_not_give_way_to_its_penalty()
    {
        LanguageException error = PythonSamples.Refused("""
            import torch
            w = torch.randn(3, requires_grad=True)
            loss = torch.fft.fft(w).sum()
            l2 = (w ** 2).sum()
            loss = loss + 0.1 * l2
            """);
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void Loops_of_a_fixed_length_are_unrolled()
    {
        string chain = PythonSamples.Convert("""
            x = np.random.rand(m, n)
            W = np.random.randn(n, n)
            h = x
            for t in range(3):
                h = np.tanh(h @ W)
            loss = np.sum(h ** 2)
            """);
        Assert.Contains("h = tanh(x @ W)\nh_2 = tanh(h @ W)\nh_3 = tanh(h_2 @ W)\n", chain);
    }

    [Fact]
    public void A_class_of_PyTorch_has_the_weights_of_PyTorch()
    {
        string chain = PythonSamples.Read("torch_class").ToString();
        Assert.Contains("param fc1_weight[4, 6]\nparam fc1_bias[4]\n", chain);
        Assert.Contains("x_2 = relu(x @ fc1_weight' + fc1_bias)\n", chain);
        Assert.Contains("input y[8] : labels\n", chain);
        Assert.Contains("loss = cross_entropy(output_2, y)\n", chain);
    }

    [Fact]
    public void A_network_of_layers_is_what_its_layers_compute()
    {
        string chain = PythonSamples.Convert("""
            import torch
            from torch import nn
            model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
            x = torch.randn(5, 3)
            y = torch.randn(5, 1)
            y_pred = model(x)
            loss = nn.MSELoss()(y_pred, y)
            """);
        Assert.Contains("y_pred = relu(x @ model_0_weight' + model_0_bias) @ model_2_weight' + model_2_bias\n", chain);
        Assert.Contains("loss = mean((y_pred - y)^2)\n", chain);
        Assert.Contains("output y_pred", chain);
    }

    [Fact]
    public void A_number_that_is_trained_is_a_parameter()
    {
        string chain = PythonSamples.Read("linear_regression").ToString();
        Assert.Contains("param b ~ constant(0)\n", chain);
        Assert.Contains("y_pred = X @ w + b\n", chain);
        // Made of X and of random numbers that have no name: data.
        Assert.Contains("input y[100, 1] : targets\n", chain);
    }

    [Fact]
    public void Weights_of_any_name_are_told_by_their_steps()
    {
        string chain = PythonSamples.Read("nonlin").ToString();
        Assert.Contains("param syn0[3, 4] ~ uniform(-1, 1)\nparam syn1[4, 1] ~ uniform(-1, 1)\n", chain);
        Assert.DoesNotContain("_3", chain);
    }

    [Theory]
    [InlineData("'W' + str(l)")]
    [InlineData("f'W{l}'")]
    [InlineData("f\"W{l + 0}\"")]
    [InlineData("'W%d' % l")]
    public void Keys_may_be_computed(string key) => Assert.Contains("z = a @ W2\n", PythonSamples.Convert($$"""
        import numpy as np
        x = np.random.rand(m, n)
        params = {}
        for l in range(1, 3):
            params[{{key}}] = np.random.randn(n, n)
        velocity = {name: np.zeros_like(value) for name, value in params.items()}
        l = 1
        a = np.tanh(x @ params[{{key}}])
        z = a @ params['W2']
        loss = np.sum(z) + np.sum(velocity['W1'])
        """));

    [Fact]
    public void A_loss_that_is_not_understood_is_not_passed_over()
    {
        LanguageException error = PythonSamples.Refused("""
            import torch
            mu = torch.randn(5, 2)
            w = torch.randn(2, requires_grad=True)
            noise = torch.fft.fft(mu)
            penalty = (w ** 2).sum()
            loss = penalty + noise.sum()
            """);
        Assert.Equal(4, error.Line);
        Assert.Contains("torch.fft.fft", error.Message);
    }

    [Theory]
    [InlineData("np.sum(x, where=x > 0)", "`where`")]
    [InlineData("np.sum(x, initial=3)", "`initial`")]
    [InlineData("F.cross_entropy(x, y, ignore_index=0)", "`ignore_index`")]
    [InlineData("F.silu(x, beta=2)", "`beta`")]
    [InlineData("F.cross_entropy(x, y, weight)", "weights")]
    public void An_option_that_is_not_understood_is_not_passed_over(string value, string option) =>
        Assert.Contains(option, PythonSamples.Refused($"""
            import numpy as np
            import torch.nn.functional as F
            x = np.random.rand(m, n)
            y = np.random.randint(0, n, size=m)
            weight = np.random.rand(n)
            loss = np.sum({value})
            """).Errors[0].Sentence);

    [Theory]
    [InlineData("np.maximum(h, 0, out=h)")]
    [InlineData("h.relu_()")]
    public void What_is_changed_in_place_is_changed(string line) => Assert.Contains("h_2 = relu(h)\n",
        PythonSamples.Convert($"""
            import numpy as np
            x = np.random.rand(m, n)
            h = x + 1
            {line}
            loss = np.sum(h)
            """));

    [Theory]
    [InlineData("for t in range(T):\n    h = np.tanh(h)")]
    [InlineData("for row in x:\n    h += np.sum(row)")]
    [InlineData("while h.sum() > 0:\n    h = np.tanh(h)")]
    public void A_loop_of_unknown_length_is_no_single_round(string loop)
    {
        LanguageException error = PythonSamples.Refused($"""
            import numpy as np
            x = np.random.rand(m, n)
            T = x.shape[0]
            h = x * 2
            {loop}
            loss = np.sum(h)
            """);
        Assert.Equal(5, error.Line);
        Assert.Contains("how often this loop runs", error.Message);
    }

    [Fact]
    public void A_counted_while_is_unrolled() => Assert.Contains("h = tanh(x)\nh_2 = tanh(h)\nloss = sum(h_2)\n",
        PythonSamples.Convert("""
            import numpy as np
            x = np.random.rand(m, n)
            h, i = x, 0
            while i < 2:
                h = np.tanh(h)
                i += 1
            loss = np.sum(h)
            """));

    [Fact]
    public void Loaded_data_are_inputs()
    {
        string chain = PythonSamples.Read("digits").ToString();
        Assert.StartsWith("input X_train[n_samples, n_features]\ninput y_train[n_samples] : labels\n", chain);
        const string Loaded = """
            import numpy as np
            data = np.loadtxt("houses.csv", delimiter=",")
            X, y = data[:, :-1], data[:, -1]
            w = np.zeros(X.shape[1])
            J = np.mean((X @ w - y) ** 2)
            """;
        Assert.Contains("the shapes of `X`, `y` are not known", PythonSamples.Refused(Loaded).Message);
        var arrays = new Dictionary<string, Tensor> { ["X"] = Tensor.Zeros([4, 3]), ["y"] = Tensor.Zeros([4]) };
        Assert.StartsWith("input X[X_0, X_1] : features\ninput y[y_0] : targets\nparam w[X_1] ~ zeros\n",
            ChainProgram.ParsePython(Loaded, "net.py", arrays).ToString());
        // An array that is given takes the place of what is not understood.
        string unread = Loaded.Replace("np.loadtxt(\"houses.csv\", delimiter=\",\")", "np.fft.fft(w)");
        Assert.Contains("fft", PythonSamples.Refused(unread).Message);
    }

    [Fact]
    public void Zeros_of_a_start_are_nothing()
    {
        const string Loop = """
            import numpy as np
            x = np.random.rand(m, n)
            W = np.random.randn(n, n)
            U = np.random.randn(n, n)
            h = np.zeros((m, n))
            for t in range(2):
                h = np.tanh(x @ W + h @ U)
            loss = np.sum(h)
            """;
        Assert.Contains("h = tanh(x @ W)\nh_2 = tanh(x @ W + h @ U)\n", PythonSamples.Convert(Loop));
    }

    [Fact]
    public void The_shape_that_is_taken_apart_tells_the_dimensions()
    {
        string chain = PythonSamples.Convert("""
            def cost(X, y, w):
                m, n = X.shape
                w = np.zeros(n)
                y = np.zeros(m)
                yhat = X @ w
                return np.sum((yhat - y) ** 2) / m
            J = cost(X, y, w)
            """);
        Assert.Contains("input X[m, n]", chain);
        Assert.Contains("param w_2[n]", chain);
    }
}
