using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Chainrule.Formats;

/// <summary>What an archive of arrays holds: numbers, texts, and what can be read as neither.</summary>
internal sealed class ArchiveContent
{
    private readonly List<string> names = [];

    /// <summary>The arrays of numbers by name.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The lists of texts by name.</summary>
    public Dictionary<string, string[]> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>All names in the order of the file, those of arrays that were left out included.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The names of arrays that were left out.</summary>
    public IEnumerable<string> LeftOut => names.Where(name => !Tensors.ContainsKey(name) && !Texts.ContainsKey(name));

    /// <summary>The shape of an array of numbers or texts.</summary>
    public Shape ShapeOf(string name) => Tensors.TryGetValue(name, out Tensor? tensor) ? tensor.Shape
        : [Texts[name].Length];

    /// <summary>Reads an array; false where the name is known already.</summary>
    public bool TryAdd(string name, Func<FileInput> open)
    {
        if (names.Contains(name)) return false;
        names.Add(name);
        using FileInput input = open();
        ArrayLayout layout = NumpyHeader.Read(input, out string? other, takesAll: true);
        if (other is null) Tensors.Add(name, NumpyFile.ReadArray(input, layout, null));
        else if (other[1] is 'U' or 'S' && layout.Shape.Rank <= 2) Texts.Add(name, ReadTexts(input, layout, other));
        return true;
    }

    private static string[] ReadTexts(FileInput input, ArrayLayout layout, string dtype)
    {
        bool isUnicode = dtype[1] == 'U';
        if (!int.TryParse(dtype[2..], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > (1 << 20) || (long)layout.Shape.Size * length * (isUnicode ? 4 : 1) > input.Length)
        {
            throw input.Error(
                $"the header declares {layout.Shape} texts of the dtype '{dtype}', more than the file holds",
                "the file was cut: save or copy it again");
        }
        var texts = new string[layout.Shape.Size];
        var bytes = new byte[length * (isUnicode ? 4 : 1)];
        var text = new StringBuilder();
        for (int i = 0; i < texts.Length; i++)
        {
            input.ReadExactly(bytes, "a text");
            text.Clear();
            if (isUnicode) AppendRunes(text, bytes, dtype[0] == '>');
            else text.Append(Encoding.Latin1.GetString(bytes));
            texts[i] = text.ToString().TrimEnd('\0');
        }
        input.RequireEnd("the last text");
        return texts;
    }

    private static void AppendRunes(StringBuilder text, ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        for (int at = 0; at < bytes.Length; at += 4)
        {
            uint code = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..])
                : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "\ufffd");
        }
    }
}
