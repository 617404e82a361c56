using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class SlopeTests
{
    private static LanguageException Fails(string text) =>
        Assert.Throws<LanguageException>(() => ChainProgram.Parse(text, "net.chain"));

    [Theory]
    [InlineData("def f(x) = x^3\nparam W[n]\nz = f'(W + 1) * 2")]
    [InlineData("param W[n]\nz = sigmoid'(W)")]
    [InlineData("def f(x) = x^3\nparam W[n, n]\nz = f'(W)' @ W'")]
    public void A_slope_is_printed_as_it_is_read(string text) =>
        Assert.Equal(text, ChainProgram.Parse(text).ToString().TrimEnd());

    [Fact]
    public void The_prime_of_the_derivations_is_read_too() =>
        Assert.Equal("def f(x) = x^3\nparam W[n]\nz = f'(W)\n",
            ChainProgram.Parse("def f(x) = x^3\nparam W[n]\nz = f′(W)").ToString());

    [Theory]
    [InlineData("param W[n]\nz = softmax'(W)", 2, 5, "write the derivative out")]
    [InlineData("param W[n], s\ndef f(x) = s*x\nz = f'(W)", 3, 5, "define it as `def f(x) = …` of its variable")]
    [InlineData("param W[n]\nz = sigmid'(W)", 2, 5, "did you mean `sigmoid`?")]
    [InlineData("param W[n, n]\nz = W'(W)", 2, 5, "write * for the elementwise or @ for the matrix product")]
    [InlineData("def f(x) = x\nparam W[n]\nz = f'(W, W)", 3, 9, "write `f'(x)`")]
    [InlineData("def f(x) = x\nparam W[n]\nz = f'(W", 3, 7, "add the missing )")]
    public void An_error_has_its_place_and_its_remedy(string text, int line, int column, string remedy)
    {
        LanguageException error = Fails(text);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public void Errors_of_spelling_and_of_shape_are_told_in_one_run()
    {
        LanguageException error = Fails("""
            input X[m, n]
            param W[n, k], b[k
            param V[k, 2]
            z = X @ W + b
            q = X @ V
            h = tanhh(X)
            u = V ** 2
            S = sum(z) + sum(u) + sum(Q)
            minimize S
            """);
        Assert.Equal([2, 6, 8], error.Errors.Select(e => e.Line));
    }

    [Fact]
    public void A_line_that_cannot_be_read_makes_no_echo()
    {
        LanguageException error = Fails(
            "input X[m, n] : featurs\ndef f(x = x^2\nz = X' @ X / (2*m)\nh = f(z)\nS = sum(h)\nminimize S");
        Assert.Equal([1, 2], error.Errors.Select(e => e.Line));
    }

    [Fact]
    public void Joined_columns_have_the_name_of_the_rows_that_they_meet()
    {
        ChainModel model = ChainProgram.Parse(
            "input X[m, n]\nparam A[n, a], B[n, b], V[q, 2]\nh = concat(X @ A, X @ B, axis=1)\nz = h @ V")
            .Build(new ChainOptions { FillDimensions = true });
        Assert.Equal("(m×q)", model["h"].Shape.ToSymbolicString());
    }

    [Fact]
    public void Joined_columns_that_meet_none_are_the_sum_of_their_parts()
    {
        ChainModel model = ChainProgram.Parse(
            "input X[m, n], Y[m, k]\nparam s\nh = concat(s * X, s * Y, X[:, 0:2], axis=1)\nS = mean(h)\nminimize S")
            .Build(new ChainOptions { FillDimensions = true });
        Assert.Equal("(m×n+k+2)", model["h"].Shape.ToSymbolicString());
        Assert.Equal("1 / (m (n+k+2))", Derivation.Of(model.Cost!).Line("h")!.Right);
    }
}
