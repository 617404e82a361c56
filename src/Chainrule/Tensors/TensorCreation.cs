namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>Creates a scalar: a tensor of rank 0.</summary>
    public static Tensor Scalar(double value, DType dtype = DType.Float32) => Full(Shape.Scalar, value, dtype);

    /// <summary>Creates a tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32) => new(NDArray.Zeros(shape, dtype));

    /// <summary>Creates a tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32) => Full(shape, 1, dtype);

    /// <summary>Creates a tensor with the same value everywhere.</summary>
    /// <exception cref="ChainruleException">The type is int32 and the value is not a 32-bit integer.</exception>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32)
    {
        NDArray array = NDArray.Uninitialized(shape, dtype);
        switch (dtype)
        {
            case DType.Float32: array.Span<float>().Fill((float)value); break;
            case DType.Float64: array.Span<double>().Fill(value); break;
            default: array.Span<int>().Fill(ToInteger(value)); break;
        }
        return new(array);
    }

    /// <summary>Creates an identity matrix: ones on the diagonal, zeros elsewhere.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; by default the same as rows.</param>
    /// <param name="diagonal">
    /// Which diagonal holds the ones: 0 is the main one, positive ones lie above it, negative ones below.
    /// </param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Eye(int rows, int? columns = null, int diagonal = 0, DType dtype = DType.Float32)
    {
        int width = columns ?? rows;
        NDArray array = NDArray.Zeros([rows, width], dtype);
        for (int row = 0; row < rows; row++)
        {
            long column = (long)row + diagonal;
            if (column >= 0 && column < width) Store(array, (row * width) + (int)column, 1);
        }
        return new(array);
    }

    /// <summary>The numbers 0, 1, 2, … below <paramref name="stop"/>.</summary>
    public static Tensor Arange(double stop, DType dtype = DType.Float32) => Arange(0, stop, 1, dtype);

    /// <summary>
    /// The numbers start, start + step, start + 2·step, … before <paramref name="stop"/>, ⌈(stop − start)/step⌉ of
    /// them.
    /// </summary>
    /// <exception cref="ChainruleException">The step is 0 or not finite.</exception>
    public static Tensor Arange(double start, double stop, double step = 1, DType dtype = DType.Float32)
    {
        double count = Math.Ceiling((stop - start) / step);
        if (step == 0 || !double.IsFinite(count))
            throw new ChainruleException(
                $"Arange({start}, {stop}, {step}) has no end: give finite limits and a step other than 0.");
        if (count > Array.MaxLength)
            throw new ShapeException(
                $"Arange({start}, {stop}, {step}) has {count:N0} elements: at most {Array.MaxLength:N0} fit.");
        NDArray array = NDArray.Uninitialized([Math.Max(0, (int)count)], dtype);
        double delta = (start + step) - start;   // computed as in NumPy: the difference of the first two elements
        for (int i = 0; i < array.Length; i++) Store(array, i, start + (i * delta));
        return new(array);
    }

    /// <summary>
    /// Evenly spaced numbers from <paramref name="start"/> to <paramref name="stop"/>, both included.
    /// </summary>
    public static Tensor Linspace(double start, double stop, int count = 50, DType dtype = DType.Float32)
    {
        NDArray array = NDArray.Uninitialized([count], dtype);
        double step = count > 1 ? (stop - start) / (count - 1) : 0;
        for (int i = 0; i < count; i++)
            Store(array, i, i > 0 && i == count - 1 ? stop : start + (i * step), truncate: true);
        return new(array);
    }

    private static void Store(NDArray array, int index, double value, bool truncate = false)
    {
        switch (array.DType)
        {
            case DType.Float32: array.Span<float>()[index] = (float)value; break;
            case DType.Float64: array.Span<double>()[index] = value; break;
            default: array.Span<int>()[index] = ToInteger(truncate ? Math.Floor(value) : value); break;
        }
    }

    private static int ToInteger(double value)
    {
        if (value == Math.Truncate(value) && value is >= int.MinValue and <= int.MaxValue) return (int)value;
        throw new ChainruleException($"{value} is not a 32-bit integer: give the tensor the type Float32 or Float64.");
    }
}
