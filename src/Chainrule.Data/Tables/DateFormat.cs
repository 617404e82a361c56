namespace Chainrule.Data;

/// <summary>The order of year, month and day in a column's dates, or that there are times alone.</summary>
internal enum DateFormat
{
    YearFirst, DayFirst, MonthFirst, Clock,
}

/// <summary>
/// Dates such as 2024-03-01, 1.3.2024 14:30, 3/1/24, 20240301, 1 Mar 2024 2:30 PM, 2024-03 and Mar 2024, as days since
/// 1970.
/// </summary>
internal static class DateText
{
    // Two digits of a year are those of 1969 to 2068, as POSIX has it.
    private const int FirstShortYear = 69;

    private static readonly DateTime Start = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];

    /// <summary>The format that nearly all texts have; null where they are no dates.</summary>
    /// <param name="texts">Fields that are not missing.</param>
    /// <param name="order">What is said of day and month.</param>
    /// <param name="isDoubtful">Whether day and month could be told either way.</param>
    public static DateFormat? Find(IReadOnlyList<string> texts, TableDateOrder order, out bool isDoubtful)
    {
        isDoubtful = false;
        if (texts.Count == 0) return null;
        // What begins with the year, or has the month's name, is read in any format.
        int year = Count(DateFormat.YearFirst), day = Count(DateFormat.DayFirst), month = Count(DateFormat.MonthFirst);
        if (AreDates(year) && year == Math.Max(day, month)) return DateFormat.YearFirst;
        if (order == TableDateOrder.DayFirst && AreDates(day)) return DateFormat.DayFirst;
        if (order == TableDateOrder.MonthFirst && AreDates(month)) return DateFormat.MonthFirst;
        // A point between the numbers is written where the day comes first.
        bool points = texts.All(text => text.Contains('.') || TryParse(text, DateFormat.YearFirst, out _, out _));
        isDoubtful = AreDates(day) && day == month && !points;
        if (isDoubtful && SteadyDay(texts) is { } steady)
        {
            isDoubtful = false;
            return steady;
        }
        return !AreDates(Math.Max(day, month)) ? null : day >= month ? DateFormat.DayFirst : DateFormat.MonthFirst;

        int Count(DateFormat format) => texts.Count(text => TryParse(text, format, out _, out _));

        bool AreDates(int count) => NumberEvidence.AreMost(count, texts.Count);
    }

    // A number that is always the same, while the other counts the months of several years, is the day.
    private static DateFormat? SteadyDay(IReadOnlyList<string> texts)
    {
        const int MinMonths = 3, MinYears = 2;
        HashSet<int> first = [], second = [], years = [];
        foreach (string text in texts)
        {
            if (!TryParse(text, DateFormat.DayFirst, out DateTime date, out _)) continue;
            first.Add(date.Day);
            second.Add(date.Month);
            years.Add(date.Year);
        }
        if (years.Count < MinYears) return null;
        return first.Count == 1 && second.Count >= MinMonths ? DateFormat.DayFirst
            : second.Count == 1 && first.Count >= MinMonths ? DateFormat.MonthFirst : null;
    }

    /// <summary>Whether a text is a date in eight digits, such as 20240301, of this or the last century.</summary>
    public static bool IsCompact(string text) => text.Length == 8 && text[0] is '1' or '2'
        && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
        && TryParse(text, DateFormat.YearFirst, out DateTime date, out _) && date.Year is >= 1900 and < 2100;

    /// <summary>Reads a date, and a time behind it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, DateFormat format, out DateTime date, out bool hasTime)
    {
        (date, hasTime) = (default, false);
        text = text.Trim();
        if (format == DateFormat.Clock)
        {
            if (!ClockText.TryParse(text, out TimeSpan length)) return false;
            date = Start + length;
            return true;
        }
        if (!TryDay(ref text, format, out int year, out int month, out int day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (text.IsEmpty) return true;
        if (text[0] is not ('T' or 't' or ' ') || !TryTime(text[1..].Trim(), out TimeSpan time)) return false;
        hasTime = true;
        date += time;
        return true;
    }

    // Takes the day from the beginning of the text.
    private static bool TryDay(
        ref ReadOnlySpan<char> text, DateFormat format, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        int length = Digits(text);
        if (length == 8)
        {
            year = Number(text, 4);
            (month, day) = (Number(text[4..], 2), Number(text[6..], 2));
            text = text[8..];
            return true;
        }
        if (length == 4)
        {
            // The year, and nothing between month and day but what stands before the month.
            year = Number(text, 4);
            text = text[4..];
            if (text.IsEmpty || !IsSeparator(text[0])) return false;
            char separator = text[0];
            text = text[1..];
            int digits = text.Length;
            if (!TryShort(ref text, out month)) return false;
            if (text.IsEmpty && digits == 2 && separator != '.') return (day = 1) == 1;   // 2024-03
            if (text.IsEmpty || text[0] != separator) return false;
            text = text[1..];
            return TryShort(ref text, out day);
        }
        if (text.ContainsAnyInRange('a', 'z') || text.ContainsAnyInRange('A', 'Z'))
        {
            ReadOnlySpan<char> before = text;
            if (TryNamed(ref text, out year, out month, out day)) return true;
            text = before;
        }
        if (format == DateFormat.YearFirst || !TryShort(ref text, out int first)) return false;
        if (text.IsEmpty || !IsSeparator(text[0])) return false;
        char between = text[0];
        text = text[1..];
        if (!TryShort(ref text, out int second) || text.IsEmpty || text[0] != between) return false;
        text = text[1..];
        (day, month) = format == DateFormat.DayFirst ? (first, second) : (second, first);
        return TryYear(ref text, out year);
    }

    // 1 Mar 2024, 1-Mar-24, March 1, 2024.
    private static bool TryNamed(ref ReadOnlySpan<char> text, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        bool dayFirst = char.IsAsciiDigit(text[0]);
        if (dayFirst && (!TryShort(ref text, out day) || !Skip(ref text))) return false;
        int length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length])) length++;
        month = MonthOf(text[..length]);
        text = text[length..];
        if (month == 0 || !Skip(ref text)) return false;
        if (!dayFirst && Digits(text) == 4) day = 1;   // Mar 2024
        else if (!dayFirst && (!TryShort(ref text, out day) || !Skip(ref text))) return false;
        return TryYear(ref text, out year);

        static bool Skip(ref ReadOnlySpan<char> text)
        {
            int length = text.Length;
            text = text.TrimStart(" ,-./");
            return text.Length < length;
        }
    }

    private static int MonthOf(ReadOnlySpan<char> name)
    {
        if (name.Length < 3) return 0;
        for (int i = 0; i < Months.Length; i++)
        {
            if (Months[i].AsSpan().StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (name.Length <= 4 || name.Length == Months[i].Length)) return i + 1;
        }
        return 0;
    }

    private static bool TryShort(ref ReadOnlySpan<char> text, out int number)
    {
        int length = Digits(text);
        number = length is 1 or 2 ? Number(text, length) : 0;
        text = text[length..];
        return length is 1 or 2;
    }

    private static bool TryYear(ref ReadOnlySpan<char> text, out int year)
    {
        int length = Digits(text);
        year = length is 2 or 4 ? Number(text, length) : 0;
        if (length == 2) year += year < FirstShortYear ? 2000 : 1900;
        text = text[length..];
        return length is 2 or 4;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }

    private static int Number(ReadOnlySpan<char> text, int length)
    {
        int number = 0;
        foreach (char c in text[..length]) number = (number * 10) + (c - '0');
        return number;
    }

    private static bool IsSeparator(char c) => c is '-' or '/' or '.';

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

    // 14:30, 14:30:05.25, 2:30 PM, with Z or an offset such as +01:00 behind it, which is subtracted.
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
            if (!ClockText.TryParseOfDay(digits, out offset)) return false;
            if (text[sign] == '-') offset = -offset;
            text = text[..sign].TrimEnd();
        }
        if (!ClockText.TryParseOfDay(text, out time)) return false;
        time -= offset;
        return true;
    }
}
