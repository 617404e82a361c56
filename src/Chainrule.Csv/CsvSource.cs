using System.Text;
using nietras.SeparatedValues;

namespace Chainrule.Csv;

/// <summary>The rows of a CSV file, one after the other, with the line each begins on.</summary>
internal sealed class CsvSource : IDisposable
{
    private const int MostFieldCharacters = 1 << 20;
    private const int BufferSize = 1 << 16;

    private readonly SepReaderOptions options;
    private readonly StreamReader text;
    private SepReader? reader;
    private int nextLine = 1;
    private bool hasQuotes;

    private CsvSource(string path, Sep separator, StreamReader text)
    {
        Path = path;
        this.text = text;
        options = new(separator) { HasHeader = false, DisableColCountCheck = true, InitialBufferLength = BufferSize };
    }

    public string Path { get; }

    /// <summary>The line that the present row begins on, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields in the present row.</summary>
    public int Count => reader!.Current.ColCount;

    /// <summary>A field of the present row without the space around it.</summary>
    public string this[int column] => hasQuotes
        ? QuotedField.Text(reader!.Current[column].Span)
        : reader!.Current[column].Span.Trim().ToString();

    public static CsvSource Open(string path, char delimiter) =>
        new(path, Separator(path, delimiter), OpenText(path));

    /// <summary>Opens a file as text: UTF-8, or UTF-16 when it begins with a byte order mark.</summary>
    public static StreamReader OpenText(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new DataException($"{path}: this is a folder: name a file in it.");
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return new(path, strict, detectEncodingFromByteOrderMarks: true, BufferSize);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file: check the name and the folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be opened for reading: check its permissions.", error);
        }
    }

    private static Sep Separator(string path, char delimiter)
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

    /// <summary>Goes to the next row that is not blank; false at the end of the file.</summary>
    public bool Read()
    {
        try
        {
            do
            {
                Line = nextLine;
                reader ??= options.From(text);   // reads the first row, with all that may be wrong there
                if (!reader.MoveNext()) return false;
                nextLine = reader.Current.LineNumberToExcl;
            }
            while (reader.Current.Span.IsEmpty);
        }
        catch (NotSupportedException error)
        {
            throw Error("the row is longer than 16 million characters",
                "close the quote that is open there, or save a table of so many columns as .npy", error);
        }
        catch (DecoderFallbackException error)
        {
            throw NotText(Path, $"in or after line {Line}", error);
        }
        catch (IOException error)
        {
            throw new DataException($"{Path}: cannot be read in or after line {Line}: check the disk.", error);
        }
        hasQuotes = reader.Current.Span.Contains('"');
        if (hasQuotes || reader.Current.Span.Length > MostFieldCharacters) CheckFields(reader.Current);
        return true;
    }

    private void CheckFields(SepReader.Row row)
    {
        for (int i = 0; i < row.ColCount; i++)
        {
            ReadOnlySpan<char> field = row[i].Span;
            if (field.Length > MostFieldCharacters)
            {
                throw Error($"a field is longer than {MostFieldCharacters:N0} characters",
                    "close the quote that is open there");
            }
            if (QuotedField.Fault(field) is var (problem, remedy)) throw Error(problem, remedy);
        }
    }

    /// <summary>Throws when the present row has another number of fields than the first.</summary>
    public void RequireCount(int expected)
    {
        if (Count == expected) return;
        throw Error(
            $"{Count} fields instead of {expected} as in the first line",
            "complete the line, or put a field that contains the delimiter in quotes");
    }

    /// <summary>An error in the present row, and in one of its columns if named.</summary>
    public DataException Error(string problem, string remedy, Exception? inner = null)
    {
        string message = $"{Path}: line {Line}: {problem}: {remedy}.";
        return inner is null ? new(message) : new(message, inner);
    }

    public DataException Error(string column, string problem, string remedy) =>
        new($"{Path}: line {Line}, column '{column}': {problem}: {remedy}.");

    public static DataException NotText(string path, string place, Exception error) =>
        new($"{path}: is not UTF-8 text {place}: save it as UTF-8.", error);

    public void Dispose()
    {
        reader?.Dispose();
        text.Dispose();
    }
}
