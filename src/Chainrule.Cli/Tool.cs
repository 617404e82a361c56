using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli;

/// <summary>The <c>chainrule</c> tool: its commands, and how errors become one sentence and an exit code.</summary>
internal static class Tool
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work is done, but what was asked of its result does not hold.</summary>
    public const int NotMet = 1;

    /// <summary>The command line or its input cannot be used.</summary>
    public const int BadInput = 2;

    public static int Run(string[] arguments)
    {
        // An argument such as @images is a file's name, not a file of further arguments.
        ParseResult parsed = Commands().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool asksForHelp = parsed.Action is Examples.HelpWithExamples;
        if (parsed.Errors.Count > 0 && !asksForHelp) return Reject(parsed, arguments);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("chainrule: ended on request before there was anything to save.");
            return NotMet;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"chainrule: {Sentence(error)}");
            return error is DivergenceException ? NotMet : BadInput;
        }
    }

    public static Command Commands()
    {
        // A command and not a RootCommand, which would be called after the file that holds it.
        var root = new Command(
            "chainrule",
            "Neural networks that show their work: train, evaluate, predict, explain.\n" +
            "Exit codes: 0 done, 1 done but what was asked does not hold, 2 the command line or its input cannot be " +
                "used.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            SummaryCommand.Create(),
            DataCommand.Create(),
            DeriveCommand.Create(),
            CheckCommand.Create(),
            GradientsCommand.Create(),
            ConvertCommand.Create(),
            PlotCommand.Create(),
            BenchCommand.Create(),
            new HelpOption(),
            new VersionOption(),
        };
        return root.WithExamples(
            ("train digits", "train a classifier of numerals in a few seconds, on data made here"),
            ("evaluate runs/digits digits", "judge the trained model"),
            ("derive autoencoder.chain", "the backward pass of a forward pass, line by line, with shapes and reasons"),
            ("check stuck.chain", "every gradient against numbers, every claim graded"),
            ("COMMAND --help", "say more about one command"));
    }

    // A command without arguments that has commands below it is a question: its help is the answer.
    private static int Reject(ParseResult parsed, string[] arguments)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            Commands().Parse([.. arguments, "--help"]).Invoke();
            return BadInput;
        }
        Console.Error.WriteLine(
            $"chainrule: {Problem(parsed, command).TrimEnd('.')}: see '{PathOf(parsed.CommandResult)} --help'.");
        return BadInput;
    }

    private static string Problem(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens.Count == 0) return Missing(parsed, command) ?? LowerFirst(parsed.Errors[0].Message);
        string token = parsed.UnmatchedTokens[0];
        bool isOption = token.StartsWith('-') && token.Length > 1 && !char.IsAsciiDigit(token[1]);
        if (!isOption && command.Subcommands.Count == 0) return $"'{token}' is one argument too many";
        IEnumerable<string> known = isOption
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Select(subcommand => subcommand.Name);
        string hint = Language.Vocabulary.Nearest(token, known) is { } meant ? $", did you mean '{meant}'?" : "";
        return $"there is no {(isOption ? "option" : "command")} '{token}'{hint}";
    }

    private static string? Missing(ParseResult parsed, Command command)
    {
        Argument? argument =
            command.Arguments.FirstOrDefault(one => parsed.GetResult(one) is not { Tokens.Count: > 0 });
        if (argument is not null) return $"{command.Name} needs {argument.Name}: {argument.Description}";
        Option? option = command.Options.FirstOrDefault(one =>
            one.Required ? parsed.GetResult(one) is not { Tokens.Count: > 0 }
                : parsed.GetResult(one) is { Implicit: false, Tokens.Count: 0 }
                    && one.Arity.MinimumNumberOfValues > 0);
        return option is null ? null : $"{option.Name} {option.HelpName} is needed: {option.Description}";
    }

    private static string Sentence(Exception error) => error switch
    {
        ChainruleException or IOException or UnauthorizedAccessException => error.Message,
        OutOfMemoryException =>
            "this needs more memory than there is: take fewer samples, smaller layers or a smaller batch.",
        _ =>
            $"this should not happen and is a mistake of ours ({error.GetType().Name}: " +
            $"{error.Message.ReplaceLineEndings(" ")}); " +
            "please report it with the command line.",
    };

    private static string LowerFirst(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static string PathOf(SymbolResult? result)
    {
        string path = "";
        for (; result is CommandResult command; result = command.Parent)
            path = command.Parent is null ? $"{command.Command.Name}{path}" : $" {command.Command.Name}{path}";
        return path;
    }
}
