using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>
/// Names with a number below the line: h₁ is an element of a sequence h[t], z₂ the second value of a name z.
/// </summary>
internal static class SubscriptName
{
    private const string Digits = "₀₁₂₃₄₅₆₇₈₉";
    private const char Minus = '₋';

    /// <summary>Whether a character is part of a subscript.</summary>
    public static bool IsSubscript(char c) => c is Minus or (>= '₀' and <= '₉');

    /// <summary>The name with numbers below it: h₁, and h₀_₁ for two of them.</summary>
    public static string Of(string name, params IEnumerable<int> numbers) => name + string.Join('_', numbers.Select(
        number => string.Concat(number.ToString(CultureInfo.InvariantCulture)
            .Select(digit => digit == '-' ? Minus : Digits[digit - '0']))));

    /// <summary>The name as identifiers of other languages have it: h_1, h_m1 for h₋₁.</summary>
    public static string Ascii(string name)
    {
        if (!name.Any(IsSubscript)) return name;
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool begins = IsSubscript(name[i]) && (i == 0 || (!IsSubscript(name[i - 1]) && name[i - 1] != '_'));
            if (begins) text.Append('_');
            text.Append(name[i] == Minus ? 'm'
                : IsSubscript(name[i]) ? (char)('0' + Digits.IndexOf(name[i])) : name[i]);
        }
        return text.ToString();
    }

    /// <summary>
    /// What <c>h_1</c>, <c>h[1]</c> and <c>h[0, 1]</c> are called; null where a name has no such end.
    /// </summary>
    public static string? Read(string written)
    {
        int open = written.IndexOf('[', StringComparison.Ordinal), underscore = written.LastIndexOf('_');
        if (open > 0 && written[^1] == ']')
        {
            string[] parts = written[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
            int[] numbers = [.. parts.Select(part => int.TryParse(
                part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                    ? number : int.MinValue)];
            return numbers.Contains(int.MinValue) ? null : Of(written[..open], numbers);
        }
        return underscore > 0 && int.TryParse(
            written.AsSpan(underscore + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int single)
                ? Of(written[..underscore], single) : null;
    }
}
