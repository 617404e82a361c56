using System.Collections.Immutable;
using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class DimensionTests
{
    internal static ProgramAnalysis Analyze(string text, Sizes? sizes = null)
    {
        var source = new SourceText(text, "net.chain");
        var diagnostics = new Diagnostics(source);
        ProgramSyntax syntax = Expansion.Of(Parser.Parse(source, diagnostics), diagnostics);
        diagnostics.ThrowIfAny();
        ProgramAnalysis analysis = ProgramAnalyzer.Analyze(syntax, diagnostics, sizes ?? Sizes.None);
        diagnostics.ThrowIfAny();
        return analysis;
    }

    private static LanguageException Fails(string text, Sizes? sizes = null) =>
        Assert.Throws<LanguageException>(() => Analyze(text, sizes));

    private static string ShapeOf(string name, string text) =>
        Analyze(text).Symbols.Single(s => s.Name == name).Inferred.Shape!.ToString();

    private const string Declarations = """
        input X[m, n], y[m] : labels, v[n], T[a, b, c]
        param W[n, k], b1[k], s, U[m, n]

        """;

    [Theory]
    [InlineData("X @ W + b1", "(m×k)")]
    [InlineData("X'", "(n×m)")]
    [InlineData("X' @ X", "(n×n)")]
    [InlineData("X @ v", "(m)")]
    [InlineData("v @ W", "(k)")]
    [InlineData("v @ v", "scalar")]
    [InlineData("X * U - v", "(m×n)")]
    [InlineData("sum(X)", "scalar")]
    [InlineData("sum(X, axis=0)", "(n)")]
    [InlineData("sum(X, 0)", "(n)")]
    [InlineData("mean(X, axis=-1, keepdims=true)", "(m×1)")]
    [InlineData("X - mean(X, axis=1, keepdims=true)", "(m×n)")]
    [InlineData("sum(T, axis=[0, 2])", "(b)")]
    [InlineData("max(X, 0)", "(m×n)")]
    [InlineData("max(X, axis=0)", "(n)")]
    [InlineData("max(X)", "scalar")]
    [InlineData("where(X > 0, X, s)", "(m×n)")]
    [InlineData("concat(X, U, axis=0)", "(2m×n)")]
    [InlineData("concat(X, X @ W, axis=1)", "(m×n+k)")]
    [InlineData("concat([X, U], axis=1)", "(m×2n)")]
    [InlineData("reshape(X, [n, m])", "(n×m)")]
    [InlineData("reshape(X, n*m)", "(m·n)")]
    [InlineData("reshape(T, [a, -1])", "(a×b·c)")]
    [InlineData("reshape(v, [-1, 1])", "(n×1)")]
    [InlineData("softmax(X, axis=0)", "(m×n)")]
    [InlineData("cross_entropy(X @ W, y)", "scalar")]
    [InlineData("cross_entropy(X, U)", "scalar")]
    [InlineData("mse(X, U) + huber(X, U, delta=2) + mae(X, U)", "scalar")]
    [InlineData("dropout(X, 0.5)", "(m×n)")]
    [InlineData("norm(X, axis=1)", "(m)")]
    [InlineData("trace(X @ X') / (2*m)", "scalar")]
    [InlineData("T @ reshape(T, [a, c, b])", "(a×b×b)")]
    [InlineData("2*m + n^2", "scalar")]
    public void Shapes_are_inferred_in_the_names_of_the_file(string formula, string shape) =>
        Assert.Equal(shape, ShapeOf("z", Declarations + $"z = {formula}"));

    [Fact]
    public void Dimensions_are_inferred_from_their_use()
    {
        ProgramAnalysis analysis = Analyze(
            "input X[m, n]\nparam W[p, k], c[q]\nz = X @ W\nh = concat(z, X, axis=1) + c");
        Assert.Same(analysis.Dimensions.Find("n")!.Root, analysis.Dimensions.Find("p")!.Root);
        Assert.Equal("k+n", analysis.Dimensions.Find("q")!.Root.Definition!.ToString());
    }

    [Fact]
    public void Functions_are_read_anew_at_each_call()
    {
        const string Text = "input X[m, n]\nparam W[n, k]\ndef layer(x, w) = tanh(x @ w)\n" +
            "def total(x, a) = sum(x, axis=a)\nz = layer(layer(X, W), W')\nr = total(X, 0)\nq = total(X, 1)";
        Assert.Equal("(m×n)", ShapeOf("z", Text));
        Assert.Equal("(n)", ShapeOf("r", Text));
        Assert.Equal("(m)", ShapeOf("q", Text));
    }

    [Theory]
    [InlineData("input A[m, 3]\nparam B[4, 3]\nz = A @ B", 5,
        "the size is 3 by the declaration of A at line 3, but 4 by the declaration of B at line 4",
            "did you mean `A @ B'`?")]
    [InlineData(
        "input A[m, 3], B[m, 4]\nz = A + B", 4, "`A` (m×3) and `B` (m×4) do not fit elementwise", "must be equal or 1")]
    [InlineData("input A[5, 3], B[3, 5]\nz = A + B", 4, "do not fit", "did you mean `B'`?")]
    [InlineData("z = trace(concat(X' @ X, X' @ X, axis=0))", 3, "trace needs a square matrix", "")]
    [InlineData("z = s'", 3, "the transpose needs a matrix, but `s` is scalar", "leave the ' out")]
    [InlineData("input u[5], Q[4, 3]\nz = u' @ Q", 4, "does not fit", "")]
    [InlineData("z = s @ X", 3, "`s` is a scalar", "write * to scale")]
    [InlineData("z = sum(X, axis=2)", 3, "`X` (m×n) has no axis 2", "0 to 1")]
    [InlineData("z = sum(X, axis=s)", 3, "an axis is a whole number", "")]
    [InlineData("z = cross_entropy(X, v)", 3, "but not as labels", "declare the classes as `input v[n] : labels`")]
    [InlineData("z = X * y", 3, "`y` are labels", "cross_entropy")]
    [InlineData("z = mse(X, v)", 3, "`X` is (m×n) and `v` is (n)", "the same shape")]
    [InlineData("z = Xx @ W", 3, "`Xx` is not defined", "did you mean `X`?")]
    [InlineData("z = sigmod(X)", 3, "there is no function `sigmod`", "did you mean `sigmoid`?")]
    [InlineData("z = sigmoid(X, v)", 3, "takes fewer values", "write `sigmoid(x)`")]
    [InlineData("z = sum(X, axes=0)", 3, "has no option `axes`", "did you mean `axis`?")]
    [InlineData("z = sum(X = 0)", 3, "has no option `X`", "")]
    [InlineData("z = W(X)", 3, "`W` is not a function", "@ for the matrix product")]
    [InlineData("z = sigmoid", 3, "`sigmoid` is a function", "write `sigmoid(x)`")]
    [InlineData("z = z + 1", 3, "has no value yet", "give it a value above")]
    [InlineData("def f(x) = x\ndef f(x) = 2*x", 4, "defined at line 3 already", "choose another")]
    [InlineData("z = q\nq = 1", 3, "used before it is defined at line 4", "move that line up")]
    [InlineData("m = 1.5", 3, "name of a dimension", "choose another")]
    [InlineData("m = 2\nm = 3", 4, "line 3, m = 2", "take one of the two out")]
    [InlineData("def f(x) = f(x)", 3, "calls itself", "without recursion")]
    [InlineData("def f(x) = g(x)\ndef g(x) = f(x)", 3, "before it is defined at line 4", "move")]
    [InlineData("def f(x) = x\nz = f(X, X)", 4, "takes 1 value, not 2", "write `f(x)`")]
    [InlineData("z = dS/dW", 3, "`dS` is not defined", "")]
    [InlineData("z = X * dW", 3, "`dW` is not defined", "in claims")]
    [InlineData("minimize X", 3, "is not computed", "")]
    [InlineData("z = X\nminimize z", 4, "a cost is a scalar, but `z` is (m×n)", "`S = mean(z)`")]
    [InlineData("claim dS/dX = X", 3, "there is none", "write `minimize S`")]
    [InlineData("z = sum(X)\nminimize z\nclaim dS/dX = 1", 5, "the cost is z, not S", "write dz/dX")]
    [InlineData("for t in 0:n { h[t] = 1 }", 3, "does not say how long n is", "write `n = 3` above")]
    [InlineData("for t in 0:s { h[t] = 1 }", 3, "`s` is no number that is known", "as in `T = 3`")]
    [InlineData("for t in 0:5/2 { h[t] = 1 }", 3, "`5 / 2` is 2.5", "write one")]
    [InlineData("for t in 3:3 { h[t] = 1 }", 3, "repeats nothing", "the end is excluded")]
    [InlineData("for s in 0:3 { h[s] = 1 }", 3, "`s` has a meaning already", "such as `s1`")]
    [InlineData("for t in 0:3 { h[t] = h[t-1] }", 3,
        "in the iteration t = 0, `h[-1]` has no value yet", "give it one above: `h[-1] = …`")]
    [InlineData("for t in 0:3 {\na[t] = s\nh[t] = a[t] @ X\n}", 5,
        "in the iteration t = 0, @ is a product of matrices, but `a₀` is a scalar", "")]
    [InlineData("for t in 0:3 {\nfor l in 0:2 {\nh[t, l] = h[t, l] }\n}", 5,
        "in the iteration t = 0, l = 0, `h[0, 0]` has no value yet", "")]
    [InlineData("h[0] = 1\nh[0] = 2", 4, "`h[0]` has its value already", "as in `h1 += …`")]
    [InlineData("h[0] = 1\nz = h + 1", 4, "`h` is a sequence of 1 values", "as in `h[0]`")]
    [InlineData("h[-1] = 1\nh[0] = 1\nz = h[-1]", 5, "can be read in two ways", "write `h[0]` for the one")]
    [InlineData("z = sum(X)\nminimize z\nclaim dz/dXX = 1", 5, "`XX` is not defined", "did you mean `X`?")]
    [InlineData("output Z", 3, "`Z` is not defined", "")]
    [InlineData("z = dropout(X, 1.5)", 3, "rate of dropout", "less than 1")]
    [InlineData("param P[k] ~ normal(0, W)", 3, "takes numbers", "normal(0, 1)")]
    [InlineData("param P[k] ~ zeros(3)", 3, "takes 0 numbers", "write `zeros`")]
    [InlineData("z = reshape(X, [n, 2.5])", 3, "whole numbers", "")]
    [InlineData("input P[2, 3]\nz = reshape(P, [4, 2])", 4, "has 6 and the new shape (4×2) 8", "-1")]
    [InlineData("input P[2, 3]\nz = reshape(P, [4, -1])", 4, "", "")]
    [InlineData("z = true", 3, "for options", "")]
    [InlineData("z = [X, X]", 3, "a list is not a value", "")]
    public void An_error_says_what_disagrees_and_what_would_be_right(
        string text, int line, string problem, string remedy)
    {
        LanguageError error = Fails(Declarations + text).Errors[0];
        Assert.Equal(line, error.Line);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public void A_conflict_names_where_each_size_comes_from()
    {
        LanguageError error = Fails("# net\ninput X[m, 3]\nparam W1[n, 2], W2[4, 2]\nz = X @ W1\nq = X @ W2").Errors[0];
        Assert.Equal((5, 5), (error.Line, error.Column));
        Assert.Equal(
            "`X` (m×3) @ `W2` (4×2) does not fit; the columns of X must be as many as the rows of W2, and the " +
            "size is 3 by the declaration of X at line 2, but 4 by the declaration of W2 at line 3", error.Problem);

        var sizes = new Sizes(ImmutableDictionary<string, int>.Empty.Add("n", 3),
            ImmutableDictionary<string, ImmutableArray<int>>.Empty.Add("W1", [4, 2]));
        error = Fails("input X[m, n]\nparam W1[n, k]\nz = X @ W1", sizes).Errors[0];
        Assert.Equal((2, 10), (error.Line, error.Column));
        Assert.Equal("n is 3 by ChainOptions.Dimensions[\"n\"] = 3, but 4 by the array W1 (4,2)", error.Problem);
    }

    [Fact]
    public void What_is_never_used_is_warned_of()
    {
        ProgramAnalysis analysis = Analyze(
            "input X[m, n], Q\nparam W[n]\ndef f(x) = x\nz = X @ W\nr = z\nS = sum(z)\nminimize S");
        Assert.Equal([1, 3, 5], analysis.Warnings.Select(w => w.Line).Order());
        Assert.All(analysis.Warnings, warning => Assert.StartsWith("net.chain:", warning.Sentence));
    }

    [Theory]
    [InlineData("input X[m, n], U[m, n]\nS = sum(X @ U)\nminimize S", "`X @ U` fits only when n and m are equal")]
    [InlineData("input X[m, n]\nS = trace(X)\nminimize S", "`trace(X)` fits only when m and n are equal")]
    [InlineData("input X[m, n]\nparam W[p, k]\nS = sum(X @ W)\nminimize S", null)]
    public void Two_dimensions_that_must_be_equal_are_warned_of(string text, string? warning) =>
        Assert.Equal(warning, Analyze(text).Warnings.SingleOrDefault()?.Problem);

    [Fact]
    public void Broadcasting_that_grows_both_sides_is_warned_of()
    {
        ProgramAnalysis analysis = Analyze("input Y[m], Yhat[m, 1]\nS = sum((Y - Yhat)^2)\nminimize S");
        Assert.Contains("both stretch to (m×m)", Assert.Single(analysis.Warnings).Problem);
    }

    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void Every_sample_has_shapes_and_no_warnings(string name)
    {
        ProgramAnalysis analysis = Analyze(SampleFiles.Text(name));
        Assert.Empty(analysis.Warnings);
        Assert.All(analysis.Symbols, symbol => Assert.NotNull(symbol.Inferred.Shape));
        Assert.NotNull(analysis.Cost);
    }

    [Fact]
    public void A_wrong_claim_is_no_error_and_adds_nothing_to_the_program()
    {
        ProgramAnalysis analysis = Analyze(SampleFiles.Text("stuck.chain"));
        string[] problems = [.. analysis.Claims.Where(c => c.Problem is not null).Select(c => c.Problem!.Problem)];
        Assert.Equal(2, problems.Length);
        Assert.StartsWith("`dS/dz2` (m×n) @ `h1'` (k×m) does not fit", problems[0]);
        Assert.Contains("dS/db2 has the shape of b2, (n)", problems[1]);
        Assert.NotSame(analysis.Dimensions.Find("n")!.Root, analysis.Dimensions.Find("k")!.Root);
    }

    [Fact]
    public void Functions_that_double_do_not_take_forever()
    {
        string text = "input X[m, n]\ndef f0(x) = x + x\n" +
            string.Concat(Enumerable.Range(1, 31).Select(i => $"def f{i}(x) = f{i - 1}(f{i - 1}(x))\n")) + "z = f30(X)";
        Assert.Contains("operations", Fails(text).Errors[0].Problem);
        string squares = "a0 = 3\n"
            + string.Concat(Enumerable.Range(1, 5000).Select(i => $"a{i} = a{i - 1} * a{i - 1}\n"));
        Assert.Equal(5001, Analyze(squares).Symbols.Length);
    }
}
