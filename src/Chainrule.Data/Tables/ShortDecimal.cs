using System.Runtime.CompilerServices;

namespace Chainrule.Data;

/// <summary>
/// The numbers of which tables are full, such as -12.5: at most 15 digits and no exponent. They take a third of the
/// time that a parser of all numbers needs, which is most of the time that reading a table takes.
/// </summary>
internal static class ShortDecimal
{
    private const int MaxDigits = 15, MaxCharacters = MaxDigits + 2;

    private static ReadOnlySpan<double> Powers =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads such a number; what is none may be a number of another form.</summary>
    /// <returns>
    /// Whether it is one: then the value is the double nearest to it, since 15 digits and their power of ten are exact
    /// in double and a division rounds correctly.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > MaxCharacters) return false;
        bool isNegative = text[0] == '-';
        long digits = 0;
        int count = 0, fraction = -1;   // digits behind the point, or -1 before it
        for (int i = isNegative ? 1 : 0; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
                continue;
            }
            if (text[i] != '.' || fraction >= 0) return false;
            fraction = text.Length - i - 1;
        }
        if (count is 0 or > MaxDigits) return false;
        number = digits / Powers[Math.Max(0, fraction)];
        if (isNegative) number = -number;
        return true;
    }
}
