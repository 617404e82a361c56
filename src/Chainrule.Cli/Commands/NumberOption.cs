using System.Globalization;

namespace Chainrule.Cli.Commands;

/// <summary>Options that take a number within bounds, and say so when they are given something else.</summary>
internal static class NumberOption
{
    /// <summary>An integer from 0 or from 1.</summary>
    public static ToolOption<int?> Whole(
        string name, int least, string description, string helpName = "N", int? otherwise = null) => Create(
        name, least == 0 ? "a non-negative integer" : "a positive integer", description, helpName, otherwise,
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= least
            ? n
            : null);

    /// <summary>An integer within bounds.</summary>
    public static ToolOption<int?> Whole(string name, int least, int most, string description, string helpName) =>
        Create<int>(name, $"an integer from {least} to {most}", description, helpName, null,
            text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n)
                && n >= least && n <= most ? n : null);

    /// <summary>A positive integer, or the word <c>all</c>, which is the largest one.</summary>
    public static ToolOption<int?> WholeOrAll(string name, string description, int otherwise) => Create<int>(
        name, "a positive integer or 'all'", description, "N", otherwise,
        text => text == "all" ? int.MaxValue
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= 1
            ? n
            : null);

    public static ToolOption<long?> Seed(string name, string description, long? otherwise) => Create<long>(
        name, "an integer", description, "N", otherwise,
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n)
            ? n
            : null);

    /// <summary>A finite number above 0, or from 0.</summary>
    public static ToolOption<double?> Positive(
        string name, string description, string helpName, bool orZero = false) => Create<double>(
        name, orZero ? "a finite non-negative number" : "a finite positive number", description, helpName, null,
        text => Parse(text) is { } x && (x > 0 || (orZero && x == 0)) ? x : null);

    /// <summary>A number from 0 to 1, with or without 1 itself.</summary>
    public static ToolOption<double?> Fraction(string name, string description, bool belowOne = true) => Create<double>(
        name, belowOne ? "at least 0 and less than 1" : "between 0 and 1", description, "FRACTION", null,
        text => Parse(text) is { } x && x >= 0 && (x < 1 || (!belowOne && x == 1)) ? x : null);

    private static ToolOption<T?> Create<T>(
        string name, string bounds, string description, string helpName, T? otherwise, Func<string, T?> parse)
        where T : struct
    {
        var option = new ToolOption<T?>(name) { Description = description, HelpName = helpName };
        if (otherwise is not null) option.DefaultValueFactory = _ => otherwise;
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (parse(text) is { } value) return value;
            result.AddError($"{name} must be {bounds}, not '{text}'");
            return null;
        };
        return option;
    }

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && double.IsFinite(x)
            ? x
            : null;
}
