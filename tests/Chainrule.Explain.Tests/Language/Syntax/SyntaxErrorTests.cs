using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class SyntaxErrorTests
{
    private static LanguageException Fails(string text) =>
        Assert.Throws<LanguageException>(() => Parser.Parse(text, "net.chain"));

    [Theory]
    [InlineData("T = 2\nz = a^T", 2, 7, "write ' (or .T) for the transpose, ^(T) for the power")]
    [InlineData("z = a × b", 1, 7, "write * for elementwise, @ for the matrix product")]
    [InlineData("z == a", 1, 3, "write `z = …`")]
    [InlineData("z = where(a == b, c, d) = 2", 1, 25, "write == to compare")]
    [InlineData("z = a = b", 1, 7, "write == to compare")]
    [InlineData("z = (a + b", 1, 5, "add the missing )")]
    [InlineData("z = a + b)", 1, 10, "take it out")]
    [InlineData("z = [a, b)", 1, 10, "write ]")]
    [InlineData("inptu X[m, n]", 1, 1, "did you mean `input`?")]
    [InlineData("minimise S", 1, 1, "did you mean `minimize`?")]
    [InlineData("parameter W[n]", 1, 1, "did you mean `param`?")]
    [InlineData("output = 3", 1, 8, "write `output Xhat`")]
    [InlineData("output", 1, 7, "write `output Xhat`")]
    [InlineData("param def[n]", 1, 7, "choose another name")]
    [InlineData("sum = 3", 1, 1, "choose another name, such as `sum1`")]
    [InlineData("X[m, n]", 1, 1, "write `input X…` or `param X…`")]
    [InlineData("input X(m, n)", 1, 8, "write `input X[m, n]`")]
    [InlineData("input X[2*m]", 1, 10, "give a product a name of its own")]
    [InlineData("input X[0]", 1, 9, "at most")]
    [InlineData("input X[]", 1, 8, "leave them out for a scalar")]
    [InlineData("input y[m] : label", 1, 14, "did you mean `labels`?")]
    [InlineData("param W[n] ~ glorot", 1, 14, "did you mean `xavier`?")]
    [InlineData("param W[n] ~ 0.5", 1, 14, "write `~ constant(0.5)`")]
    [InlineData("param W[n] = 0.5", 1, 12, "say how it starts")]
    [InlineData("input W[n] ~ he", 1, 12, "declare it with `param`")]
    [InlineData("z = 2m", 1, 5, "write 2*m for a product")]
    [InlineData("z = 1. + a", 1, 5, "write 1.0 or leave the point out")]
    [InlineData("z = 1e999", 1, 5, "write it as in C#")]
    [InlineData("z = a b", 1, 7, "write * for the elementwise or @ for the matrix product")]
    [InlineData("z = a +", 1, 8, "complete the line")]
    [InlineData("z = a * / b", 1, 9, "two operators stand side by side")]
    [InlineData("z = X.shape", 1, 6, "write the name of the dimension, such as m")]
    [InlineData("z = np.fft(X)", 1, 5, "write out what it computes")]
    [InlineData("z = np.sigmoide(X)", 1, 5, "did you mean `sigmoid`?")]
    [InlineData("z = np.inf", 1, 5, "functions are called, as in np.exp(x)")]
    [InlineData("z = torch.var(X)", 1, 5, "write `var(x)` if n is meant")]
    [InlineData("z = X’", 1, 6, "write ' (or .T) for the transpose")]
    [InlineData("a = 1; b = 2", 1, 6, "write one statement a line")]
    [InlineData("f(x) = x^2", 1, 1, "write `def f(…) = …`")]
    [InlineData("dS/dz = x", 1, 1, "write `claim` before it")]
    [InlineData("a + b", 1, 1, "write `name = a…`")]
    [InlineData("let z = a", 1, 1, "write `z = …` alone")]
    [InlineData("for t in 0:3 h = t", 1, 14, "write `for t in 0:3 { h[t] = … }`")]
    [InlineData("for t = 0:3 { h = t }", 1, 7, "write `for t in 0:3 { h[t] = … }`")]
    [InlineData("for t in 0:3 {\nh = t", 1, 1, "add the missing }")]
    [InlineData("for t in 0:3 { }", 1, 1, "write `for t in 0:3 { h[t] = … }`")]
    [InlineData("for t in 0:9:2 { h = t }", 1, 13, "write `for t in 0:3 { h[t] = … }`")]
    [InlineData("for t in 0:3 { minimize h }", 1, 16, "move the line below the loop")]
    [InlineData("for t in 0:3 { param W[n] }", 1, 16, "move the line above the loop")]
    [InlineData("z = {1}", 1, 5, "write a name, a number or ( )")]
    [InlineData("input X[m]\nX[0] = 3", 2, 1, "as in `X1[0] = …`")]
    [InlineData("h[0] = 1\nh = 3", 2, 1, "write `h[0] = …`, or choose another name")]
    [InlineData("minimize a, b", 1, 11, "give each a line: `minimize S`")]
    [InlineData("minimize sum(S)", 1, 10, "write `minimize S`")]
    [InlineData("claim z = 3", 1, 7, "write `claim dS/dW1")]
    [InlineData("z = sum()", 1, 5, "write `sum(x)`")]
    [InlineData("z = sum(axis=0, x)", 1, 17, "write it before `axis=…`")]
    [InlineData("z = where(a = 0, b, c)", 1, 11, "write == to compare")]
    [InlineData("z = a < b < c", 1, 11, "put one of them in brackets")]
    [InlineData("z = X[]", 1, 7, "write `x[:, 0:3]`")]
    [InlineData("z = X[0:6:2]", 1, 10, "write `x[:, 0:3]`")]
    [InlineData("z = X[::2]", 1, 8, "write `x[:, 0:3]`")]
    [InlineData("z = X[0", 1, 6, "add the missing ]")]
    [InlineData("def f(x, x) = x", 1, 10, "give each its own name")]
    [InlineData("\n\n  z = €", 3, 7, "the file must be UTF-8")]
    public void An_error_has_its_place_and_its_remedy(string text, int line, int column, string remedy)
    {
        LanguageException error = Fails(text);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(remedy, error.Remedy);
        Assert.StartsWith($"net.chain:{line}:{column}: ", error.Message);
    }

    [Fact]
    public void The_line_is_shown_with_a_caret()
    {
        LanguageException error = Fails("a = 1\n\tz1 = X @ W1 // 2   # squared\n");
        Assert.Equal("""
            net.chain:2:14: `//` is not an operator: write # for a comment, / for a quotient
                 z1 = X @ W1 // 2   # squared
                             ^~
            """, error.Message);
        Assert.Equal("net.chain", error.File);
        Assert.Equal(" z1 = X @ W1 // 2   # squared", error.SourceLine);
        Assert.Equal("             ^~", error.Caret);
    }

    [Fact]
    public void A_long_line_is_shown_around_the_place()
    {
        LanguageException error = Fails("z = " + string.Concat(Enumerable.Repeat("a + ", 300)) + "€ + b");
        Assert.Equal(1205, error.Column);
        Assert.True(error.SourceLine.Length < 110);
        Assert.Equal('€', error.SourceLine[error.Caret.IndexOf('^')]);
    }

    [Fact]
    public void A_missing_bracket_does_not_swallow_the_lines_that_follow()
    {
        LanguageException error = Fails("S = trace((X - Y)\nminimise S\nz = sum((a\nb = 3\nw = (\nparam W[n]");
        Assert.Equal([1, 2, 3, 5], error.Errors.Select(e => e.Line));
        Assert.Equal("did you mean `minimize`?", error.Errors[1].Remedy);
    }

    [Fact]
    public void Several_errors_are_found_in_one_run()
    {
        LanguageException error = Fails("a = (1 + 2\nb = 3 // 2\nc = 4\nd = 5 5\nparam W[n] ~ normale(0, 1)");
        Assert.Equal([1, 2, 4, 5], error.Errors.Select(e => e.Line));
    }

    [Fact]
    public void At_most_twenty_errors_are_told() =>
        Assert.Equal(20, Fails(string.Concat(Enumerable.Repeat("z = a b\n", 100_000))).Errors.Count);

    [Theory]
    [InlineData("z = ", "(", "1", ")")]
    [InlineData("z = ", "-", "1", "")]
    [InlineData("z = ", "", "1", "'")]
    [InlineData("z = ", "1 + ", "1", "")]
    [InlineData("z = ", "2^", "1", "")]
    [InlineData("z = ", "exp(", "1", ")")]
    [InlineData("z = ", "[", "1", "]")]
    [InlineData("z = ", "(", "", "")]
    [InlineData("", ")", "", "")]
    [InlineData("z = ", "Σ", "a", "")]
    [InlineData("", "#", "", "")]
    [InlineData("", "x(", "", "\n")]
    [InlineData("", ";", "", "")]
    [InlineData("z = ", "1.", "", "")]
    public void Depth_is_limited_and_time_is_linear(string start, string open, string inside, string close)
    {
        const int Many = 100_000;
        string text = start + string.Concat(Enumerable.Repeat(open, Many)) + inside
            + string.Concat(Enumerable.Repeat(close, Many));
        try
        {
            Parser.Parse(text, "deep.chain");
        }
        catch (LanguageException error)
        {
            Assert.NotEmpty(error.Errors);
        }
    }

    [Fact]
    public void A_text_of_more_than_a_million_characters_is_refused() =>
        Assert.Contains("1,000,000", Fails(new string(' ', 1_000_001)).Message);
}
