using System.Numerics.Tensors;

namespace Chainrule.Formats;

/// <summary>An array in a file of which some rows at a time are read, so that its size has no bound.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">The number type.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Row">The shape of a row.</param>
/// <param name="BigEndian">Whether the most significant byte of a number comes first.</param>
/// <param name="Start">Where the first row begins, in bytes.</param>
internal sealed record StoredRows(string Path, ElementKind Kind, long Count, Shape Row, bool BigEndian, long Start)
{
    /// <summary>The size of a row in bytes.</summary>
    public long RowBytes => (long)Row.Size * Kind.Size();

    /// <summary>Whether they are numbers of any kind rather than whole ones.</summary>
    public bool IsFloating => DType.IsFloating() && !MayBeLarge;

    // Whole numbers that 32 bits may not hold are read as float64, as times and identifiers are.
    private DType DType => MayBeLarge ? DType.Float64 : Kind.DefaultDType();

    /// <summary>Whether they are whole numbers that 32 bits may not hold.</summary>
    public bool MayBeLarge => Kind is ElementKind.Int64 or ElementKind.UInt64 or ElementKind.UInt32;

    /// <summary>Whether a value is NaN; reads them.</summary>
    public bool HasNaN() => IsFloating && ArrayFile.Parts(this).Any(part => part.DType == DType.Float32
        ? TensorPrimitives.IsNaNAny(part.AsSpan<float>()) : TensorPrimitives.IsNaNAny(part.AsSpan<double>()));

    /// <summary>Whether all values, which are whole numbers, are in a range; reads them.</summary>
    public bool AreAllIn(int least, int largest) => ArrayFile.Parts(this).All(part => part.DType == DType.Int32
        ? !part.AsSpan<int>().ContainsAnyExceptInRange(least, largest)
        : !part.AsSpan<double>().ContainsAnyExceptInRange(least, largest));

    /// <summary>Reads the header of a .npy or IDX file.</summary>
    /// <exception cref="DataException">The file is missing, broken, compressed or of another kind.</exception>
    public static StoredRows Open(string path)
    {
        using FileStream file = FileInput.OpenFile(path);
        Span<byte> start = stackalloc byte[4];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        using var input = new FileInput(file, path, file.Length);
        return start[..count] switch
        {
            [0x93, ..] => NumpyHeader.ReadRows(input),
            [0x1f, 0x8b, ..] => throw input.Error(
                "the file is compressed, so that it can only be read from its start", "unpack it with gunzip", 0),
            [(byte)'P', (byte)'K', ..] => throw input.Error(
                "the file is an archive", "save its array of features alone, with numpy.save", 0),
            [0, 0, ..] => IdxFile.ReadRows(input),
            _ => throw input.Error("this is neither a .npy nor an IDX file", "save the features with numpy.save", 0),
        };
    }

    /// <summary>What a header says, once it is sure that the file holds it.</summary>
    /// <param name="input">Stands behind the header.</param>
    /// <param name="kind">The number type.</param>
    /// <param name="lengths">The lengths of the axes.</param>
    /// <param name="bigEndian">Whether the most significant byte of a number comes first.</param>
    public static StoredRows Of(FileInput input, ElementKind kind, long[] lengths, bool bigEndian)
    {
        if (lengths.Length < 2)
            throw input.Error($"the file holds an array of {lengths.Length} axes, not a sample per row",
                "save features as (m, columns)");
        StoredRows rows = new(
            input.Name, kind, lengths[0], ArrayLayout.CheckShape(input, lengths.AsSpan(1)), bigEndian, input.Position);
        long have = input.Length - input.Position;
        bool fits = rows.RowBytes == 0 || rows.Count <= have / rows.RowBytes;
        if (fits && rows.Count * rows.RowBytes == have) return rows;
        throw input.Error(
            $"the header declares {rows.Count:N0} rows of {rows.RowBytes:N0} bytes, but {have:N0} bytes follow",
            "the file was cut or is still being written: save or copy it again");
    }

    /// <summary>Reads some rows.</summary>
    /// <param name="file">The file, open.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    public Tensor Read(FileStream file, long first, int count)
    {
        file.Position = Start + (first * RowBytes);
        var input = new FileInput(file, Path, file.Length, position: file.Position);
        Shape shape = Shape.Create([count]).Concat(Row);
        return new(ArrayReader.Read(
            input, new(Kind, shape, BigEndian), DType, what: $"the rows from {first:N0} (counted from 0)"));
    }
}
