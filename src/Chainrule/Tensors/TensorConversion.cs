using System.Numerics.Tensors;

namespace Chainrule;

// Conversion from and to arrays, nested arrays, spans and the tensor spans of System.Numerics.Tensors. Values are
// copied and keep their type, float, double or int, unless another one is requested.
public sealed partial class Tensor
{
    /// <summary>Creates a tensor from a copy of these values: float, double or int.</summary>
    /// <exception cref="ShapeException">The number of values does not match the shape.</exception>
    public static Tensor FromSpan<T>(ReadOnlySpan<T> values, Shape shape, DType? dtype = null) where T : unmanaged
    {
        NDArray array = NDArray.From(values, shape);
        return new(array.Cast(dtype ?? array.DType));
    }

    /// <summary>
    /// Creates a tensor from a copy of these values in row-major order; a vector if no shape is given.
    /// </summary>
    /// <exception cref="ShapeException">The number of values does not match the shape.</exception>
    public static Tensor FromArray<T>(T[] values, Shape? shape = null, DType? dtype = null) where T : unmanaged =>
        FromSpan<T>(values, shape ?? [values.Length], dtype);

    /// <summary>Creates a matrix from a copy of these values.</summary>
    public static Tensor FromArray<T>(T[,] values, DType? dtype = null) where T : unmanaged =>
        FromSpan(NestedArrays.Elements<T>(values), NestedArrays.ShapeOf(values), dtype);

    /// <summary>Creates a tensor of rank 3 from a copy of these values.</summary>
    public static Tensor FromArray<T>(T[,,] values, DType? dtype = null) where T : unmanaged =>
        FromSpan(NestedArrays.Elements<T>(values), NestedArrays.ShapeOf(values), dtype);

    /// <summary>Creates a tensor of rank 4 from a copy of these values.</summary>
    public static Tensor FromArray<T>(T[,,,] values, DType? dtype = null) where T : unmanaged =>
        FromSpan(NestedArrays.Elements<T>(values), NestedArrays.ShapeOf(values), dtype);

    /// <summary>Creates a matrix from a copy of these rows.</summary>
    /// <exception cref="ShapeException">The rows have different lengths.</exception>
    public static Tensor FromArray<T>(T[][] rows, DType? dtype = null) where T : unmanaged =>
        new(NestedArrays.Matrix(rows).Cast(dtype ?? DTypeExtensions.Of<T>()));

    /// <summary>Creates a tensor of rank 3 from a copy of these matrices, each an array of rows.</summary>
    /// <exception cref="ShapeException">The matrices or their rows differ in length.</exception>
    public static Tensor FromArray<T>(T[][][] matrices, DType? dtype = null) where T : unmanaged =>
        new(NestedArrays.Stack(matrices).Cast(dtype ?? DTypeExtensions.Of<T>()));

    /// <summary>Creates a tensor from a copy of a tensor span of System.Numerics.Tensors with any strides.</summary>
    public static Tensor FromTensorSpan<T>(in ReadOnlyTensorSpan<T> values, DType? dtype = null) where T : unmanaged
    {
        var lengths = new int[values.Rank];
        for (int axis = 0; axis < lengths.Length; axis++) lengths[axis] = checked((int)values.Lengths[axis]);
        NDArray array = NDArray.Uninitialized(Shape.Create(lengths), DTypeExtensions.Of<T>());
        values.FlattenTo(array.Span<T>());
        return new(array.Cast(dtype ?? array.DType));
    }

    /// <summary>The values as a tensor span of System.Numerics.Tensors, without copying.</summary>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public ReadOnlyTensorSpan<T> AsTensorSpan<T>() where T : unmanaged
    {
        Span<nint> lengths = stackalloc nint[Math.Max(1, Rank)];
        lengths[0] = 1;
        for (int axis = 0; axis < Rank; axis++) lengths[axis] = Shape[axis];
        return new ReadOnlyTensorSpan<T>(AsSpan<T>(), lengths);
    }

    /// <summary>Copies the values to a span in row-major order.</summary>
    /// <exception cref="ShapeException">The destination is too short.</exception>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        if (destination.Length < Length)
            throw new ShapeException(
                $"{destination.Length} elements are too few for the {Length} of a tensor of shape {Shape}.");
        AsSpan<T>().CopyTo(destination);
    }

    /// <summary>Copies a matrix to an array.</summary>
    /// <exception cref="ShapeException">The tensor does not have two axes.</exception>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public T[,] ToArray2D<T>() where T : unmanaged
    {
        RequireRank(2, nameof(ToArray2D));
        var result = new T[Shape[0], Shape[1]];
        CopyTo(NestedArrays.Elements<T>(result));
        return result;
    }

    /// <summary>Copies a tensor of rank 3 to an array.</summary>
    /// <exception cref="ShapeException">The tensor does not have three axes.</exception>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public T[,,] ToArray3D<T>() where T : unmanaged
    {
        RequireRank(3, nameof(ToArray3D));
        var result = new T[Shape[0], Shape[1], Shape[2]];
        CopyTo(NestedArrays.Elements<T>(result));
        return result;
    }

    private void RequireRank(int rank, string method)
    {
        if (Rank != rank)
            throw new ShapeException(
                $"{method} needs {rank} axes; this tensor has {Rank}, shape {Shape}: use ToArray or reshape it.");
    }
}
