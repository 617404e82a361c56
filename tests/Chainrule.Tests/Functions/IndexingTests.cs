using static Chainrule.TensorIndex;

namespace Chainrule.Tests;

public class IndexingTests
{
    // 0  1  2  3
    // 4  5  6  7
    // 8  9 10 11
    private static readonly Tensor Table = Tensor.FromArray(Enumerable.Range(0, 12).ToArray(), [3, 4]);

    [Fact]
    public void Integers_drop_their_axis()
    {
        Assert.Equal([4, 5, 6, 7], Table[1].ToArray<int>());
        Assert.Equal([3, 7, 11], Table[.., ^1].ToArray<int>());
        Assert.Equal(Shape.Scalar, Table[1, 2].Shape);
        Assert.Equal(6, Table[1, 2].Item());
        Assert.Equal(11, Table[-1, -1].Item());
    }

    [Fact]
    public void Ranges_keep_theirs()
    {
        Assert.Equal(new[,] { { 7 }, { 11 } }, Table[1..3, ^1..].ToArray2D<int>());
        Assert.Equal([7, 11], Table[1..3, ^1].ToArray<int>());
        Assert.Equal(Table.ToArray2D<int>(), Table[..].ToArray2D<int>());
        Assert.Equal([0, 4], Table[3..].Shape);
        Assert.Equal([0, 4], Table[2..1].Shape);
        Assert.Equal([2, 4], Table[1..100].Shape);   // as in NumPy, a range is cut off at the end
    }

    [Fact]
    public void Steps()
    {
        Assert.Equal([0, 2], Table[0, (.., 2)].ToArray<int>());
        Assert.Equal([1, 3], Table[0, (1.., 2)].ToArray<int>());
        Assert.Equal([3, 2, 1, 0], Table[0, (.., -1)].ToArray<int>());
        Assert.Equal([3, 1], Table[0, Step(1..4, -2)].ToArray<int>());
        Assert.Equal([0], Table[0, (.., int.MaxValue)].ToArray<int>());
        Assert.Equal([3], Table[0, (.., int.MinValue)].ToArray<int>());
        Assert.Throws<ChainruleException>(() => Table[(.., 0)]);
    }

    [Fact]
    public void New_axes_and_the_ellipsis()
    {
        Assert.Equal([1, 3, 4], Table[NewAxis].Shape);
        Assert.Equal([3, 1, 4], Table[.., NewAxis].Shape);
        Assert.Equal([3, 4, 1], Table[Ellipsis, NewAxis].Shape);
        Assert.Equal([1, 5, 9], Table[Ellipsis, 1].ToArray<int>());
        Assert.Equal([3, 4], Table[Ellipsis].Shape);
    }

    [Fact]
    public void Errors_name_the_place_and_what_is_allowed()
    {
        Assert.Equal(
            "[3]: 3 is outside axis 0 of the tensor with shape (3,4): use 0 to 2, or ^1 to ^3 from the end.",
            Assert.Throws<ShapeException>(() => Table[3]).Message);
        Tensor named = Tensor.Zeros([3, 4]).Named("W1");
        Assert.Equal(
            "[..1, ^5]: ^5 is outside axis 1 of W1 with shape (3,4): use 0 to 3, or ^1 to ^4 from the end.",
            Assert.Throws<ShapeException>(() => named[..1, ^5]).Message);
        Assert.Equal(
            "[0, 0, 0] has 3 indices, but W1 of shape (3,4) has 2 axes.",
            Assert.Throws<ShapeException>(() => named[0, 0, 0]).Message);
        Assert.Throws<ShapeException>(() => named[Ellipsis, Ellipsis]);
        Assert.Throws<ShapeException>(() => Tensor.Zeros([0])[0]);
        Assert.Throws<ShapeException>(() => named[int.MinValue]);
    }

    [Fact]
    public void Names_of_axes_stay_where_the_axis_stays_whole()
    {
        Tensor x = Functions.Reshape(Tensor.Zeros([3, 4]), new Shape[] { [3, 4] }[0].WithNames("m", "n"));
        Assert.Equal("(m×2)", x[.., 1..3].Shape.ToSymbolicString());
        Assert.Equal("(n)", x[1].Shape.ToSymbolicString());
    }

    [Fact]
    public void The_gradient_of_a_slice_is_zero_outside()
    {
        Tensor x = Tensor.Parameter(Tensor.Arange(12, DType.Float64));
        Tensor cost = Functions.Sum(x[(1..8, 3)] * x[(1..8, 3)]);
        double[] expected = [0, 2, 0, 0, 8, 0, 0, 14, 0, 0, 0, 0];
        Assert.Equal(expected, Functions.Gradient(cost, x).ToArray<double>());
    }

    [Fact]
    public void Every_element_of_a_tensor_of_rank_three()
    {
        Tensor x = Tensor.FromArray(Enumerable.Range(0, 24).ToArray(), [2, 3, 4]);
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 4; k++)
                {
                    Assert.Equal((((i * 3) + j) * 4) + k, x[i, j, k].Item());
                    Assert.Equal((((i * 3) + j) * 4) + k, x[i - 2, Index.FromEnd(3 - j), k].Item());
                }
            }
        }
    }

    [Fact]
    public void Indices_are_written_as_in_code()
    {
        Assert.Equal("^1", ((TensorIndex)(-1)).ToString());
        Assert.Equal("(1.., 2)", ((TensorIndex)(1.., 2)).ToString());
        Assert.True((TensorIndex)2 == 2 && (TensorIndex)2 != 3 && NewAxis != Ellipsis);
    }
}
