namespace Chainrule.Csv;

/// <summary>How a file writes its table: the delimiter and the names of the columns.</summary>
/// <param name="Delimiter">What separates the fields.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Names">The names, made up as x0, x1 and so on where there is no header.</param>
internal sealed record CsvLayout(char Delimiter, bool HasHeader, string[] Names)
{
    private const int SampleCharacters = 1 << 16;
    private const int SampleRows = 100;

    /// <summary>Looks at the beginning of a file.</summary>
    public static CsvLayout Detect(string path, char? delimiter, bool? hasHeader, IReadOnlyList<string> markers)
    {
        char separator = delimiter ?? CsvDelimiter.Detect(Sample(path));
        var rows = new List<string[]>();
        using CsvSource source = CsvSource.Open(path, separator);
        while (rows.Count < SampleRows && source.Read())
        {
            var row = new string[source.Count];
            for (int i = 0; i < row.Length; i++) row[i] = source[i];
            rows.Add(row);
            if (hasHeader is not null) break;
        }
        if (rows.Count == 0)
            throw new DataException($"{path}: the file is empty: it should hold a line for each sample.");
        bool header = hasHeader ?? LooksLikeHeader(rows, markers);
        string[] names = [.. Enumerable.Range(0, rows[0].Length).Select(i => Name(header ? rows[0][i] : "", i))];
        if (header) RequireUnique(path, names);
        return new(separator, header, names);
    }

    private static string Name(string text, int index) => text.Length > 0 ? text : $"x{index}";

    private static string Sample(string path)
    {
        using StreamReader reader = CsvSource.OpenText(path);
        var buffer = new char[SampleCharacters];
        try
        {
            string text = new(buffer, 0, reader.ReadBlock(buffer));
            if (text.Contains('\0'))
                throw new DataException($"{path}: is a binary file and not a table: name a text file.");
            // The last line may be cut by the end of the sample.
            int end = text.Length == SampleCharacters ? text.LastIndexOf('\n') : -1;
            return end > 0 ? text[..end] : text;
        }
        catch (System.Text.DecoderFallbackException error)
        {
            throw CsvSource.NotText(path, "in its first lines", error);
        }
        catch (IOException error)
        {
            throw new DataException($"{path}: cannot be read: check the disk.", error);
        }
    }

    /// <summary>
    /// A first row is a header when some column below it holds numbers only while it holds a text; or, in a table of
    /// texts alone, when none of its texts occurs again in its column.
    /// </summary>
    private static bool LooksLikeHeader(List<string[]> rows, IReadOnlyList<string> markers)
    {
        string[] first = rows[0];
        bool anyNumber = false, repeated = false;
        for (int column = 0; column < first.Length; column++)
        {
            string text = first[column];
            bool number = CsvNumber.IsFinite(text, out _) || CsvNumber.IsInfinite(text);
            anyNumber |= number;
            if (number || markers.Contains(text, StringComparer.OrdinalIgnoreCase)) continue;
            bool numbersBelow = false, textsBelow = false;
            foreach (string[] row in rows.Skip(1).Where(row => column < row.Length))
            {
                repeated |= row[column] == text;
                if (markers.Contains(row[column], StringComparer.OrdinalIgnoreCase)) continue;
                if (CsvNumber.IsFinite(row[column], out _)) numbersBelow = true;
                else textsBelow = true;
            }
            if (numbersBelow && !textsBelow) return true;
        }
        return !anyNumber && !repeated;
    }

    private static void RequireUnique(string path, string[] names)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (seen.TryAdd(names[i], i)) continue;
            throw new DataException($"{path}: line 1: the columns {seen[names[i]]} and {i} are both called "
                + $"'{names[i]}': "
                + "rename one, or say that there is no header.");
        }
    }

    /// <summary>The index of a column that is given by its name or by an index, negative from the end.</summary>
    public int Find(string path, string column, string what)
    {
        int index = Array.IndexOf(Names, column);
        if (index >= 0) return index;
        if (int.TryParse(column, out index))
        {
            if (index < 0) index += Names.Length;
            if ((uint)index < (uint)Names.Length) return index;
        }
        throw new DataException($"{path}: there is no column '{column}' for {what}: the columns are {List(Names)}.");
    }

    /// <summary>Names in a row, cut when there are many.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        const int Most = 12;
        string all = string.Join(", ", names.Take(Most));
        return names.Count > Most ? $"{all} and {names.Count - Most} more" : all;
    }
}
