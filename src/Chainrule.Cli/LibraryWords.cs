using System.CommandLine;
using System.Text.RegularExpressions;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli;

/// <summary>
/// Messages of the library in the tool's words: where they name a property, such as
/// <c>ChainOptions.Dimensions["k"]</c>, the command line has an option, <c>--dim k=SIZE</c>.
/// </summary>
internal static class LibraryWords
{
    public static string Translate(string message, Command command)
    {
        foreach (Option option in command.Options)
        {
            if (option is not IToolOption { Property: { } property }) continue;
            string pattern = $"""\b{Regex.Escape(property)}\b(\["(?<key>[^"]+)"\])?( = (?<value>\w+(\.\w+)?))?""";
            message = Regex.Replace(
                message, pattern, match => Written(option, match),
                RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
        }
        return message;
    }

    private static string Written(Option option, Match match)
    {
        string? value = !match.Groups["value"].Success ? null
            : match.Groups["value"].Value is "int.MaxValue" ? "all" : match.Groups["value"].Value;
        if (match.Groups["key"] is { Success: true } key)
            return $"{option.Name} {key.Value}={value ?? option.HelpName!.Split('=')[^1]}";
        return value is null ? option.Name : $"{option.Name} {value}";
    }
}
