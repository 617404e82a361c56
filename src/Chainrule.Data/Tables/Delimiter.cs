namespace Chainrule.Data;

/// <summary>Finds out which character separates the fields.</summary>
internal static class Delimiter
{
    private const int MaxLines = 100;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>
    /// The candidate that occurs equally often in every line, and most often among those. A semicolon wins when it
    /// leaves numbers with a decimal comma between its fields, and spaces where there is no other.
    /// </summary>
    public static char Detect(ReadOnlySpan<char> sample)
    {
        var steady = new int[Candidates.Length];   // lines with as many of the candidate as the first has
        var first = new int[Candidates.Length];
        int lines = 0, all = 0, spaces = 0, steadySpaces = 0;
        bool decimalComma = false;
        while (!sample.IsEmpty && all < MaxLines)
        {
            ReadOnlySpan<char> line = sample[..LineLength(sample)];
            sample = sample[Math.Min(line.Length + 1, sample.Length)..];
            if (line.Trim().IsEmpty) continue;
            // What stands above a table has none of them.
            if (Array.TrueForAll(first, count => count == 0)) lines = 0;
            for (int i = 0; i < Candidates.Length; i++)
            {
                int count = CountOutsideQuotes(line, Candidates[i]);
                if (lines == 0) steady[i] = 0;
                if (lines == 0) first[i] = count;
                if (count == first[i]) steady[i]++;
            }
            decimalComma |= HasDecimalComma(line);
            int separated = CountSpaces(line);
            if (all == 0) spaces = separated;
            // R writes no name above the names of the rows.
            if (all == 1 && spaces > 0 && separated == spaces + 1) (spaces, steadySpaces) = (separated, 1);
            if (separated == spaces) steadySpaces++;
            lines++;
            all++;
        }
        if (decimalComma && first[1] > 0 && steady[1] == lines) return ';';
        int best = 0;
        for (int i = 1; i < Candidates.Length; i++)
        {
            bool better = first[best] == 0 || (steady[i], first[i]).CompareTo((steady[best], first[best])) > 0;
            if (first[i] > 0 && better) best = i;
        }
        return first[best] == 0 && spaces > 0 && steadySpaces == all ? ' ' : Candidates[best];
    }

    /// <summary>Up to the line feed that is not inside quotes.</summary>
    private static int LineLength(ReadOnlySpan<char> text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (text[i] == '\n' && !quoted) return i;
        }
        return text.Length;
    }

    private static int CountOutsideQuotes(ReadOnlySpan<char> line, char delimiter)
    {
        int count = 0;
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted) count++;
        }
        return count;
    }

    // How often one or more of them stand between other characters.
    private static int CountSpaces(ReadOnlySpan<char> line)
    {
        int count = 0;
        bool quoted = false, before = false;
        foreach (char c in line.Trim())
        {
            if (c == '"') quoted = !quoted;
            bool space = c == ' ' && !quoted;
            if (space && !before) count++;
            before = space;
        }
        return count;
    }

    private static bool HasDecimalComma(ReadOnlySpan<char> line)
    {
        foreach (Range range in line.Split(';'))
        {
            ReadOnlySpan<char> field = line[range].Trim();
            int comma = field.IndexOf(',');
            if (comma > 0 && AreDigits(field[..comma].TrimStart('-')) && AreDigits(field[(comma + 1)..])) return true;
        }
        return false;

        static bool AreDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
    }
}
