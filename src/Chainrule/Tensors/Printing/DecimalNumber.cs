using System.Globalization;
using System.Numerics;

namespace Chainrule;

/// <summary>A finite floating-point number in decimal: ±d.ddd × 10^<paramref name="Exponent"/>.</summary>
/// <param name="Negative">Whether the sign is minus; true for −0.</param>
/// <param name="Digits">The digits, the first of which comes before the point; "0" for zero.</param>
/// <param name="Exponent">The power of ten of the first digit.</param>
internal readonly record struct DecimalNumber(bool Negative, string Digits, int Exponent)
{
    /// <summary>The shortest digits that read back as the same number of its type.</summary>
    public static DecimalNumber Shortest(double value, bool single) => Read(single
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>
    /// The number with at most <paramref name="count"/> digits after the point in positional notation. Digits before
    /// the point come from the exact value where the shortest form would have zeros.
    /// </summary>
    public static DecimalNumber Positional(double value, bool single, int count)
    {
        DecimalNumber shortest = Shortest(value, single);
        int places = shortest.Digits.Length - 1 - shortest.Exponent;
        return places > count ? Rounded(value, count) : places < 0 ? Rounded(value, 0) : shortest;
    }

    /// <summary>
    /// The number with at most <paramref name="count"/> digits after the point in scientific notation.
    /// </summary>
    public static DecimalNumber Scientific(double value, bool single, int count)
    {
        DecimalNumber shortest = Shortest(value, single);
        return shortest.Digits.Length - 1 <= count ? shortest : Rounded(value, count - shortest.Exponent);
    }

    /// <summary>
    /// The number rounded to exactly <paramref name="count"/> digits after the point in scientific notation.
    /// </summary>
    public static DecimalNumber Exact(double value, bool single, int count) =>
        Rounded(value, count - Shortest(value, single).Exponent);

    /// <summary>The digits before and after the point in positional notation, without trailing zeros.</summary>
    public (string Whole, string Fraction) Split()
    {
        string sign = Negative ? "-" : "";
        if (Exponent < 0) return (sign + "0", new string('0', -Exponent - 1) + Digits);
        string padded = Digits.PadRight(Exponent + 1, '0');
        return (sign + padded[..(Exponent + 1)], padded[(Exponent + 1)..]);
    }

    /// <summary>
    /// The digits before and after the point in scientific notation, and the exponent: two digits or more, without its
    /// sign.
    /// </summary>
    public (string Whole, string Fraction, string Power) SplitScientific() => (
        (Negative ? "-" : "") + Digits[0],
        Digits[1..],
        Math.Abs(Exponent).ToString("00", CultureInfo.InvariantCulture));

    // Rounds the exact binary value to a multiple of 10^−places, ties to even, as Dragon4 does when it stops early. The
    // format "F8" would round ties away from zero.
    private static DecimalNumber Rounded(double value, int places)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int power = (int)((bits >> 52) & 0x7FF);
        BigInteger numerator = (bits & 0x000FFFFFFFFFFFFF) | (power == 0 ? 0 : 1L << 52), denominator = BigInteger.One;
        power = Math.Max(power, 1) - 1075;
        if (power > 0) numerator <<= power;
        else denominator <<= -power;
        if (places > 0) numerator *= BigInteger.Pow(10, places);
        else denominator *= BigInteger.Pow(10, -places);
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        if (half > 0 || (half == 0 && !quotient.IsEven)) quotient++;
        string digits = quotient.ToString(CultureInfo.InvariantCulture);
        string trimmed = digits.TrimEnd('0');
        return new(bits < 0, trimmed.Length == 0 ? "0" : trimmed, trimmed.Length == 0 ? 0 : digits.Length - 1 - places);
    }

    // Reads what .NET writes: "-12.5", "0.001", "1E-05", "1.25E+20".
    private static DecimalNumber Read(string text)
    {
        bool negative = text[0] == '-';
        int mark = text.IndexOf('E');
        string mantissa = text[(negative ? 1 : 0)..(mark < 0 ? text.Length : mark)];
        int exponent = mark < 0
            ? 0
            : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.');
        string digits = mantissa.Replace(".", "");
        int whole = point < 0 ? mantissa.Length : point;
        string significant = digits.TrimStart('0');
        if (significant.Length == 0) return new(negative, "0", 0);
        exponent += whole - 1 - (digits.Length - significant.Length);
        return new(negative, significant.TrimEnd('0'), exponent);
    }
}
