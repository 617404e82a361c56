namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>A tensor with a copy of these values: float, double or int.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape's elements.</exception>
    public static Tensor FromSpan<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged => new(NDArray.From(values, shape));

    /// <summary>A tensor with a copy of these values in row-major order; of one axis when no shape is given.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape's elements.</exception>
    public static Tensor FromArray<T>(T[] values, Shape? shape = null) where T : unmanaged =>
        FromSpan<T>(values, shape ?? [values.Length]);

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32) => new(NDArray.Zeros(shape, dtype));
}
