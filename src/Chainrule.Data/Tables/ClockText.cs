using System.Globalization;

namespace Chainrule.Data;

/// <summary>Times of a day and lengths of time: 14:30, 14:30:05.25, 2:30 PM, 2 PM and 42:05:00.</summary>
internal static class ClockText
{
    private const int MaxDigits = 4;

    /// <summary>Whether nearly all texts are times without a date.</summary>
    public static bool AreTimes(IReadOnlyList<string> texts) =>
        texts.Count > 0 && NumberEvidence.AreMost(texts.Count(text => TryParse(text, out _)), texts.Count);

    /// <summary>Reads a time of any length, which may be more than a day.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan time) =>
        TryParse(text, MaxDigits, int.MaxValue, out time);

    /// <summary>Reads a time of a day.</summary>
    public static bool TryParseOfDay(ReadOnlySpan<char> text, out TimeSpan time) => TryParse(text, 2, 24, out time);

    private static bool TryParse(ReadOnlySpan<char> text, int digits, int end, out TimeSpan time)
    {
        time = default;
        bool isMorning = text.EndsWith("AM", StringComparison.OrdinalIgnoreCase);
        bool isTwelve = isMorning || text.EndsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (isTwelve) text = text[..^2].TrimEnd();
        if (isTwelve && Whole(text, 2, 13, out int hour) && hour > 0)
        {
            time = new((hour % 12) + (isMorning ? 0 : 12), 0, 0);
            return true;
        }
        if (text.Count(':') is < 1 or > 2) return false;
        Span<Range> parts = stackalloc Range[3];
        int count = text.Split(parts, ':');
        if (!Whole(text[parts[0]], digits, end, out int hours) || !Whole(text[parts[1]], 2, 60, out int minutes))
            return false;
        if (isTwelve && hours is (< 1 or > 12)) return false;
        if (isTwelve) hours = (hours % 12) + (isMorning ? 0 : 12);
        double seconds = 0;
        if (count == 3 && !(double.TryParse(
            text[parts[2]], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && seconds < 61))
        {
            return false;
        }
        time = new TimeSpan(hours, minutes, 0) + TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static bool Whole(ReadOnlySpan<char> text, int digits, int end, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < end
        && text.Length <= digits;
}
