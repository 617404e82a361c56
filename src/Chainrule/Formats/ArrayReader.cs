using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Chainrule.Formats;

/// <summary>Reads an array in pieces, straight into the memory of a tensor.</summary>
internal static class ArrayReader
{
    private const int ChunkBytes = 1 << 16;
    private const long MaxBytes = int.MaxValue - 1024;

    /// <summary>Reads an array; the caller has checked that the input can contain it.</summary>
    /// <param name="input">The input, positioned at the first element.</param>
    /// <param name="layout">How the array is stored.</param>
    /// <param name="dtype">The element type of the tensor; null to choose one that suits the file.</param>
    /// <param name="divisor">Divides every element by this; 1 leaves them unchanged.</param>
    /// <param name="what">What is being read, for error messages.</param>
    public static NDArray Read(
        FileInput input, ArrayLayout layout, DType? dtype = null, double divisor = 1, string what = "the array")
    {
        bool transposed = layout.ColumnMajor && layout.Shape.Rank > 1;
        Shape stored = transposed ? Reversed(layout.Shape) : layout.Shape;
        NDArray array = Allocate(input, stored, dtype ?? layout.Kind.DefaultDType());
        if (layout.Kind == array.DType.ToElementKind()) ReadDirectly(input, layout, array, what);
        else if (layout.Kind == ElementKind.UInt8 && array.DType != DType.Int32) ReadBytes(input, array, divisor, what);
        else ReadConverting(input, layout, array, what);
        if (layout.Kind != ElementKind.UInt8 || array.DType == DType.Int32) Divide(array, divisor);
        return transposed ? ReverseAxes(array) : array;
    }

    private static NDArray Allocate(FileInput input, Shape shape, DType dtype)
    {
        long bytes = (long)shape.Size * dtype.Size();
        if (bytes <= MaxBytes) return NDArray.Uninitialized(shape, dtype);
        throw input.Error(
            $"a {dtype.Name()} tensor of shape {shape} needs {bytes:N0} bytes",
            "split the array into files below 2 GiB");
    }

    private static void ReadDirectly(FileInput input, ArrayLayout layout, NDArray array, string what)
    {
        input.ReadExactly(array.Bytes, what);
        if (layout.BigEndian) ElementDecoder.Swap(array.Bytes, layout.Kind.Size());
    }

    /// <summary>Converts bytes, such as pixels, to floating point with a table of 256 quotients.</summary>
    private static void ReadBytes(FileInput input, NDArray array, double divisor, string what)
    {
        var quotients = new double[256];
        for (int i = 0; i < 256; i++) quotients[i] = i / divisor;
        if (array.DType == DType.Float64) LookUp(input, array.Span<double>(), quotients, what);
        else LookUp(input, array.Span<float>(), Array.ConvertAll(quotients, quotient => (float)quotient), what);

        static void LookUp<T>(FileInput input, Span<T> target, ReadOnlySpan<T> quotients, string what)
        {
            var buffer = new byte[Math.Min(ChunkBytes, target.Length)];
            for (int start = 0; start < target.Length; start += buffer.Length)
            {
                Span<T> part = target[start..Math.Min(start + buffer.Length, target.Length)];
                Span<byte> bytes = buffer.AsSpan(0, part.Length);
                input.ReadExactly(bytes, what);
                for (int i = 0; i < part.Length; i++) part[i] = quotients[bytes[i]];
            }
        }
    }

    private static void ReadConverting(FileInput input, ArrayLayout layout, NDArray array, string what)
    {
        int size = layout.Kind.Size(), targetSize = array.DType.Size();
        long total = layout.Bytes;
        var buffer = new byte[Math.Min(ChunkBytes, total)];
        for (long start = 0; start < total; start += buffer.Length)
        {
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, total - start));
            long position = input.Position;
            input.ReadExactly(bytes, what);
            if (layout.BigEndian) ElementDecoder.Swap(bytes, size);
            int first = (int)(start / size), count = bytes.Length / size;
            Span<byte> target = array.Bytes.Slice(first * targetSize, count * targetSize);
            int refused = ElementDecoder.Decode(bytes, layout.Kind, array.DType, target);
            if (refused < 0) continue;
            string value = ElementDecoder.Describe(bytes[(refused * size)..], layout.Kind);
            string remedy = array.DType == DType.Int32
                ? "read it as float64 instead"
                : "read it as float64, or scale it first";
            string place = Place(layout, first + refused);
            throw input.Error(
                $"the element {place} of {what} is {value}, which {array.DType.Name()} cannot hold",
                remedy,
                position + (refused * size));
        }
    }

    private static void Divide(NDArray array, double divisor)
    {
        if (divisor == 1) return;
        if (array.DType == DType.Float64) Divide(array.Span<double>(), divisor);
        else Divide(array.Span<float>(), (float)divisor);

        static void Divide<T>(Span<T> values, T by) where T : INumber<T> => TensorPrimitives.Divide(values, by, values);
    }

    /// <summary>The index of an element in the order of the shape's axes, such as (3,4).</summary>
    private static string Place(ArrayLayout layout, int index)
    {
        var indices = new int[layout.Shape.Rank];
        for (int i = 0; i < indices.Length; i++)
        {
            int axis = layout.ColumnMajor ? i : indices.Length - 1 - i;
            indices[axis] = index % layout.Shape[axis];
            index /= layout.Shape[axis];
        }
        return $"({string.Join(',', indices)})";
    }

    private static Shape Reversed(Shape shape)
    {
        int[] lengths = shape.Lengths.ToArray();
        Array.Reverse(lengths);
        return lengths;
    }

    private static NDArray ReverseAxes(NDArray array)
    {
        NDArray result = NDArray.Uninitialized(Reversed(array.Shape), array.DType);
        if (array.DType == DType.Float64) ReverseAxes(array.Span<double>(), result.Span<double>(), array.Shape);
        else ReverseAxes(Words(array), Words(result), array.Shape);
        return result;

        static Span<int> Words(NDArray array) => MemoryMarshal.Cast<byte, int>(array.Bytes);
    }

    /// <summary>
    /// Steps through the result's indices like an odometer while tracking the position in the source.
    /// </summary>
    private static void ReverseAxes<T>(ReadOnlySpan<T> from, Span<T> to, Shape fromShape)
    {
        if (to.IsEmpty) return;
        int rank = fromShape.Rank;
        int[] strides = fromShape.Strides();
        var index = new int[rank];
        int inner = fromShape[0], innerStride = strides[0], source = 0;
        for (int start = 0; start < to.Length; start += inner)
        {
            for (int i = 0; i < inner; i++) to[start + i] = from[source + (i * innerStride)];
            for (int axis = 1; axis < rank; axis++)
            {
                source += strides[axis];
                if (++index[axis] < fromShape[axis]) break;
                source -= strides[axis] * fromShape[axis];
                index[axis] = 0;
            }
        }
    }
}
