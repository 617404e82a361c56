using System.Buffers;

namespace Chainrule.Data;

/// <summary>
/// Finds out how a column writes its numbers. A comma with three digits after it separates thousands, unless other
/// numbers show that commas are decimal signs; a point is a decimal sign, unless others show that it is not.
/// </summary>
internal static class NumberEvidence
{
    private static readonly SearchValues<char> OfNumbers =
        SearchValues.Create("0123456789.,' \u00a0\u202f\u2009’eE+-\u2212");

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \u00a0\u202f\u2009'’");

    // A column of numbers with one typing error in it should not silently become a column of categories.
    public const int NumbersToText = 9;

    private const int MinUnits = 3, MaxUnits = 20;

    /// <summary>The signs that are sure for one text: each 0 for not known.</summary>
    private readonly record struct SureSigns(char Decimal, char Thousands);

    /// <summary>The decimal sign that the columns of a table show; 0 where they show none.</summary>
    public static char DecimalOf(IEnumerable<IReadOnlyList<string>> columns)
    {
        int points = 0, commas = 0;
        foreach (IReadOnlyList<string> column in columns)
        {
            if (Find(column, '\0', null, null) is not { } format) continue;
            bool isSure = column.Any(text => SureOf(text) is { Decimal: not '\0' });
            if (!isSure) continue;
            if (format.Decimal == ',') commas++;
            else points++;
        }
        return commas > points ? ',' : points > 0 ? '.' : '\0';
    }

    /// <summary>The format that nearly all texts have; null where they are no numbers.</summary>
    /// <param name="texts">Fields that are not missing.</param>
    /// <param name="usual">The decimal sign elsewhere in the table, or 0.</param>
    /// <param name="point">The decimal sign, if it is said.</param>
    /// <param name="thousands">The thousands sign, if it is said.</param>
    public static NumberFormat? Find(IReadOnlyList<string> texts, char usual, char? point, char? thousands)
    {
        // An infinite value is a number that will be refused, with its place.
        if (texts.Any(text => NumberFormat.IsInfinite(text)))
            texts = [.. texts.Where(text => !NumberFormat.IsInfinite(text))];
        string unit = UnitOf(texts);
        if (unit.Length > 0) texts = [.. texts.Select(text => NumberFormat.WithoutUnit(text, unit).ToString())];
        // Where most are limits, they are the names of ranges.
        bool hasLimits = texts.Count(text => NumberFormat.IsLimit(text)) * 2 <= texts.Count
            && texts.Any(text => NumberFormat.WithoutLimits(text).Length < text.AsSpan().Trim().Length);
        if (hasLimits) texts = [.. texts.Select(text => NumberFormat.WithoutLimits(text).ToString())];
        bool hasSigns = texts.Any(text =>
        {
            NumberFormat.WithoutSigns(text, out char sign);
            return sign != '\0';
        });
        SureSigns sure = default;
        foreach (string text in texts)
        {
            SureSigns one = SureOf(text);
            sure = new(
                sure.Decimal == '\0' ? one.Decimal : sure.Decimal,
                sure.Thousands == '\0' ? one.Thousands : sure.Thousands);
        }
        char decimalSign = point ?? (thousands is { } given ? given == '.' ? ',' : '.'
            : sure.Decimal != '\0' ? sure.Decimal : usual != '\0' ? usual : '.');
        char[] groups = thousands is { } sign ? [sign]
            : ['\0', decimalSign == '.' ? ',' : '.', ' ', '\'', '’'];
        int best = 0;
        NumberFormat? found = null;
        foreach (char group in groups)
        {
            var format = new NumberFormat(decimalSign, group, hasSigns, hasLimits, unit);
            int count = texts.Count(text => format.TryParse(text, out _));
            if (count <= best) continue;
            (best, found) = (count, format);
            if (best == texts.Count) break;
        }
        return AreMost(best, texts.Count) ? found : null;
    }

    /// <summary>The units that stand behind numbers, each once; none where they are not numbers with units.</summary>
    public static string[] UnitsOf(IReadOnlyList<string> texts)
    {
        string[] units = [.. texts.Select(text => NumberFormat.UnitOf(text).ToString()).Where(unit => unit.Length > 0)];
        return texts.Count >= MinUnits && AreMost(units.Length, texts.Count)
            ? [.. units.Distinct(StringComparer.Ordinal)] : [];
    }

    // That of nearly all.
    private static string UnitOf(IReadOnlyList<string> texts)
    {
        string[] units = UnitsOf(texts);
        return units.Length is 0 or > MaxUnits ? ""
            : units.FirstOrDefault(unit => AreMost(texts.Count(text => NumberFormat.UnitOf(text).SequenceEqual(unit)),
                texts.Count)) ?? "";
    }

    /// <summary>Whether so many of all are enough to take the others for mistakes.</summary>
    public static bool AreMost(int count, int all) => count * (NumbersToText + 1) >= all * NumbersToText;

    private static SureSigns SureOf(string text)
    {
        ReadOnlySpan<char> digits = NumberFormat.WithoutSigns(text, out _).TrimStart("+-\u2212");
        if (digits.IsEmpty || digits.ContainsAnyExcept(OfNumbers)) return default;
        int point = digits.LastIndexOf('.'), comma = digits.LastIndexOf(',');
        if (point >= 0 && comma >= 0) return point > comma ? new('.', ',') : new(',', '.');
        if (digits.Count(',') > 1) return new('.', ',');
        if (digits.Count('.') > 1) return new(',', '.');
        int place = Math.Max(point, comma);
        if (place < 0) return default;
        int after = 0;
        while (place + 1 + after < digits.Length && char.IsAsciiDigit(digits[place + 1 + after])) after++;
        bool mayBeGroup = after == 3 && place is >= 1 and <= 3 && digits[0] != '0'
            && place + 4 == digits.Length && !digits[..place].ContainsAny(Spaces);
        return mayBeGroup ? default : new(point >= 0 ? '.' : ',', '\0');
    }
}
