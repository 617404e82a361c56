using System.CommandLine;
using System.Text.RegularExpressions;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli;

/// <summary>
/// Messages of the library in the tool's words: where they name a property, such as
/// <c>ChainOptions.Dimensions["k"]</c>, the command line has an option, <c>--dim k=SIZE</c>.
/// </summary>
internal static partial class LibraryWords
{
    private static readonly Option[] OfData =
        [.. new TableArguments().All, .. new ImageArguments().All, SharedOptions.Precision("")];

    /// <summary>What the library says to a command, or to one that came before it, such as train.</summary>
    public static string Translate(string message, Command command) =>
        Translate(Translate(message, command.Options));

    /// <summary>What the library says of tables and other data.</summary>
    public static string Translate(string message) => Translate(message, OfData);

    private static string Translate(string message, IEnumerable<Option> options)
    {
        if (!Property().IsMatch(message)) return message;
        Dictionary<string, Option> known = new(StringComparer.Ordinal);
        foreach (Option option in options)
            if (option is IToolOption { Property: { } property }) known.TryAdd(property, option);
        return Property().Replace(message, match =>
            known.TryGetValue(match.Groups["property"].Value, out Option? option) ? Written(option, match)
                : match.Value);
    }

    [GeneratedRegex("""\b(?<property>[A-Z]\w*\.[A-Z]\w*\b|\w+(?=\["))(\["(?<key>[^"]+)"\])?"""
        + """( = ("(?<text>[^"]*)"|(?<value>\w+(\.\w+)?)|\((?<width>\d+), (?<height>\d+)\)))?""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Property();

    private static string Written(Option option, Match match)
    {
        if (match.Groups["text"] is { Success: true } text)
            return $"{option.Name} {(text.Value.All(IsPlain) && text.Length > 0 ? text.Value : $"'{text.Value}'")}";
        if (option is Option<bool> && match.Groups["value"].Value is "true" or "false")
            return match.Groups["value"].Value == "true" ? option.Name : $"--no-{option.Name[2..]}";
        if (match.Groups["width"] is { Success: true } width)
            return $"{option.Name} {width.Value}x{match.Groups["height"].Value}";
        string? value = !match.Groups["value"].Success ? null
            : match.Groups["value"].Value is "int.MaxValue" ? "all" : Word(match.Groups["value"].Value);
        if (match.Groups["key"] is { Success: true } key)
            return $"{option.Name} {key.Value}={value ?? option.HelpName!.Split('=')[^1]}";
        return value is null ? option.Name : $"{option.Name} {value}";
    }

    // The value of an enumeration as a word: DayFirst is day-first.
    private static string Word(string value) => !char.IsAsciiLetterUpper(value[0]) ? value
        : string.Concat(value.Select((c, i) =>
            char.IsAsciiLetterUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    private static bool IsPlain(char c) =>
        char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '+' or '%';
}
