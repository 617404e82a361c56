using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Chainrule.Csv;

/// <summary>The rows of a CSV file, one after the other, with the line each begins on.</summary>
internal sealed class CsvSource : IDisposable
{
    private const int MostFieldCharacters = 1 << 20;
    private const int BufferSize = 1 << 16;

    private readonly CsvParser parser;

    private CsvSource(string path, TextReader reader, char delimiter)
    {
        Path = path;
        parser = new(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BufferSize = BufferSize,
            TrimOptions = TrimOptions.Trim,
            MaxFieldSize = MostFieldCharacters,
            BadDataFound = bad => throw BadQuote(bad.Field),
        });
    }

    public string Path { get; }

    /// <summary>The line that the present row begins on, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields in the present row.</summary>
    public int Count => parser.Count;

    /// <summary>A field of the present row without the space around it.</summary>
    public string this[int column] => parser[column].Trim();

    public static CsvSource Open(string path, char delimiter) => new(path, OpenText(path), delimiter);

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

    /// <summary>Goes to the next row that is not blank; false at the end of the file.</summary>
    public bool Read()
    {
        int lines = parser.RawRow, rows = parser.Row;
        Line = lines + 1;
        try
        {
            if (!parser.Read()) return false;
            Line = lines + parser.Row - rows;   // its count of rows includes the blank lines that were skipped
            return true;
        }
        catch (MaxFieldSizeException error)
        {
            throw Error($"a field is longer than {MostFieldCharacters:N0} characters",
                "close the quote that is open there", error);
        }
        catch (DecoderFallbackException error)
        {
            throw NotText(Path, $"in or after line {Line}", error);
        }
        catch (IOException error)
        {
            throw new DataException($"{Path}: cannot be read in or after line {Line}: check the disk.", error);
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

    private DataException BadQuote(string field)
    {
        if (!field.StartsWith('"'))
        {
            return Error("a quote stands inside a field that does not begin with one",
                "put the whole field in quotes and double those inside it");
        }
        return field.Contains('\n')
            ? Error("a quote is opened and not closed where the field ends", "close it")
            : Error("text follows a closing quote", "double the quotes inside the field");
    }

    public void Dispose() => parser.Dispose();
}
