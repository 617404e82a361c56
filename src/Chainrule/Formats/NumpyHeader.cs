using System.Buffers.Binary;
using System.Text;

namespace Chainrule.Formats;

/// <summary>
/// The header of a .npy file: magic, version, length, and a Python dictionary with the keys descr, fortran_order and
/// shape. Source: NEP 1, https://numpy.org/neps/nep-0001-npy-format.html.
/// </summary>
internal static class NumpyHeader
{
    private const int Alignment = 64;
    private const int DictionaryStart = 10;
    private const string Again = "save the array with numpy.save";

    // NumPy itself refuses to evaluate headers of more than 10,000 characters; a legitimate one has about 120.
    private const uint MaxBytes = 1 << 16;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static ArrayLayout Read(FileInput input) => Read(input, out _, takesAll: false);

    /// <summary>Reads the header of an array of which some rows at a time are read.</summary>
    public static StoredRows ReadRows(FileInput input)
    {
        (ElementKind kind, long[] lengths, bool bigEndian, bool columnMajor) =
            Parse(input, ReadText(input), out _, takesAll: false);
        if (columnMajor && lengths.Length > 1)
            throw input.Error("the array is stored by columns (fortran_order), so that its rows lie apart",
                "save it by rows: numpy.save(path, numpy.ascontiguousarray(a))", DictionaryStart);
        return StoredRows.Of(input, kind, lengths, bigEndian);
    }

    /// <summary>Reads a header, and where asked that of arrays which hold texts or objects, too.</summary>
    /// <param name="input">Stands before the first byte.</param>
    /// <param name="other">What the elements are where they are no numbers: U or S with their length, or O.</param>
    /// <param name="takesAll">Whether such arrays are taken.</param>
    public static ArrayLayout Read(FileInput input, out string? other, bool takesAll)
    {
        (ElementKind kind, long[] lengths, bool bigEndian, bool columnMajor) =
            Parse(input, ReadText(input), out other, takesAll);
        return new(kind, ArrayLayout.CheckShape(input, lengths), bigEndian, columnMajor);
    }

    private static string ReadText(FileInput input)
    {
        Span<byte> start = stackalloc byte[8];
        input.ReadExactly(start, "the magic number");
        if (!start.StartsWith(Magic))
        {
            (string problem, string remedy) = start switch
            {
                [(byte)'P', (byte)'K', ..] => ("it is an archive and not a single array", "read it with ReadArchive"),
                [0x80, <= 5, ..] => ("it is a pickle, and opening a pickle can run any code", Again),
                _ => ("it is not a .npy file, which begins with \\x93NUMPY", Again),
            };
            throw input.Error(problem, remedy, 0);
        }
        byte version = start[6];
        if (version is < 1 or > 3)
            throw input.Error($"version {version}.{start[7]} of the format is unknown", Again, 6);
        Span<byte> length = stackalloc byte[version == 1 ? 2 : 4];
        input.ReadExactly(length, "the header's length");
        uint bytes = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(length)
            : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (bytes > MaxBytes)
            throw input.Error($"the header of {bytes:N0} bytes is above the limit of {MaxBytes:N0}", Again, 8);
        var text = new byte[bytes];
        input.ReadExactly(text, "the header");
        return (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text);
    }

    /// <summary>The bytes of a version 1.0 header, padded so that the values start at a multiple of 64.</summary>
    public static byte[] Write(Shape shape, DType dtype)
    {
        string descr = dtype switch { DType.Float32 => "<f4", DType.Float64 => "<f8", _ => "<i4" };
        string text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {ShapeText(shape)}, }}";
        int prefix = Magic.Length + 4;
        int length = (prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[length];
        Magic.CopyTo(bytes, 0);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)(length - prefix)));
        bytes.AsSpan(prefix).Fill((byte)' ');
        Encoding.Latin1.GetBytes(text, bytes.AsSpan(prefix));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static string ShapeText(Shape shape) =>
        shape.Rank == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.Lengths.ToArray())})";

    private static (ElementKind Kind, long[] Lengths, bool BigEndian, bool ColumnMajor) Parse(
        FileInput input, string text, out string? other, bool takesAll)
    {
        other = null;
        IReadOnlyDictionary<string, object?> header;
        try
        {
            header = PythonLiteral.ParseDictionary(text);
        }
        catch (FormatException error)
        {
            throw input.Error(
                $"the header cannot be read ({error.Message})", Again, DictionaryStart, error);
        }
        object? descr = Required("descr");
        if (Required("fortran_order") is not bool columnMajor)
            throw input.Error(
                "fortran_order in the header is neither True nor False", Again, DictionaryStart);
        if (Required("shape") is not object?[] axes || !Array.TrueForAll(axes, axis => axis is long))
            throw input.Error(
                "shape in the header is not a tuple of whole numbers", Again, DictionaryStart);
        bool bigEndian = false;
        if (takesAll)
            other = descr is string { Length: >= 2 } dtype ? dtype[1] is 'U' or 'S' or 'O' ? dtype : null : "|O";
        ElementKind kind = other is null ? Kind(input, descr, out bigEndian) : ElementKind.UInt8;
        return (kind, Array.ConvertAll(axes, axis => (long)axis!), bigEndian, columnMajor);

        object? Required(string key) => header.TryGetValue(key, out object? value)
            ? value
            : throw input.Error($"the header lacks the key '{key}'", Again, DictionaryStart);
    }

    private static ElementKind Kind(FileInput input, object? descr, out bool bigEndian)
    {
        bigEndian = false;
        if (descr is object?[])
        {
            throw input.Error(
                "the array has a structured dtype (named fields)",
                "save each field as an array of its own: a['name']",
                DictionaryStart);
        }
        if (descr is not string { Length: >= 2 } text) text = "|??";
        bigEndian = text[0] == '>';
        if (text[1] == 'O')
        {
            throw input.Error(
                "the array holds Python objects, which are stored as a pickle, and opening a pickle can run any code",
                "convert it to numbers before saving: a.astype('float32')", DictionaryStart);
        }
        ElementKind? kind = text[1..] switch
        {
            "f2" => ElementKind.Float16,
            "f4" => ElementKind.Float32,
            "f8" => ElementKind.Float64,
            "i1" => ElementKind.Int8,
            "i2" => ElementKind.Int16,
            "i4" => ElementKind.Int32,
            "i8" => ElementKind.Int64,
            "u1" => ElementKind.UInt8,
            "u2" => ElementKind.UInt16,
            "u4" => ElementKind.UInt32,
            "u8" => ElementKind.UInt64,
            "b1" => ElementKind.Bool,
            _ => null,
        };
        if (kind is { } known && text[0] is '<' or '>' or '|' or '=') return known;
        string what = text[1] switch
        {
            'U' or 'S' => "text",
            'c' => "complex numbers",
            'M' or 'm' => "times",
            _ => "values",
        };
        throw input.Error(
            $"the array holds {what} of the dtype '{text}'",
            "convert it to numbers before saving: a.astype('float32')",
            DictionaryStart);
    }
}
