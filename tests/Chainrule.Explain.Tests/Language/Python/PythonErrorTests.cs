namespace Chainrule.Tests.Language.Python;

/// <summary>What is said where a file is not understood.</summary>
public class PythonErrorTests
{
    [Fact]
    public void Unknown_shapes_are_asked_for_by_name()
    {
        LanguageException error = PythonSamples.Refused("z = X @ W\nloss = np.sum(z)\n");
        Assert.Equal((1, 5), (error.Line, error.Column));
        Assert.Contains("the shapes of `X`, `W` are not known", error.Message);
        // The remedy exists: with it the file is read, and an array of that name does as well.
        Assert.Contains("X = np.random.rand(m, n)", error.Remedy);
        Assert.Contains("z = X @ W", PythonSamples.Convert(
            "X = np.random.rand(m, n)\nW = np.random.rand(n, k)\nz = X @ W\nloss = np.sum(z)\n"));
        var arrays = new Dictionary<string, Tensor> { ["X"] = Tensor.Zeros([4, 3]), ["W"] = Tensor.Zeros([3, 2]) };
        ChainProgram program = ChainProgram.ParsePython("z = X @ W\nloss = np.sum(z)\n", "net.py", arrays);
        Assert.Equal(4, program.Build(new() { Arrays = arrays })["z"].Shape[0]);
    }

    [Fact]
    public void What_feeds_the_cost_and_is_not_understood_is_an_error_where_it_stands()
    {
        LanguageException error = PythonSamples.Refused("""
            import numpy as np
            x = np.random.rand(m, n)
            y = np.fft.fft(x)
            loss = np.sum(y)
            """);
        Assert.Equal((3, 5), (error.Line, error.Column));
        Assert.Contains("`numpy.fft.fft` is not understood", error.Message);
        Assert.Equal("    ^~~~~~~~~~~~~", error.Caret);
    }

