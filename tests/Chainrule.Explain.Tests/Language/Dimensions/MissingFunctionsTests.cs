namespace Chainrule.Tests.Language;

/// <summary>A function that the language does not have is refused with what to write instead, and that works.</summary>
public class MissingFunctionsTests
{
    private const string Declarations = "input A[n, n], B[n, n], x[n]\nparam w[n]\n";

    [Theory]
    [InlineData("vector(A)", "reshape(A', -1)")]
    [InlineData("ravel(A)", "reshape(A, -1)")]
    [InlineData("identity(n)", "eye", "eye(n)")]
    [InlineData("zeros(n)", "0 * ones(n)")]
    [InlineData("sinh(x)", "(exp(x) - exp(-x)) / 2")]
    [InlineData("norminf(x)", "max(abs(x))")]
    [InlineData("tr(A)", "trace", "trace(A)")]
    [InlineData("inverse(A)", "inv", "inv(A)")]
    [InlineData("clamp(x, 0, 1)", "clip", "clip(x, 0, 1)")]
    [InlineData("embedding(A, x)", "take", "A[1]")]
    public void The_remedy_works(string formula, string remedy, string? then = null)
    {
        LanguageException error = Assert.Throws<LanguageException>(
            () => ChainProgram.Parse($"{Declarations}z = {formula}\noutput z"));
        Assert.Contains(remedy, error.Errors[0].Remedy);
        Assert.NotNull(ChainProgram.Parse($"{Declarations}z = {then ?? remedy}\noutput z").ShapeOf("z"));
    }

    [Theory]
    [InlineData("cholesky(A)")]
    [InlineData("svd(A)")]
    [InlineData("arctan(x)")]
    public void What_cannot_be_written_is_declared(string formula)
    {
        LanguageException error = Assert.Throws<LanguageException>(
            () => ChainProgram.Parse($"{Declarations}z = {formula}\noutput z"));
        Assert.Contains("declare its result as an input, such as `input L[n, n]`", error.Errors[0].Remedy);
    }

    [Theory]
    [InlineData("det(B)", "(n×k)", "as many rows as columns")]
    [InlineData("solve(ones(3, 3), v)", "is no right side", "as the matrix has rows")]
    [InlineData("outer(A, v)", "two vectors", "@")]
    [InlineData("dot(v, c)", "do not fit", "the last axis")]
    [InlineData("cumsum(B)", "one axis", "axis=0")]
    [InlineData("clip(v, 2, 1)", "lower bound", "change the two")]
    [InlineData("clip(v)", "more values", "clip(x, -1, 1)")]
    [InlineData("norm2(B)", "takes a vector", "norm(x)")]
    [InlineData("diag(B)", "square", "a vector")]
    [InlineData("ones(v)", "takes lengths", "ones(m, n)")]
    public void What_a_function_does_not_take_is_told(string formula, string problem, string remedy)
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.Parse(
            $"input A[n, n], B[n, k], c[3], v[5]\nparam w[n], M[4, 6]\nz = {formula.Replace("B", "M")}\noutput z"));
        Assert.Contains(problem == "(n×k)" ? "(4×6)" : problem, error.Errors[0].Problem);
        Assert.Contains(remedy, error.Errors[0].Remedy);
    }
}
