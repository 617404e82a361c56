using System.Globalization;

namespace Chainrule.Data;

/// <summary>How a file writes its table: the delimiter and the names of the columns.</summary>
/// <param name="Delimiter">What separates the fields.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Names">The names, made up as x0, x1 and so on where there is no header.</param>
/// <param name="Sample">The first rows below the header.</param>
internal sealed record TableLayout(char Delimiter, bool HasHeader, string[] Names, List<string[]> Sample)
{
    /// <summary>The row that names the columns, as it stands in the file; null where there is none.</summary>
    public string[]? Header { get; private init; }

    private const int SampleRows = 1000, SampleFields = 1_000_000, MaxTitle = 40;

    /// <summary>What is to be said about the names; empty where there is nothing.</summary>
    public string Note { get; private init; } = "";

    /// <summary>Looks at the beginning of a file.</summary>
    public static TableLayout Detect(
        string path, char? delimiter, bool? hasHeader, string? encoding, IReadOnlyList<string> markers)
    {
        using var blocks = new BlockReader(path, encoding);
        TextBlock block = blocks.Next() ?? throw Empty(path);
        char separator = delimiter ?? blocks.Delimiter
            ?? Data.Delimiter.Detect(block.Span[..Math.Min(block.Length, 1 << 16)]);
        var rows = new List<string[]>();
        List<int> lines = [];
        int fields = 0, longerLine = 0, longer = 0;
        using (var reader = new RowReader(path, block, separator))
        {
            while (rows.Count <= SampleRows && (rows.Count < 3 || fields < SampleFields) && reader.Read())
            {
                var row = new string[reader.Count];
                for (int i = 0; i < row.Length; i++) row[i] = reader[i].ToString();
                if (rows.Count > 0 && longer == 0 && row.Length > 1) (longerLine, longer) = (reader.Line, row.Length);
                rows.Add(row);
                lines.Add(reader.Line);
                fields += row.Length;
            }
        }
        block.Release();
        if (rows.Count == 0) throw Empty(path);
        if (rows[0].Length == 1 && longer > 0)
        {
            string title = rows[0][0].Length > MaxTitle ? $"{rows[0][0][..MaxTitle]}…" : rows[0][0];
            throw new DataException($"{path}: line {lines[0]} is '{title}', and line {longerLine} has {longer} " +
                "fields: take out what stands above the names of the columns, or put a field that contains the " +
                "delimiter in quotes.");
        }
        if (HeaderGuess.CountLines(rows, markers) is > 1 and int count)
        {
            string[] below = rows[count - 1];
            string texts = List([.. below.Where(text => text.Length > 0).Take(2).Select(text => $"'{text}'")]);
            throw new DataException(
                $"{path}: lines {lines[0]} to {lines[count - 1]} stand above the numbers, the last of them with " +
                $"{texts}: leave one line with the names of the columns.");
        }
        string[] top = rows[0];
        // R writes no name above the names of the rows.
        bool hasRowNames = hasHeader != false && rows.Count > 1
            && rows.Skip(1).All(row => row.Length == top.Length + 1) && rows.Skip(1).Any(row => row[^1].Length > 0);
        if (hasRowNames) rows[0] = ["", .. top];
        bool header = hasHeader ?? (hasRowNames || HeaderGuess.IsHeader(rows, markers));
        string[] names = [.. Enumerable.Range(0, rows[0].Length).Select(i => header && rows[0][i].Length > 0
            ? rows[0][i] : NameOf(i))];
        string note = Unique(names);
        if (hasRowNames)
            note = $"the first line has a name less than there are columns: the first column is called {names[0]}" +
                (note.Length > 0 ? $"; {note}" : "");
        note = string.Join(
            "; ", new[] { TableText.NoteOn(path, encoding), note }.Where(sentence => sentence.Length > 0));
        if (header) rows = rows.FindAll(row => row != rows[0] && !row.AsSpan().SequenceEqual(top));
        // A delimiter at the end of a line separates nothing.
        List<string[]> sample = rows.FindAll(
            row => row.Length == names.Length || (row.Length == names.Length + 1 && row[^1].Length == 0));
        return new(separator, header, names, sample) { Header = header ? top : null, Note = note };
    }

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"x{index}");

    private static DataException Empty(string path) =>
        new($"{path}: the file is empty: it should hold a line for each sample.");

    // A name that occurs again gets a number, as pandas does: a, a.1, a.2.
    private static string Unique(string[] names)
    {
        var seen = new HashSet<string>(names.Length, StringComparer.Ordinal);
        string note = "";
        for (int i = 0; i < names.Length; i++)
        {
            if (seen.Add(names[i])) continue;
            int number = 1;
            while (!seen.Add($"{names[i]}.{number}")) number++;
            if (note.Length == 0)
                note = $"the name '{names[i]}' occurs again: the second column of that name is '{names[i]}.{number}'";
            names[i] = $"{names[i]}.{number}";
        }
        return note;
    }

    /// <summary>The index of a column that is given by its name or by an index, negative from the end.</summary>
    public int Find(string path, string column, string property)
    {
        int index = Array.IndexOf(Names, column);
        if (index >= 0) return index;
        if (int.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index))
        {
            if (index < 0) index += Names.Length;
            if ((uint)index < (uint)Names.Length) return index;
        }
        string near = Spelling.Nearest(column, Names) is { } name ? $"; the nearest name is {name}" : "";
        throw new DataException(
            $"{path}: there is no column '{column}' for {property}: the columns are {List(Names)}{near}.");
    }

    /// <summary>The index of each column in a list of names and indices.</summary>
    public HashSet<int> FindAll(string path, IEnumerable<string> columns, string property) =>
        [.. columns.Select(column => Find(path, column, property))];

    /// <summary>The indices of columns that a text names, separated by commas unless it is a name itself.</summary>
    public int[] FindList(string path, string columns, string property) =>
        Names.Contains(columns, StringComparer.Ordinal) ? [Find(path, columns, property)]
        : [.. columns.Split(',', StringSplitOptions.TrimEntries).Select(one => Find(path, one, property)).Distinct()];

    /// <summary>Names in a row, cut when there are many.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        const int Most = 12;
        string all = string.Join(", ", names.Take(Most));
        return names.Count > Most ? $"{all} and {names.Count - Most:N0} more" : all;
    }
}
