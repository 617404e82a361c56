using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// Reads and writes NumPy's array files: <c>.npy</c>, a single array, and <c>.npz</c>, a zip archive of named arrays.
/// It supports versions 1.0 to 3.0, C and Fortran order, both byte orders, floats of 2 to 8 bytes, integers of 1 to 8
/// bytes and booleans. Objects are rejected: they are pickles, which could run code.
/// </summary>
public static class NumpyFile
{
    /// <summary>Reads the array in a <c>.npy</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dtype">
    /// The element type; by default float32 or float64 as in the file, and int32 for integers.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing or broken, or holds a value that the tensor cannot.
    /// </exception>
    public static Tensor Read(string path, DType? dtype = null)
    {
        using FileInput input = FileInput.Open(path);
        return ReadArray(input, dtype);
    }

    /// <summary>Reads all arrays of a <c>.npz</c> archive by name, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dtype">
    /// The element type; by default float32 or float64 as in the file, and int32 for integers.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing or broken, or holds a value that the tensors cannot.
    /// </exception>
    public static IReadOnlyDictionary<string, Tensor> ReadArchive(string path, DType? dtype = null) =>
        NumpyArchive.Read(path, dtype);

    /// <summary>
    /// Reads the arrays of numbers of a <c>.npz</c> archive by name, and leaves out those of texts and objects.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">The file is missing or broken.</exception>
    public static IReadOnlyDictionary<string, Tensor> ReadNumbers(string path) => NumpyArchive.ReadAll(path).Tensors;

    /// <summary>Writes a tensor atomically as a <c>.npy</c> file.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => WriteArray(stream, tensor));
    }

    /// <summary>Writes named tensors atomically as a <c>.npz</c> archive.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors, in the order to write them; names must be unique.</param>
    /// <param name="compress">Whether to compress, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="DataException">A name occurs twice, or the file cannot be written.</exception>
    public static void WriteArchive(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => NumpyArchive.Write(stream, path, tensors, compress));
    }

    internal static Tensor ReadArray(FileInput input, DType? dtype) =>
        ReadArray(input, NumpyHeader.Read(input), dtype);

    internal static Tensor ReadArray(FileInput input, ArrayLayout layout, DType? dtype)
    {
        long have = input.Length - input.Position;
        if (layout.Bytes > have)
        {
            throw input.Error(
                $"the header declares {layout.Shape} {layout.Kind.Name()}, {layout.Bytes:N0} bytes, "
                    + $"but {have:N0} follow",
                "the file was cut: save or copy it again");
        }
        // Whole numbers that 32 bits do not hold, such as times, become float64.
        bool mayBeLarge = dtype is null && layout.Kind is ElementKind.Int64 or ElementKind.UInt64 or ElementKind.UInt32;
        NDArray values = ArrayReader.Read(input, layout, mayBeLarge ? DType.Float64 : dtype);
        input.RequireEnd("the last value");
        if (mayBeLarge && !values.Span<double>().ContainsAnyExceptInRange(int.MinValue, int.MaxValue))
            values = values.Cast(DType.Int32);
        return new(values);
    }

    internal static void WriteArray(Stream stream, Tensor tensor)
    {
        NDArray array = tensor.Value;
        stream.Write(NumpyHeader.Write(array.Shape, array.DType));
        stream.Write(array.Bytes);
        GC.KeepAlive(array);
    }
}
