using nietras.SeparatedValues;

namespace Chainrule.Data;

/// <summary>The rows of a block of text, one after the other, with the line each begins on.</summary>
internal sealed class RowReader : IDisposable
{
    private const int MaxFieldCharacters = 1 << 20;

    private readonly SepReader reader;
    private readonly string path;
    private readonly int firstLine;
    private readonly bool mayHaveQuotes;
    private readonly string[]? header;
    private bool isAtHeader;
    private int nextLine = 1;

    /// <summary>Begins with a block.</summary>
    /// <param name="path">The file.</param>
    /// <param name="block">The block.</param>
    /// <param name="delimiter">What separates the fields.</param>
    /// <param name="header">
    /// The row that names the columns, to be passed over wherever it stands: in files that were put together it stands
    /// again.
    /// </param>
    public RowReader(string path, TextBlock block, char delimiter, string[]? header = null)
    {
        isAtHeader = header is not null && block.IsFirst;
        // Numbers alone may be a sample, too.
        this.header = header is not null && Array.Exists(header, name => !NumberFormat.Plain.TryParse(name, out _))
            ? header : null;
        (this.path, firstLine, Line, mayHaveQuotes) = (path, block.Line, block.Line, block.HasQuotes);
        var options = new SepReaderOptions(SeparatorOf(path, delimiter))
        {
            HasHeader = false,
            DisableColCountCheck = true,
            InitialBufferLength = (int)Math.Clamp(block.Length, 1 << 10, 1 << 16),
        };
        try
        {
            // Reads the first row, with all that may be wrong there.
            reader = options.From(new BlockText(delimiter == ' ' ? Squeezed(block) : block));
        }
        catch (NotSupportedException error)
        {
            throw TooLong(error);
        }
    }

    /// <summary>The line that the present row begins on, counted from 1 in the file.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields in the present row.</summary>
    public int Count => reader.Current.ColCount;

    /// <summary>The present row as the parser gives it.</summary>
    public SepReader.Row Current => reader.Current;

    /// <summary>Whether fields of the present row may stand in quotes.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>How often the names of the columns stood among the rows, below the first line.</summary>
    public int RepeatedHeaders { get; private set; }

    /// <summary>A field of the present row without quotes and space around it.</summary>
    public ReadOnlySpan<char> this[int column] => HasQuotes
        ? QuotedField.Text(reader.Current[column].Span)
        : QuotedField.WithoutApostrophes(reader.Current[column].Span.Trim());

    /// <summary>
    /// Goes to the next row that is neither blank nor the header; false at the end of the block.
    /// </summary>
    public bool Read()
    {
        while (ReadAny())
        {
            bool isFirst = isAtHeader;
            isAtHeader = false;
            if (isFirst) continue;
            if (!IsHeader()) return true;
            RepeatedHeaders++;
        }
        return false;
    }

    private bool IsHeader()
    {
        if (header is null || Count != header.Length || !this[0].SequenceEqual(header[0])) return false;
        for (int i = 1; i < header.Length; i++)
            if (!this[i].SequenceEqual(header[i])) return false;
        return true;
    }

    private bool ReadAny()
    {
        try
        {
            do
            {
                Line = firstLine + nextLine - 1;
                if (!reader.MoveNext()) return false;
                nextLine = reader.Current.LineNumberToExcl;
            }
            while (reader.Current.Span.IsEmpty);
        }
        catch (NotSupportedException error)
        {
            throw TooLong(error);
        }
        ReadOnlySpan<char> row = reader.Current.Span;
        HasQuotes = mayHaveQuotes && row.Contains('"');
        if (HasQuotes || row.Length > MaxFieldCharacters) CheckFields(reader.Current);
        return true;
    }

    /// <summary>Throws when the present row has another number of fields than the first of the table.</summary>
    public void RequireCount(int expected)
    {
        // A delimiter at the end of the line separates nothing.
        if (Count == expected || (Count == expected + 1 && this[expected].IsEmpty)) return;
        throw Error(
            $"{Count} {(Count == 1 ? "field" : "fields")} instead of {expected} as in the first line",
            Count == 1 ? "take the line out if it is no sample, as a note below a table is none, or complete it"
                : Count < expected ? "complete the line, or put a field that contains the delimiter in quotes"
                : "put a field that contains the delimiter in quotes, or name every column in the first line");
    }

    /// <summary>An error in the present row.</summary>
    public DataException Error(string problem, string remedy) => new($"{path}: line {Line}: {problem}: {remedy}.");

    public void Dispose() => reader.Dispose();

    private DataException TooLong(Exception error) => new(
        $"{path}: line {Line}: the row is longer than 16 million characters: close the quote that is open there, or " +
        "save a table of so many columns as .npy.", error);

    private void CheckFields(SepReader.Row row)
    {
        for (int i = 0; i < row.ColCount; i++)
        {
            ReadOnlySpan<char> field = row[i].Span;
            if (field.Length > MaxFieldCharacters)
            {
                throw Error($"a field is longer than {MaxFieldCharacters:N0} characters",
                    "close the quote that is open there");
            }
            if (QuotedField.Fault(field) is var (problem, remedy)) throw Error(problem, remedy);
        }
    }

    // Of columns that are aligned with spaces: one stays between fields, none at the ends of a line.
    private static TextBlock Squeezed(TextBlock block)
    {
        var text = new char[block.Length];
        int length = 0;
        bool quoted = false;
        foreach (char c in block.Span)
        {
            if (c == '"') quoted = !quoted;
            bool isBlank = !quoted && c is ' ' or '\t', isEnd = !quoted && c is '\r' or '\n';
            if (isBlank && (length == 0 || text[length - 1] is ' ' or '\r' or '\n')) continue;
            if (isEnd && length > 0 && text[length - 1] == ' ') length--;
            text[length++] = isBlank ? ' ' : c;
        }
        if (length > 0 && text[length - 1] == ' ') length--;
        return block with { Text = text, Length = length };
    }

    private static Sep SeparatorOf(string path, char delimiter)
    {
        try
        {
            return Sep.New(delimiter);
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path}: '{delimiter}' cannot separate fields: take a tab, or a printable ASCII "
                + "character other than a quote and '#'.", error);
        }
    }

    /// <summary>A block as the parser reads it.</summary>
    private sealed class BlockText(TextBlock block) : TextReader
    {
        private int at;

        public override int Read(Span<char> buffer)
        {
            ReadOnlySpan<char> next = block.Span[at..];
            if (next.Length > buffer.Length) next = next[..buffer.Length];
            next.CopyTo(buffer);
            at += next.Length;
            return next.Length;
        }

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));
    }
}
