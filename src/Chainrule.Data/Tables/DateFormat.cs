namespace Chainrule.Data;

/// <summary>The order of year, month and day in a column's dates.</summary>
internal enum DateFormat
{
    YearFirst, DayFirst, MonthFirst,
}

/// <summary>Dates in digits, such as 2024-03-01, 1.3.2024 14:30 and 3/1/2024, as days since 1970.</summary>
internal static class DateText
{
    private static readonly DateTime Start = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The format that all texts have; null where they are no dates.</summary>
    /// <param name="texts">Fields that are not missing.</param>
    /// <param name="order">What is said of day and month.</param>
    /// <param name="isDoubtful">Whether day and month could be told either way.</param>
    public static DateFormat? Find(IReadOnlyList<string> texts, TableDateOrder order, out bool isDoubtful)
    {
        isDoubtful = false;
        if (texts.Count == 0) return null;
        if (All(DateFormat.YearFirst)) return DateFormat.YearFirst;
        bool day = All(DateFormat.DayFirst), month = All(DateFormat.MonthFirst);
        if (order != TableDateOrder.Automatic && day && month)
            return order == TableDateOrder.DayFirst ? DateFormat.DayFirst : DateFormat.MonthFirst;
        // A point between the numbers is written where the day comes first.
        bool points = texts.All(text => text.Contains('.') && !text.Contains('/'));
        isDoubtful = day && month && !points;
        return day ? DateFormat.DayFirst : month ? DateFormat.MonthFirst : null;

        bool All(DateFormat format) => texts.All(text => TryParse(text, format, out _, out _));
    }

    /// <summary>Reads a date, and a time behind it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, DateFormat format, out DateTime date, out bool hasTime)
    {
        (date, hasTime) = (default, false);
        Span<int> numbers = stackalloc int[3];
        text = text.Trim();
        char separator = '\0';
        for (int i = 0; i < 3; i++)
        {
            int length = 0, value = 0;
            while (length < text.Length && length < 4 && char.IsAsciiDigit(text[length]))
                value = (value * 10) + (text[length++] - '0');
            bool isYear = i == (format == DateFormat.YearFirst ? 0 : 2);
            if (isYear ? length != 4 : length is 0 or > 2) return false;
            numbers[i] = value;
            text = text[length..];
            if (i == 2) break;
            if (text.IsEmpty || text[0] is not ('-' or '/' or '.') || (i == 1 && text[0] != separator)) return false;
            separator = text[0];
            text = text[1..];
        }
        (int year, int month, int day) = format switch
        {
            DateFormat.YearFirst => (numbers[0], numbers[1], numbers[2]),
            DateFormat.DayFirst => (numbers[2], numbers[1], numbers[0]),
            _ => (numbers[2], numbers[0], numbers[1]),
        };
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (text.IsEmpty) return true;
        if (text[0] is not ('T' or 't' or ' ') || !TryTime(text[1..].Trim(), out TimeSpan time)) return false;
        hasTime = true;
        date += time;
        return true;
    }

    /// <summary>Days since the beginning of 1970, with fractions for times.</summary>
    public static double Days(DateTime date) => (date - Start).TotalDays;

    /// <summary>Year, month, day, weekday from 1 for Monday, and the hour.</summary>
    public static void Parts(DateTime date, Span<double> parts)
    {
        parts[0] = date.Year;
        parts[1] = date.Month;
        parts[2] = date.Day;
        parts[3] = ((int)date.DayOfWeek + 6) % 7 + 1;
        if (parts.Length > 4) parts[4] = date.TimeOfDay.TotalHours;
    }

    // 14:30, 14:30:05.25, with Z or an offset such as +01:00 behind it, which is subtracted.
    private static bool TryTime(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        TimeSpan offset = default;
        if (text.EndsWith("Z", StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^1];
        }
        else if (text.LastIndexOfAny('+', '-') is > 0 and int sign)
        {
            ReadOnlySpan<char> zone = text[(sign + 1)..];
            Span<char> digits = stackalloc char[5];
            if (zone.Length == 4) $"{zone[..2]}:{zone[2..]}".CopyTo(digits);
            else if (zone.Length == 5) zone.CopyTo(digits);
            else return false;
            if (!TryClock(digits, out offset)) return false;
            if (text[sign] == '-') offset = -offset;
            text = text[..sign].TrimEnd();
        }
        if (!TryClock(text, out time)) return false;
        time -= offset;
        return true;
    }

    private static bool TryClock(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        if (text.Count(':') is < 1 or > 2) return false;
        Span<Range> parts = stackalloc Range[3];
        int count = text.Split(parts, ':');
        if (!Whole(text[parts[0]], 24, out int hours) || !Whole(text[parts[1]], 60, out int minutes)) return false;
        double seconds = 0;
        if (count == 3 && !(double.TryParse(
            text[parts[2]], System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture, out seconds) && seconds < 61))
        {
            return false;
        }
        time = new TimeSpan(hours, minutes, 0) + TimeSpan.FromSeconds(seconds);
        return true;

        static bool Whole(ReadOnlySpan<char> text, int end, out int number) => int.TryParse(
            text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out number) && number < end && text.Length <= 2;
    }
}
