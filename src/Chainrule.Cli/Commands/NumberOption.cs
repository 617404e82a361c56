using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Chainrule.Cli.Commands;

/// <summary>
/// Options that take a number within bounds, and say so in one sentence when they are given something else.
/// </summary>
internal static class NumberOption
{
    public static Option<int?> Whole(
        string name, int least, string description, string helpName = "N", int? otherwise = null) => Create(
        name, $"a whole number from {least}", description, helpName, otherwise,
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= least
            ? n
            : null);

    /// <summary>A whole number, or the word <c>all</c>, which is the largest one.</summary>
    public static Option<int?> WholeOrAll(string name, string description, int otherwise) => Create<int>(
        name, "a whole number from 1 or 'all'", description, "N", otherwise,
        text => text == "all" ? int.MaxValue
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= 1
            ? n
            : null);

    public static Option<long?> Seed(string name, string description, long? otherwise) => Create<long>(
        name, "a whole number", description, "N", otherwise,
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n)
            ? n
            : null);

    /// <summary>A finite number from 0.</summary>
    public static Option<double?> Positive(string name, string description, string helpName, bool orZero = false) =>
        Create<double>(
        name, orZero ? "a finite number from 0" : "a finite number above 0", description, helpName, null,
        text => Parse(text) is { } x && (x > 0 || (orZero && x == 0)) ? x : null);

    public static Option<double?> Share(string name, string description, bool belowOne = true) => Create<double>(
        name, belowOne ? "a share from 0 up to but not including 1" : "a share from 0 to 1", description, "SHARE", null,
        text => Parse(text) is { } x && x >= 0 && (x < 1 || (!belowOne && x == 1)) ? x : null);

    private static Option<T?> Create<T>(
        string name, string takes, string description, string helpName, T? otherwise, Func<string, T?> parse)
        where T : struct
    {
        var option = new Option<T?>(name) { Description = description, HelpName = helpName };
        if (otherwise is not null) option.DefaultValueFactory = _ => otherwise;
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (parse(text) is { } value) return value;
            result.AddError($"{name} takes {takes}, not '{text}'");
            return null;
        };
        return option;
    }

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && double.IsFinite(x)
            ? x
            : null;
}
