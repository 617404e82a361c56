namespace Chainrule.Tests.Language;

/// <summary>Brackets: what they take, what shape it has, and what is said where they cannot.</summary>
public class SliceShapesTests
{
    private const string Declarations = """
        input X[m, n], idx[q] : labels, rowwise[m] : labels, pair[q] : labels, o : labels, v[7]
        param E[V, d]

        """;

    [Theory]
    [InlineData("X[:, 0:3]", "(m×3)")]
    [InlineData("X[2]", "(n)")]
    [InlineData("X[:, 0]", "(m)")]
    [InlineData("X[2, 1]", "scalar")]
    [InlineData("X[1:]", "(m-1×n)")]
    [InlineData("X[:, 1:-1]", "(m×n-2)")]
    [InlineData("X[-3:]", "(3×n)")]
    [InlineData("X[:, :]", "(m×n)")]
    [InlineData("v[-2:]", "(2)")]
    [InlineData("v[1:6][2:4]", "(2)")]
    [InlineData("E[idx]", "(q×d)")]
    [InlineData("E[idx, 1:3]", "(q×2)")]
    [InlineData("E[:, idx]", "(V×q)")]
    [InlineData("E[o]", "(d)")]
    [InlineData("E[idx, pair]", "(q)")]
    [InlineData("X[rows, rowwise]", "(m)")]
    [InlineData("X[arange(m), rowwise]", "(m)")]
    [InlineData("take(E, idx)", "(q×d)")]
    [InlineData("scatter(2, E[idx])", "(V×d)")]
    public void Brackets_have_a_shape(string formula, string shape)
    {
        Assert.Equal(shape, ChainProgram.Parse($"{Declarations}z = {formula}\noutput z").ShapeOf("z"));
    }

    [Theory]
    [InlineData("v[7]", "no element 7", "0 to 6")]
    [InlineData("v[-8]", "no element -8", "-1 to -7")]
    [InlineData("v[0:8]", "beyond the 7", "ends before")]
    [InlineData("v[3:3]", "no element", "0 to 6")]
    [InlineData("v[0.5]", "a whole number", "x[2]")]
    [InlineData("v[0, 1]", "no axis 1", "one index")]
    [InlineData("X[0, 0, 0]", "no axis 2", "one index")]
    [InlineData("X[0][0][0]", "a scalar", "brackets")]
    [InlineData("X[v]", "a whole number", "labels")]
    [InlineData("X[idx, rowwise, o]", "labels stand", "E[idx]")]
    [InlineData("take(E, v)", "does not hold labels", ": labels")]
    [InlineData("idx[0:2]", "are labels", "targets")]
    [InlineData("scatter(v, v)", "is no part", "scatter(values, x[:, 0:3])")]
    [InlineData("scatter(v, v[0:3])", "is (7)", "the same shape")]
    public void An_index_that_does_not_fit_is_told(string formula, string problem, string remedy)
    {
        LanguageException error = Assert.Throws<LanguageException>(
            () => ChainProgram.Parse($"{Declarations}z = {formula}\noutput z"));
        Assert.Contains(problem, error.Errors[0].Problem);
        Assert.Contains(remedy, error.Errors[0].Remedy);
        Assert.Equal(3, error.Errors[0].Line);
    }

    [Fact]
    public void Sizes_that_nobody_gave_are_large_enough_for_the_parts()
    {
        ChainModel model = ChainProgram.Parse("input x[n, 3]\nS = sum(x[20] * x[-23])\nminimize S")
            .Build(new ChainOptions { FillDimensions = true });
        Assert.Equal(23, model["x"].Shape[0]);
    }
}
