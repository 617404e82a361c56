using static Chainrule.Functions;

namespace Chainrule.Tests.OperatorRules;

/// <summary>Norms, whose slope x/‖x‖ is 0/0 where the norm is 0: the gradient there is 0, as in PyTorch.</summary>
public class NormTests
{
    private static readonly Tensor Weights = Tensor.FromArray([1.0, 2, -3]);

    // The gradient of (n·w).sum() + (n²).sum()/2 + (n[:, None]·x).sum() with torch.linalg.vector_norm.
    private static readonly double[] ByPyTorch = [12.8, 15.4, 5, 0, 0, 0, 10 / 3.0, 7 / 3.0, 11 / 3.0];

    [Theory]
    [InlineData("norm(X, axis=1)")]
    [InlineData("sqrt(sum(X^2, axis=1))")]
    [InlineData("sum(X * X, axis=1)^0.5")]
    [InlineData("sqrt(3 * mean(X^2, axis=1))")]
    [InlineData("sqrt(sum(2 * X^2 + X * X, axis=1) / 3)")]
    [InlineData("reshape(norm(X, axis=1, keepdims=true), 3)")]
    public void A_row_of_zeros_has_the_gradient_0_however_its_norm_is_written(string norm)
    {
        ChainModel model = ChainProgram.Parse($"""
            param X[3, 3]
            input w[3]
            N = {norm}
            S = sum(N * w) + sum(N^2) / 2 + sum(reshape(N, 3, 1) * X)
            minimize S
            """).Build(new ChainOptions { DType = DType.Float64 });
        model["X"].Assign(Rows());
        model["w"].Assign(Weights);
        AssertNear(ByPyTorch, model.Derivative("X"));
        Assert.True(GradientCheck.Run(model.Cost!, [model["X"]]).Passed);
        // The lines of the derivation, simplified, at the same point.
        foreach (DerivationLine line in Derivation.Of(model.Cost!).Lines.Where(line => line.Of.Name == "X"))
            AssertNear(ByPyTorch, line.Value);
    }

    [Fact]
    public void Whatever_is_the_root_of_squares_has_a_gradient_at_0()
    {
        Tensor x = Tensor.Parameter(Tensor.Zeros([2, 2], DType.Float64), "x");
        foreach (Tensor root in (Tensor[])[
            Norm(x), Sqrt(Trace(MatMul(x, Transpose(x)))), Std(x), Sum(Std(x, axis: 0, correction: 1)),
            Sqrt(MeanSquaredError(x, Tensor.Zeros([2, 2], DType.Float64))), Sum(Sqrt(Pow(x, 2)))])
        {
            AssertNear([0, 0, 0, 0], Gradients(root, x)[0]);
            Assert.Equal(0, root.Item());
        }
    }

    [Fact]
    public void The_plain_root_still_rises_without_bound_at_0()
    {
        Tensor x = Tensor.Parameter(Tensor.FromArray([0.0, 4]), "x");
        Assert.Equal([double.PositiveInfinity, 0.25], Gradients(Sum(Sqrt(x)), x)[0].ToArray<double>());
        Assert.Equal([double.PositiveInfinity, 0.25], Gradients(Sum(Sqrt(x * 1)), x)[0].ToArray<double>());
    }

    [Fact]
    public void Its_second_gradient_is_finite_at_0_and_right_elsewhere()
    {
        Tensor x = Tensor.Parameter(Rows(), "x");
        Tensor gradient = Gradients(Sum(Norm(x, 1)), x)[0];
        double[] second = Gradients(Sum(gradient * Reshape(Tensor.Arange(9, DType.Float64), [3, 3])), x)[0]
            .ToArray<double>();
        // (v − x (x·v)/‖x‖²)/‖x‖ with v = (0, 1, 2) and x = (3, 4, 0).
        AssertNear([-12 / 125.0, 9 / 125.0, 0.4], Tensor.FromArray(second[..3]));
        Assert.All(second, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void The_derivation_says_what_is_taken_at_0()
    {
        Tensor x = Tensor.Parameter(Rows(), "X"), w = Tensor.Input([3], DType.Float64, "w");
        Tensor norm = Norm(x, axis: 1).Named("N");
        DerivationLine line = Derivation.Of(Sum(norm * w).Named("S"), x, norm).Line("X")!;
        Assert.Contains("with the gradient 0 where N is 0", line.Reason);
        Assert.DoesNotContain("nonzero", line.Right);
        Tensor half = (Sum(Pow(norm, 2)) / 2).Named("S");
        Assert.Equal("X", Derivation.Of(half, x).Line("X")!.Right);
    }

    private static Tensor Rows() => Tensor.FromArray([3.0, 4, 0, 0, 0, 0, 1, -2, 2], [3, 3]);

    private static void AssertNear(double[] expected, Tensor actual)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-12);
    }
}
