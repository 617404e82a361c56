using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class LibraryCallsTests
{
    [Theory]
    [InlineData("np.maximum(0, X.dot(W) + b)", "max(0, X @ W + b)")]
    [InlineData("np.max(x, axis=1, keepdims=True)", "max(x, axis=1, keepdims=true)")]
    [InlineData("np.max(x, 1)", "max(x, axis=1)")]
    [InlineData("x.max(-1)", "max(x, axis=-1)")]
    [InlineData("torch.sum(x, dim=0, keepdim=True)", "sum(x, axis=0, keepdims=true)")]
    [InlineData("torch.nn.functional.relu(x)", "relu(x)")]
    [InlineData("F.leaky_relu(x)", "leaky_relu(x)")]
    [InlineData("(x - y).sum().abs()", "abs(sum(x - y))")]
    [InlineData("x.T.dot(y)", "x' @ y")]
    [InlineData("np.linalg.norm(x)", "norm(x)")]
    [InlineData("np.square(x) + np.multiply(x, y)", "x^2 + x * y")]
    [InlineData("np.power(x, 3)", "x^3")]
    [InlineData("np.matmul(np.transpose(x), y)", "x' @ y")]
    [InlineData("2*np.pi", "2*3.141592653589793")]
    [InlineData("x.mean(axis=0)**2", "mean(x, axis=0)^2")]
    [InlineData("x**-1", "x^-1")]
    [InlineData("x² + x⁻¹", "x^2 + x^-1")]
    [InlineData("x .* y ./ z.^2", "x * y / z^2")]
    [InlineData("x^T @ y", "x' @ y")]
    [InlineData("x⊤ @ y", "x' @ y")]
    [InlineData("σ(x)", "sigmoid(x)")]
    [InlineData("sum(x, keepdims=False)", "sum(x, keepdims=false)")]
    public void Habits_from_elsewhere_are_read(string text, string expected) =>
        Assert.Equal($"z = {expected}\n", SyntaxPrinter.Print(Parser.Parse("z = " + text, "t")));

    [Fact]
    public void A_sign_that_the_program_gives_a_meaning_keeps_it()
    {
        ProgramSyntax program = Parser.Parse("def σ(x) = x^2\nz = σ(x)", "t");
        Assert.EndsWith("z = σ(x)\n", SyntaxPrinter.Print(program));
        Assert.EndsWith("z = x^(T)\n", SyntaxPrinter.Print(Parser.Parse("T = 2\nz = x^(T)", "t")));
    }
}
