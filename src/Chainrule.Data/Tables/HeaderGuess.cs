using System.Globalization;

namespace Chainrule.Data;

/// <summary>Finds out whether the first row of a table names its columns.</summary>
internal static class HeaderGuess
{
    private const int FirstYear = 1900, LastYear = 2100, MostLines = 5, MostColumns = 200, MinColumns = 2,
        MinNumbers = 3;

    /// <summary>
    /// A first row is a header when some column below it holds numbers or dates only while it holds a text; when it
    /// counts 0, 1, 2 or is a row of years above other numbers; or, in a table of texts alone, when none of its texts
    /// occurs again in its column.
    /// </summary>
    public static bool IsHeader(List<string[]> rows, IReadOnlyList<string> markers)
    {
        string[] first = rows[0];
        if (rows.Count > 1 && (CountsUp(rows) || AreYears(rows))) return true;
        bool anyNumber = false, repeated = false;
        for (int column = 0; column < first.Length; column++)
        {
            string text = first[column];
            // A date above numbers that are none is a name.
            bool date = IsDate(text), number = date || IsNumber(text);
            if (date && AreNumbers(column)) return true;
            anyNumber |= number;
            if (number || IsMissing(text)) continue;
            bool numbersBelow = false, textsBelow = false;
            foreach (string[] row in rows.Skip(1).Where(row => column < row.Length))
            {
                repeated |= row[column] == text;
                // A header may stand again further down.
                if (IsMissing(row[column]) || row.AsSpan().SequenceEqual(first)) continue;
                if (IsNumber(row[column])) numbersBelow = true;
                else textsBelow = true;
            }
            if (numbersBelow && !textsBelow) return true;
        }
        return !anyNumber && !repeated;

        bool AreNumbers(int column)
        {
            string[] below = [.. rows.Skip(1).Where(row => column < row.Length).Select(row => row[column])
                .Where(text => !IsMissing(text))];
            return below.Length > 0 && Array.TrueForAll(below, text => IsNumber(text) && !IsDate(text));
        }

        bool IsMissing(string text) => markers.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// How many of the first rows are names, units or the like: those with texts in several columns that hold numbers
    /// only further down.
    /// </summary>
    public static int CountLines(List<string[]> rows, IReadOnlyList<string> markers)
    {
        int count = 0;
        for (int line = 1; line < Math.Min(MostLines, rows.Count); line++)
        {
            string[] texts = rows[line];
            int columns = Enumerable.Range(0, Math.Min(MostColumns, texts.Length)).Count(column => IsText(texts[column])
                && rows.Skip(line + 1).All(row => column >= row.Length || !IsText(row[column]))
                && rows.Skip(line + 1).Count(row => column < row.Length && IsNumber(row[column])) >= MinNumbers);
            if (columns >= MinColumns) count = line + 1;
        }
        return count;

        bool IsText(string text) => !markers.Contains(text, StringComparer.OrdinalIgnoreCase)
            && !TableShape.IsWordForMissing(text) && !IsNumber(text) && !IsDate(text);
    }

    // A number with any signs.
    private static bool IsNumber(string text)
    {
        ReadOnlySpan<char> bare = NumberFormat.WithoutSigns(text, out _).TrimStart("+-\u2212");
        if (bare.IsEmpty || !(char.IsAsciiDigit(bare[0]) || bare[0] is '.' or ','))
            return NumberFormat.IsInfinite(text);
        return NumberEvidence.Find([text], '\0', null, null) is not null;
    }

    private static bool IsDate(string text) => text.Length > 0 && char.IsAsciiDigit(text[0])
        && NumberEvidence.Find([text], '\0', null, null) is null
        && DateText.Find([text], TableDateOrder.Automatic, out _) is not null;

    // 0, 1, 2 … as columns without names are written, with or without an empty name for the index before it, and texts
    // behind them, as of columns that were added; or from 1 on, where no column below holds whole numbers only.
    private static bool CountsUp(List<string[]> rows)
    {
        int skipped = rows[0][0].Length == 0 ? 1 : 0;
        string[] names = rows[0][skipped..];
        int start = names.Length > 0 && names[0] == "1" ? 1 : 0, count = 0;
        while (count < names.Length && names[count] == (start + count).ToString(CultureInfo.InvariantCulture)) count++;
        if (count < 3 || !Enumerable.Range(count, names.Length - count).All(IsNameAlone)) return false;
        return start == 0 || Enumerable.Range(skipped, names.Length).All(column => rows.Skip(1).Any(
            row => column < row.Length && !long.TryParse(row[column], CultureInfo.InvariantCulture, out _)));

        // Whether it is a text that stands nowhere below.
        bool IsNameAlone(int place) => names[place].Length > 0 && !IsNumber(names[place]) && !rows.Skip(1).Any(
            row => skipped + place < row.Length && row[skipped + place] == names[place]);
    }

    // Ascending years, above columns of other numbers.
    private static bool AreYears(List<string[]> rows)
    {
        int before = 0, years = 0, others = 0;
        for (int column = 0; column < rows[0].Length; column++)
        {
            if (!IsYear(rows[0][column], out int year)) continue;
            if (year <= before) return false;
            before = year;
            years++;
            if (!rows.Skip(1).All(row => column < row.Length && IsYear(row[column], out _))) others++;
        }
        return years >= 2 && years >= rows[0].Length - 1 && others == years;
    }

    private static bool IsYear(string text, out int year) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year)
        && year is >= FirstYear and <= LastYear;
}
