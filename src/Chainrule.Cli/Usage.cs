using System.CommandLine;
using System.CommandLine.Parsing;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli;

/// <summary>What is wrong with a command line, and what was probably meant.</summary>
internal static class Usage
{
    /// <summary>What is wrong, in a sentence without its end; null if nothing is.</summary>
    public static string? Problem(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (UnknownOption(parsed, command) is { } option)
            return $"there is no option '{option}'{HintForOption(option, command)}";
        if (parsed.UnmatchedTokens.Count == 0)
            return parsed.Errors.Count == 0 ? null : Missing(parsed, command) ?? LowerFirst(parsed.Errors[0].Message);
        string word = parsed.UnmatchedTokens[0];
        if (command.Subcommands.Count == 0) return $"unexpected argument '{word}'";
        string? nearest = Spelling.Nearest(word, command.Subcommands.Select(one => one.Name));
        return $"there is no command '{word}'{DidYouMean(nearest)}";
    }

    /// <summary>The words by which a command is called, such as <c>chainrule data show</c>.</summary>
    public static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;

    // The parser takes unknown options for arguments, and for values of options, as long as some are wanted. A single
    // dash is no option where an argument may begin with one, as the formula -x^2 does.
    private static string? UnknownOption(ParseResult parsed, Command command) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument).Select(token => token.Value.Split('=')[0])
        .FirstOrDefault(word => word.Length > 1 && word[0] == '-' && (word[1] == '-' ? word.Length > 2
            : char.IsAsciiLetter(word[1])
                && (parsed.UnmatchedTokens.Contains(word) || IsForeign(word, command.Options))));

    private static string HintForOption(string word, Command command)
    {
        word = word.ToLowerInvariant().Replace('_', '-');
        foreach (Option option in command.Options)
        {
            if (NamesOf(option).Contains(word)) return DidYouMean(option.Name);
            if (option is not IToolOption known || !known.ForeignWords.TryGetValue(word, out string? answer)) continue;
            return answer is null ? DidYouMean(option.Name) : $": {answer}; see {option.Name}";
        }
        if (HintFromOtherCommands(word) is { } hint) return hint;
        string? nearest = Spelling.Nearest(word, command.Options.SelectMany(WordsFor));
        return DidYouMean(command.Options.FirstOrDefault(option => WordsFor(option).Contains(nearest))?.Name);
    }

    // An option, or a foreign word for one, that other commands know.
    private static string? HintFromOtherCommands(string word)
    {
        (Command Command, Option Option)[] places =
        [
            .. Tool.Commands().Subcommands.SelectMany(command => command.Options
                .Where(option => NamesOf(option).Contains(word) || IsForeign(word, [option]))
                .Select(option => (command, option))),
        ];
        if (places.Length == 0) return null;
        Option option = places[0].Option;
        string commands = string.Join(", ", places.Where(place => place.Option.Name == option.Name)
            .Select(place => $"'{place.Command.Name}'"));
        string answer = option is IToolOption known && known.ForeignWords.GetValueOrDefault(word) is { } told
            ? $"{told}; " : "";
        return $": {answer}{option.Name} is an option of {commands}";
    }

    private static bool IsForeign(string word, IEnumerable<Option> options) =>
        options.OfType<IToolOption>().Any(option => option.ForeignWords.ContainsKey(word));

    private static IEnumerable<string> NamesOf(Option option) => [option.Name, .. option.Aliases];

    // An answer is given to its exact word alone.
    private static IEnumerable<string> WordsFor(Option option) => option is not IToolOption known ? NamesOf(option)
        : [.. NamesOf(option), .. known.ForeignWords.Where(pair => pair.Value is null).Select(pair => pair.Key)];

    private static string? Missing(ParseResult parsed, Command command)
    {
        Argument? argument =
            command.Arguments.FirstOrDefault(one => one.Arity.MinimumNumberOfValues > 0
                && parsed.GetResult(one) is not { Tokens.Count: > 0 });
        if (argument is not null)
            return $"{command.Name} requires {argument.Name}: {LowerFirst(argument.Description!)}";
        foreach (Option option in command.Options)
        {
            OptionResult? result = parsed.GetResult(option);
            if (result is { Implicit: false, Tokens.Count: 0 } && option.Arity.MinimumNumberOfValues > 0)
                return $"{option.Name} requires a value, {option.HelpName}: {LowerFirst(option.Description!)}";
            if (option.Required && result is not { Tokens.Count: > 0 })
                return $"{option.Name} {option.HelpName} is required: {LowerFirst(option.Description!)}";
        }
        return null;
    }

    private static string DidYouMean(string? name) => name is null ? "" : $", did you mean '{name}'?";

    private static string LowerFirst(string text) =>
        text.Length > 1 && (char.IsLower(text[1]) || text[1] == ' ')
            ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