    [Fact]
    public void What_does_not_feed_the_cost_is_left_out_with_its_line()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import numpy as np
            import matplotlib.pyplot as plt
            x = np.random.rand(m, n)
            W = np.random.randn(n, k)
            z = x @ W
            classes = np.argsort(z, axis=1)
            loss = np.mean(z ** 2)
            print(f"loss {loss:.3f}")
            plt.plot(classes)
            with open("log.txt", "w") as log: log.write(str(loss))
            match z:
                case 1: pass
            """, "net.py");
        Assert.Equal([6, 11], program.Warnings.Select(warning => warning.Line));
        Assert.Contains("`numpy.argsort` is not understood", program.Warnings[0].Problem);
        Assert.DoesNotContain("classes", program.ToString());
    }

    [Fact]
    public void A_gradient_that_is_not_understood_is_not_graded_and_this_is_said()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import numpy as np
            w = np.random.randn(n)
            loss = np.sum(w ** 2)
            dw = np.gradient(w)
            """, "net.py");
        LanguageError warning = Assert.Single(program.Warnings);
        Assert.Equal(4, warning.Line);
        Assert.Contains("`dw` is not graded", warning.Problem);
    }

    [Theory]
    [InlineData("dw2")]
    [InlineData("dW2")]
    [InlineData("d_v")]
    public void A_gradient_of_what_the_file_does_not_have_is_not_graded_and_this_is_said(string name)
    {
        ChainProgram program = ChainProgram.ParsePython($"""
            import numpy as np
            X = np.random.randn(5, 4)
            W1 = np.random.randn(4, 3)
            h = np.tanh(X @ W1)
            loss = np.sum(h ** 2)
            {name} = X.T @ h
            """, "net.py");
        LanguageError warning = Assert.Single(program.Warnings);
        Assert.Equal(6, warning.Line);
        Assert.Contains($"not graded: `{name}` (line 6)", warning.Problem);
    }

    [Fact]
    public void A_number_without_a_value_is_asked_for()
    {
        const string Text = "import numpy as np\nw = np.random.randn(n)\nloss = np.sum(w ** 2) * strength\n";
        LanguageException error = PythonSamples.Refused(Text);
        Assert.Equal(3, error.Line);
        Assert.Contains("`strength = 0.1` if it is a number", error.Remedy);
        Assert.Contains("* 0.1", PythonSamples.Convert("strength = 0.1\n" + Text));
        var arrays = new Dictionary<string, Tensor> { ["strength"] = Tensor.Full([], 0.5) };
        Assert.Contains("input strength\n", ChainProgram.ParsePython(Text, "net.py", arrays).ToString());
    }

    [Fact]
    public void A_mask_as_an_index_has_a_remedy_that_works()
    {
        const string Text = "import numpy as np\nx = np.random.rand(m, n)\nloss = np.sum(x[x > 0])\n";
        Assert.Contains("np.sum(x * (x > 0))", PythonSamples.Refused(Text).Remedy);
        PythonSamples.Convert(Text.Replace("x[x > 0]", "x * (x > 0)"));
    }

    [Fact]
    public void Classes_that_make_each_other_end()
    {
        LanguageException error = PythonSamples.Refused(
            "class A:\n    a = A()\n    b = A()\n    c = A()\nloss = A().a\n");
        Assert.NotEmpty(error.Errors);
    }

    [Fact]
    public void What_is_left_out_is_told_in_few_lines()
    {
        string lines = string.Concat(Enumerable.Range(0, 30).Select(i => $"a{i} = np.fft.fft(w + {i})\n"));
        ChainProgram program = ChainProgram.ParsePython(
            $"import numpy as np\nw = np.random.randn(n)\nloss = np.sum(w ** 2)\n{lines}", "net.py");
        Assert.Equal([4, 5, 6, 7, 8], program.Warnings.Select(warning => warning.Line));
        Assert.EndsWith("lines 8, 9, 10, " + string.Join(", ", Enumerable.Range(11, 23)), program.Warnings[^1].Problem);
    }

    [Fact]
    public void One_reason_for_many_gradients_is_told_once()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import numpy as np
            x = np.random.randn(m, n)
            w = np.random.randn(n)
            z = x @ w
            a = np.tanh(z)
            loss = np.sum(a ** 2)
            da = np.gradient(a)
            dz = da * (1 - a ** 2)
            dw = x.T @ dz
            """, "net.py");
        LanguageError warning = Assert.Single(program.Warnings);
        Assert.Equal(7, warning.Line);
        Assert.Contains("so `da`, `dz`, `dw` are not graded", warning.Problem);
    }

    [Fact]
    public void A_file_without_a_cost_is_told_how_to_name_one()
    {
        LanguageException error = PythonSamples.Refused("import numpy as np\nx = np.random.rand(m, n)\n");
        Assert.Contains("computes no cost", error.Message);
        PythonSamples.Convert("import numpy as np\nx = np.random.rand(m, n)\nloss = np.mean((x - 1) ** 2)\n");
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_shown_in_the_Python_file()
    {
        LanguageException error = PythonSamples.Refused("""
            X = np.random.rand(4, 3)
            W = np.random.rand(2, 3)
            loss = np.sum(np.dot(X,
                                 W.T @ X))
            """);
        Assert.Equal("net.py", error.File);
        Assert.Equal(4, error.Line);
        Assert.Contains("`W'` (3×2) @ `X` (4×3)", error.Message);
    }

    [Theory]
    [InlineData("model.fit(X, y)", "`model.fit`")]
    [InlineData("model(X)", "`model`")]
    public void What_the_file_does_not_define_is_called_by_its_name(string call, string name)
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.ParsePython($"""
            import numpy as np
            X = np.random.randn(5, 3)
            y = np.random.randn(5, 1)
            loss = np.sum({call} - y)
            """, "net.py"));
        Assert.Contains($"the file does not say what {name} is: paste its definition", error.Message);
    }
}
