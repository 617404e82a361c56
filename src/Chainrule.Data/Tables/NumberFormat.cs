using System.Buffers;
using System.Globalization;

namespace Chainrule.Data;

/// <summary>How a column writes its numbers.</summary>
/// <param name="Decimal">The sign between whole and fraction.</param>
/// <param name="Thousands">The sign between groups of three digits, or 0 for none.</param>
/// <param name="HasSigns">Whether percent or money signs stand with the numbers.</param>
/// <param name="HasLimits">Whether some are limits or have errors: &lt;7.6 and 7.6±0.5 are 7.6.</param>
/// <param name="Unit">What stands behind the numbers, such as kg; empty for nothing.</param>
internal sealed record NumberFormat(
    char Decimal = '.', char Thousands = '\0', bool HasSigns = false, bool HasLimits = false,
    string Unit = "")
{
    private const int MaxCharacters = 128, MaxUnit = 12;

    // As type is set.
    private const char Minus = '\u2212';

    private const string Limits = "<>≤≥~≈";

    /// <summary>A point, and digits alone.</summary>
    public static NumberFormat Plain { get; } = new();

    public bool IsPlain => Decimal == '.' && Thousands == '\0' && !HasSigns && !HasLimits && Unit.Length == 0;

    /// <summary>Whether the text is a number so written; infinities and NaN are none.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        bool isNegative = false;
        if (Unit.Length > 0) text = WithoutUnit(text, Unit);
        if (HasLimits) text = WithoutLimits(text);
        if (HasSigns) text = WithoutSigns(text, out _, out isNegative);
        if (text.Length > 1 && text[0] == Minus)
        {
            text = text[1..];
            isNegative = !isNegative;
        }
        if (!TryParseDigits(text, out number)) return false;
        if (isNegative) number = 0 - number;
        return true;
    }

    private bool TryParseDigits(ReadOnlySpan<char> text, out double number)
    {
        if (Decimal == '.' && Thousands == '\0')
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
                && double.IsFinite(number);
        number = 0;
        if (text.IsEmpty || text.Length > MaxCharacters) return false;
        Span<char> digits = stackalloc char[MaxCharacters];
        int length = 0, group = -1;   // digits since the last thousands sign, or -1 before the first
        bool fraction = false;
        int whole = 0;
        foreach (char c in text)
        {
            if (c == Decimal && !fraction)
            {
                if (group is >= 0 and not 3) return false;
                fraction = true;
                digits[length++] = '.';
                continue;
            }
            // Groups of two before the last three are written in India: 1,00,000.
            if (Thousands != '\0' && (c == Thousands || (IsSpace(c) && IsSpace(Thousands))))
            {
                bool fits = group < 0 ? whole is 1 or 2 or 3 : group == 3 || (group == 2 && Thousands == ',');
                if (fraction || !fits) return false;
                group = 0;
                continue;
            }
            if (c == '.') return false;   // a sign that this format does not know
            if (char.IsAsciiDigit(c) && !fraction)
            {
                whole++;
                if (group >= 0) group++;
            }
            else if (c is 'e' or 'E' && !fraction && group is >= 0 and not 3)
            {
                return false;
            }
            digits[length++] = c;
        }
        if (!fraction && group is >= 0 and not 3) return false;
        return double.TryParse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    /// <summary>What stands behind a number, such as kg or °C; empty where there is nothing, or no number.</summary>
    public static ReadOnlySpan<char> UnitOf(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int last = text.LastIndexOfAnyInRange('0', '9');
        ReadOnlySpan<char> unit = text[(last + 1)..].TrimStart(" \u00a0\u202f");
        ReadOnlySpan<char> start = text.TrimStart("+-\u2212(").TrimStart(Limits).TrimStart();
        bool isUnit = last >= 0 && !start.IsEmpty && (char.IsAsciiDigit(start[0]) || start[0] is '.' or ',')
            && unit.Length is > 0 and <= MaxUnit && (char.IsLetter(unit[0]) || unit[0] == '°');
        foreach (char c in unit) isUnit &= char.IsLetter(c) || c is '°' or '²' or '³' or '/' or '·' or '.';
        return isUnit ? unit : [];
    }

    /// <summary>The text without this unit at its end, if it has it.</summary>
    public static ReadOnlySpan<char> WithoutUnit(ReadOnlySpan<char> text, string unit) =>
        text.EndsWith(unit, StringComparison.Ordinal) ? text[..^unit.Length].TrimEnd() : text;

    /// <summary>Whether it begins as a limit does: with &lt;, &gt; or ~.</summary>
    public static bool IsLimit(ReadOnlySpan<char> text) => !text.IsEmpty && Limits.Contains(text[0]);

    /// <summary>The number of a limit, such as &lt;7.6, or of a value with its error, such as 7.6±0.5.</summary>
    public static ReadOnlySpan<char> WithoutLimits(ReadOnlySpan<char> text)
    {
        int error = text.IndexOf('±');
        if (error < 0) error = text.IndexOf("+/-");
        if (error > 0) text = text[..error];
        return text.TrimStart(Limits).TrimStart(" =").TrimEnd();
    }

    /// <summary>The text without percent and money signs around it.</summary>
    public static ReadOnlySpan<char> WithoutSigns(ReadOnlySpan<char> text, out char sign) =>
        WithoutSigns(text, out sign, out _);

    /// <summary>The same, and whether what is left is negative: ($5) and -$5 are.</summary>
    public static ReadOnlySpan<char> WithoutSigns(ReadOnlySpan<char> text, out char sign, out bool isNegative)
    {
        (sign, isNegative) = ('\0', false);
        text = text.Trim();
        if (text is ['(', .., ')'] && text.ContainsAnyInRange('0', '9'))
        {
            text = text[1..^1].Trim();
            (sign, isNegative) = ('(', true);
        }
        else if (text.Length > 1 && text[0] is '-' or Minus && IsSign(text[1]) && text[1] != '%')
        {
            text = text[1..];
            isNegative = true;
        }
        while (!text.IsEmpty && IsSign(text[^1]))
        {
            sign = text[^1];
            text = text[..^1].TrimEnd();
        }
        if (!text.IsEmpty && IsSign(text[0]) && text[0] != '%')
        {
            sign = text[0];
            return text[1..].TrimStart();
        }
        return text;
    }

    /// <summary>Whether the text stands for an infinite number, or one too large for a double.</summary>
    public static bool IsInfinite(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[^1] is not (>= '0' and <= '9' or 'f' or 'F' or 'y' or 'Y' or '∞')) return false;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return double.IsInfinity(number);
        text = text.TrimStart("+-");
        return text.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || text.Equals("infinity", StringComparison.OrdinalIgnoreCase) || text is "∞";
    }

    public static bool IsSpace(char c) => c is ' ' or '\u00a0' or '\u202f' or '\u2009';

    private static bool IsSign(char c) => c == '%' || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;

    public override string ToString()
    {
        string thousands = Thousands == '\0' ? "" : IsSpace(Thousands) ? "space" : Thousands.ToString();
        string unit = Unit.Length > 0 ? $"|{Unit}" : "";
        string signs = (HasSigns ? "signs" : "") + (HasLimits ? "limits" : "");
        return $"{Decimal}|{thousands}|{signs}{unit}";
    }

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static NumberFormat Parse(string text) =>
        text.Split('|') is [[char point], string thousands, string signs, .. string[] units]
        && thousands is "space" or { Length: <= 1 } && signs is "" or "signs" or "limits" or "signslimits"
        && units.Length <= 1
        ? new(point, thousands is "" ? '\0' : thousands is "space" ? ' ' : thousands[0],
            signs.StartsWith('s'), signs.EndsWith("limits", StringComparison.Ordinal),
            units is [string unit] ? unit : "")
        : throw new FormatException("the format of numbers is unknown");
}
