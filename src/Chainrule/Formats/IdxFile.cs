using System.Buffers.Binary;
using System.IO.Compression;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>The number types of IDX files, with their codes.</summary>
public enum IdxType
{
    /// <summary>8-bit unsigned integers, such as the pixels and labels of MNIST.</summary>
    UInt8 = 0x08,

    /// <summary>8-bit signed integers.</summary>
    Int8 = 0x09,

    /// <summary>16-bit signed integers.</summary>
    Int16 = 0x0B,

    /// <summary>32-bit signed integers.</summary>
    Int32 = 0x0C,

    /// <summary>32-bit floating-point numbers.</summary>
    Float32 = 0x0D,

    /// <summary>64-bit floating-point numbers.</summary>
    Float64 = 0x0E,
}

/// <summary>
/// Reads and writes IDX files, the format of MNIST: two zero bytes, the element type, the number of axes, their lengths
/// and the values, all big-endian. Source: http://yann.lecun.com/exdb/mnist/.
/// </summary>
public static class IdxFile
{
    /// <summary>Reads images, or any other features, as float32 divided by <paramref name="divisor"/>.</summary>
    /// <param name="path">The file; it may be compressed with gzip, whatever its name.</param>
    /// <param name="divisor">255 scales pixels to [0, 1]; 1 leaves them unchanged.</param>
    /// <returns>A float32 tensor of the file's shape: (m, 28, 28) for MNIST.</returns>
    /// <exception cref="DataException">The file is missing, truncated, damaged or in another format.</exception>
    public static Tensor ReadImages(string path, double divisor = 255) => Read(path, DType.Float32, divisor);

    /// <summary>Reads class labels as int32.</summary>
    /// <param name="path">The file; it may be compressed with gzip, whatever its name.</param>
    /// <returns>An int32 tensor (m).</returns>
    /// <exception cref="DataException">The file is missing, truncated, damaged, or has more than one axis.</exception>
    public static Tensor ReadLabels(string path)
    {
        Tensor labels = Read(path, DType.Int32);
        if (labels.Rank == 1) return labels;
        throw new DataException($"{path}: holds an array of shape {labels.Shape}, not a list of labels: "
            + "name the file of the labels, which has idx1 in its name.");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; it may be compressed with gzip, whatever its name.</param>
    /// <param name="dtype">The element type; by default that of the file, with all integers as int32.</param>
    /// <param name="divisor">Divides every value by this; requires a floating-point type.</param>
    /// <exception cref="DataException">The file is missing, truncated, damaged or in another format.</exception>
    public static Tensor Read(string path, DType? dtype = null, double divisor = 1) =>
        ReadFirst(path, int.MaxValue, dtype, divisor, out _);

    /// <summary>Reads the first rows of a file, at most so many, and says how many there are.</summary>
    internal static Tensor ReadFirst(string path, int count, DType? dtype, double divisor, out int all)
    {
        ArgumentOutOfRangeException.ThrowIfZero(divisor);
        using FileInput input = FileInput.OpenMaybeGzip(path, out long mostBytes);
        (ElementKind kind, long[] lengths) = ReadHeader(input);
        all = lengths.Length == 0 ? 0 : (int)Math.Min(lengths[0], int.MaxValue);
        bool isPart = count < all;
        if (isPart) lengths[0] = count;
        ArrayLayout layout = new(kind, ArrayLayout.CheckShape(input, lengths), BigEndian: true);
        if (divisor != 1 && (dtype ?? layout.Kind.DefaultDType()) == DType.Int32)
            throw new ArgumentException("Integers cannot be divided: ask for float32 or float64.", nameof(dtype));
        RequireContent(input, layout, mostBytes);
        NDArray values = ArrayReader.Read(input, layout, dtype, divisor);
        if (!isPart) input.RequireEnd("the last value");
        return new(values);
    }

    /// <summary>Writes a tensor atomically; compresses with gzip if the name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensor">What to write.</param>
    /// <param name="type">The number type in the file; by default that of the tensor.</param>
    /// <exception cref="DataException">A value does not fit the type, or the file cannot be written.</exception>
    public static void Write(string path, Tensor tensor, IdxType? type = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                IdxWriter.Write(stream, path, tensor.Value, type);
                return;
            }
            using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            IdxWriter.Write(gzip, path, tensor.Value, type);
        });
    }

    /// <summary>Reads the header of a file of which some rows at a time are read.</summary>
    internal static StoredRows ReadRows(FileInput input)
    {
        (ElementKind kind, long[] lengths) = ReadHeader(input);
        return StoredRows.Of(input, kind, lengths, bigEndian: true);
    }

    private static (ElementKind Kind, long[] Lengths) ReadHeader(FileInput input)
    {
        Span<byte> magic = stackalloc byte[4];
        input.ReadExactly(magic, "the magic number");
        if (magic[0] != 0 || magic[1] != 0 || Kind(magic[2]) is not { } kind)
        {
            throw input.Error(
                $"the magic number 0x{BinaryPrimitives.ReadUInt32BigEndian(magic):x8} is not that of an IDX file",
                "it should be 0x00000803 for images and 0x00000801 for labels; check that this is the right file", 0);
        }
        var lengths = new long[magic[3]];
        Span<byte> length = stackalloc byte[4];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            input.ReadExactly(length, "the lengths of the axes");
            lengths[axis] = BinaryPrimitives.ReadUInt32BigEndian(length);
        }
        return (kind, lengths);
    }

    /// <summary>
    /// Compares the size that the header declares with the size of the file, before allocating memory for it.
    /// </summary>
    private static void RequireContent(FileInput input, ArrayLayout layout, long mostBytes)
    {
        long have = mostBytes;
        bool fits = input.Position + layout.Bytes <= have;
        if (fits && input.Length < 0 && Inflation.IsSuspicious(layout.Bytes, mostBytes))
            have = Inflation.CountGzip(input.Name, input.Position + layout.Bytes);
        if (input.Position + layout.Bytes <= have) return;
        throw input.Error(
            $"the header declares {layout.Shape} {layout.Kind.Name()}, {layout.Bytes:N0} bytes, "
                + $"but the file holds at most {have - input.Position:N0}",
            "it was cut or its header is damaged: download it again", 0);
    }

    private static ElementKind? Kind(byte code) => (IdxType)code switch
    {
        IdxType.UInt8 => ElementKind.UInt8,
        IdxType.Int8 => ElementKind.Int8,
        IdxType.Int16 => ElementKind.Int16,
        IdxType.Int32 => ElementKind.Int32,
        IdxType.Float32 => ElementKind.Float32,
        IdxType.Float64 => ElementKind.Float64,
        _ => null,
    };
}
