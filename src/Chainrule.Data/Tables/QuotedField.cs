namespace Chainrule.Data;

/// <summary>Fields in quotes, which the parser finds the end of and leaves as they stand.</summary>
internal static class QuotedField
{
    /// <summary>The text that a field stands for: without the quotes around it, and those inside it once.</summary>
    public static ReadOnlySpan<char> Text(ReadOnlySpan<char> field)
    {
        field = field.Trim();
        if (field.IsEmpty || field[0] != '"') return field;
        field = field[1..^1].Trim();
        return field.Contains('"') ? field.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : field;
    }

    /// <summary>
    /// The text without the apostrophes around it, or without the one in front that a spreadsheet marks a text with.
    /// </summary>
    public static ReadOnlySpan<char> WithoutApostrophes(ReadOnlySpan<char> field) =>
        field.Length < 2 || field[0] != '\'' ? field
        : field[^1] == '\'' ? field[1..^1].Trim()
        : char.IsLetter(field[1]) ? field : field[1..];

    /// <summary>What is wrong with the quotes of a field, and what to do about it; null if they are right.</summary>
    public static (string Problem, string Remedy)? Fault(ReadOnlySpan<char> field)
    {
        field = field.Trim();
        if (!field.Contains('"')) return null;
        if (field[0] != '"')
        {
            return ("a quote stands inside a field that does not begin with one",
                "put the whole field in quotes and double those inside it");
        }
        int end = ClosingQuote(field);
        if (end == field.Length - 1) return null;
        return end < 0 || field[..end].Contains('\n')
            ? ("a quote is opened and not closed where the field ends", "close it")
            : ("text follows a closing quote", "double the quotes inside the field");
    }

    /// <summary>The index of the quote that closes the one at the start, or -1.</summary>
    private static int ClosingQuote(ReadOnlySpan<char> field)
    {
        int at = 1;
        while (field[at..].IndexOf('"') is >= 0 and int step)
        {
            at += step;
            if (at + 1 == field.Length || field[at + 1] != '"') return at;
            at += 2;
        }
        return -1;
    }
}
