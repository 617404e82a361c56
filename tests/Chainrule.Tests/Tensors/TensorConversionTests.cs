using System.Numerics.Tensors;

namespace Chainrule.Tests;

public class TensorConversionTests
{
    [Fact]
    public void Values_keep_their_type_unless_another_is_asked_for()
    {
        Assert.Equal(DType.Float32, Tensor.FromArray([1f, 2]).DType);
        Assert.Equal(DType.Float64, Tensor.FromArray([1.0, 2]).DType);
        Assert.Equal(DType.Int32, Tensor.FromArray([1, 2]).DType);
        Assert.Equal([1f, 2], Tensor.FromArray([1.0, 2], dtype: DType.Float32).ToArray<float>());
        Assert.Throws<NotSupportedException>(() => Tensor.FromArray([1L, 2]));
    }

    [Fact]
    public void Arrays_of_every_rank_come_back_as_they_were()
    {
        double[,] matrix = { { 1, 2, 3 }, { 4, 5, 6 } };
        Tensor tensor = Tensor.FromArray(matrix);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], tensor.ToArray<double>());
        Assert.Equal(matrix, tensor.ToArray2D<double>());
        int[,,] cube = { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } }, { { 9, 10 }, { 11, 12 } } };
        Assert.Equal(cube, Tensor.FromArray(cube).ToArray3D<int>());
        Assert.Equal([1, 2, 1, 3], Tensor.FromArray(new float[1, 2, 1, 3]).Shape);
        Assert.Equal([0, 3], Tensor.FromArray(new float[0, 3]).Shape);
    }

    [Fact]
    public void Rows_and_matrices_in_jagged_arrays()
    {
        double[][] rows = [[1, 2], [3, 4], [5, 6]];
        Assert.Equal(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, Tensor.FromArray(rows).ToArray2D<double>());
        int[][][] matrices = [[[1, 2]], [[3, 4]]];
        int[,,] matricesBack = { { { 1, 2 } }, { { 3, 4 } } };
        Assert.Equal(matricesBack, Tensor.FromArray(matrices).ToArray3D<int>());
        Assert.Equal([0, 0], Tensor.FromArray(Array.Empty<float[]>()).Shape);
        Assert.Equal("[[1. 2.]\n [3. 4.]]", Tensor.FromArray<float>([[1, 2], [3, 4]]).ToString());
        Assert.Equal("[[1 2]\n [3 4]]", Tensor.FromArray(new[,] { { 1, 2 }, { 3, 4 } }).ToString());
    }

    [Fact]
    public void Ragged_rows_are_named()
    {
        float[][] rows = [[1, 2], [3, 4], [5]];
        Assert.Equal(
            "Row 2 has 1 values and row 0 has 2: all rows of a matrix need the same length.",
            Assert.Throws<ShapeException>(() => Tensor.FromArray(rows)).Message);
        float[][][] matrices = [[[1, 2]], [[3, 4], [5, 6]]];
        Assert.Equal(
            "Matrix 1 has 2 rows and matrix 0 has 1: all need the same number of rows.",
            Assert.Throws<ShapeException>(() => Tensor.FromArray(matrices)).Message);
        float[][][] uneven = [[[1, 2]], [[3, 4, 5]]];
        Assert.StartsWith(
            "Row 0 of matrix 1 has 3", Assert.Throws<ShapeException>(() => Tensor.FromArray(uneven)).Message);
    }

    [Fact]
    public void Values_must_fill_the_shape()
    {
        Assert.Equal(
            "5 values cannot fill the shape (2,3), which has 6 elements.",
            Assert.Throws<ShapeException>(() => Tensor.FromArray([1f, 2, 3, 4, 5], [2, 3])).Message);
        Assert.Throws<ShapeException>(() => Tensor.FromSpan<int>([1, 2], []));
    }

    [Fact]
    public void Copies_need_room_and_the_type_that_is_there()
    {
        Tensor tensor = Tensor.FromArray([1f, 2, 3]);
        var destination = new float[5];
        tensor.CopyTo(destination.AsSpan());
        Assert.Equal([1f, 2, 3, 0, 0], destination);
        Assert.Throws<ShapeException>(() => tensor.CopyTo(new float[2].AsSpan()));
        Assert.Throws<ChainruleException>(() => tensor.CopyTo(new double[3].AsSpan()));
        Assert.Throws<ShapeException>(() => tensor.ToArray2D<float>());
        Assert.Throws<ShapeException>(() => tensor.ToArray3D<float>());
    }

    [Fact]
    public void Arrays_are_copied_both_ways()
    {
        float[] values = [1, 2];
        Tensor tensor = Tensor.FromArray(values);
        values[0] = 9;
        tensor.ToArray<float>()[1] = 9;
        Assert.Equal([1f, 2], tensor.ToArray<float>());
    }

    [Fact]
    public void Tensor_spans_in_and_out()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        Tensor whole = Tensor.FromTensorSpan(new ReadOnlyTensorSpan<float>(values, [2, 3]));
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, whole.ToArray2D<float>());
        Tensor part = Tensor.FromTensorSpan(new ReadOnlyTensorSpan<float>(values, [2, 3])[.., 1..]);
        Assert.Equal(new float[,] { { 2, 3 }, { 5, 6 } }, part.ToArray2D<float>());
        ReadOnlyTensorSpan<float> back = whole.AsTensorSpan<float>();
        Assert.Equal([2, 3], back.Lengths.ToArray());
        Assert.Equal(6, back[1, 2]);
        Assert.Equal(4, Tensor.Scalar(4).AsTensorSpan<float>()[0]);
    }
}
