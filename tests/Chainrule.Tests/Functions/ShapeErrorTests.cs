using static Chainrule.Functions;

namespace Chainrule.Tests;

/// <summary>
/// What the error for mismatched shapes says: both shapes, the dimension that disagrees, and the operands' names if
/// any.
/// </summary>
public class ShapeErrorTests
{
    private static readonly Tensor X = Tensor.Zeros([3, 4]).Named("X"), W1 = Tensor.Zeros([2, 3]).Named("W1");

    [Fact]
    public void Products_that_are_not_aligned()
    {
        Says("shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)", () => Dot(Zeros(3, 4), Zeros(2, 3)));
        Says("shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)", () => MatMul(Zeros(3, 4), Zeros(2, 3)));
        Says("X @ W1: shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)", () => MatMul(X, W1));
        Says("X @ right: shapes (3,4) and (5,) not aligned: 4 (dim 1) != 5 (dim 0)", () => MatMul(X, Zeros(5)));
        Says("shapes (3,) and (4,) not aligned: 3 (dim 0) != 4 (dim 0)", () => Dot(Zeros(3), Zeros(4)));
        Says("shapes (2,3,4) and (5,6) not aligned: 4 (dim 2) != 5 (dim 0)", () => Dot(Zeros(2, 3, 4), Zeros(5, 6)));
        Says("shapes (2,4) and (2,5,6) not aligned: 4 (dim 1) != 5 (dim 1)", () => Dot(Zeros(2, 4), Zeros(2, 5, 6)));
    }

    [Fact]
    public void Operands_are_written_as_the_user_wrote_them()
    {
        // The transpose is folded into the product, and the types are promoted: neither shows in the message.
        Says("X' @ W1: shapes (4,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)", () => MatMul(Transpose(X), W1));
        Says("relu(X) @ W1: shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)", () => MatMul(Relu(X), W1));
        Says("(X + X) @ W1: shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)", () => MatMul(X + X, W1));
        Tensor y = Tensor.Zeros([2, 2], DType.Float64).Named("y");
        Says("X @ y: shapes (3,4) and (2,2) not aligned: 4 (dim 1) != 2 (dim 0)", () => MatMul(X, y));
        Tensor named = Tensor.Zeros(new Shape[] { [3, 4] }[0].WithNames("m", "n"));
        Says("shapes (3,4) and (2,3) not aligned: 4 (n, dim 1) != 2 (dim 0)", () => MatMul(named, Zeros(2, 3)));
    }

    [Fact]
    public void Shapes_that_do_not_broadcast()
    {
        const string rule = "axes are compared from the last, and must be equal or 1.";
        Says($"add: X of shape (3,4) and W1 of shape (2,3) do not broadcast: 4 (dim 1) != 3 (dim 1); {rule}",
            () => X + W1);
        Says($"multiply: shape (2,3) and shape (4,) do not broadcast: 3 (dim 1) != 4 (dim 0); {rule}",
            () => Zeros(2, 3) * Zeros(4));
        Assert.Throws<ShapeException>(() => BroadcastTo(X, [3, 5]));
        Assert.Throws<ShapeException>(() => MatMul(Zeros(2, 3, 4), Zeros(3, 4, 2)));
    }

    [Fact]
    public void Scalars_are_no_matrices()
    {
        Assert.Throws<ShapeException>(() => MatMul(X, 2));
        Assert.Equal([3, 4], Dot(X, 2).Shape);
    }

    [Fact]
    public void Rearrangements_that_cannot_be()
    {
        Says("reshape: X of shape (3,4) has 12 elements, which do not fill (5,2) with 10.", () => Reshape(X, 5, 2));
        Says("reshape: 12 elements of shape (3,4) do not divide into (5,-1).", () => Reshape(X, 5, -1));
        Says("squeeze: axis 1 of (3,4) has length 4; only length 1 can be squeezed.", () => Squeeze(X, 1));
        Says("split: axis 0 of (3,4) cannot be split into 2 equal parts.", () => Split(X, 2)[0]);
        Says("Axis 2 does not exist in (3,4): its axes are 0 to 1, or -2 to -1 from the end.", () => Sum(X, 2));
        Assert.Throws<ShapeException>(() => Permute(X, 0, 0));
        Assert.Throws<ShapeException>(() => Concat(0, X, W1));
        Assert.Throws<ShapeException>(() => Sum(X, [0, -2]));
        Assert.Throws<ShapeException>(() => Max(Zeros(0)));
    }

    private static void Says(string message, Func<Tensor> action) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(action).Message);

    private static Tensor Zeros(params int[] lengths) => Tensor.Zeros(lengths);
}
