using System.CommandLine;
using System.CommandLine.Help;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli;

/// <summary>The <c>chainrule</c> tool: its commands, and how errors become one sentence and an exit code.</summary>
internal static class Tool
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work is done, but a check of its result failed.</summary>
    public const int NotMet = 1;

    /// <summary>The command line or its input cannot be used.</summary>
    public const int BadInput = 2;

    public static int Run(string[] arguments)
    {
        // An argument such as @images is a file's name, not a file of further arguments.
        ParseResult parsed = Commands().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool asksForHelp = parsed.Action is Examples.HelpWithExamples;
        if (!asksForHelp && Usage.Problem(parsed) is { } problem) return Reject(parsed, arguments, problem);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("chainrule: interrupted before there was anything to save.");
            return NotMet;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"chainrule: {Sentence(error, parsed.CommandResult.Command, parsed)}");
            return error is DivergenceException ? NotMet : BadInput;
        }
    }

    public static Command Commands()
    {
        // A command and not a RootCommand, which would be called after the file that holds it.
        var root = new Command(
            "chainrule",
            "Neural networks that show their work: train, evaluate, predict, explain.\n" +
            "Exit codes: 0 success, 1 a check failed or training diverged, 2 invalid command line or input.")
        {
            TrainCommand.Create(),
            RecipesCommand.Create(),
            SearchCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            SummaryCommand.Create(),
            DataCommand.Create(),
            DeriveCommand.Create(),
            CheckCommand.Create(),
            GradientsCommand.Create(),
            ConvertCommand.Create(),
            PlotCommand.Create(),
            StudioCommand.Create(),
            BenchCommand.Create(),
            CompletionsCommand.Create(),
            CompletionsCommand.CreateComplete(),
            new HelpOption(),
            new VersionOption(),
        };
        return root.WithExamples(
            ("train digits", "train a digit classifier in a few seconds, on generated data"),
            ("evaluate runs/digits digits", "evaluate the trained model"),
            ("derive autoencoder.chain", "derive the backward pass line by line, with shapes and reasons"),
            ("check stuck.chain", "check every gradient numerically and grade every claim"),
            ("studio", "open the page, where programs are derived as they are typed"),
            ("COMMAND --help", "show the help of a command"));
    }

    // A command that only has commands below it, given alone, is a question: its help is the answer.
    private static int Reject(ParseResult parsed, string[] arguments, string problem)
    {
        if (parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            Commands().Parse([.. arguments, "--help"]).Invoke();
            return BadInput;
        }
        string help = $"see '{Usage.PathOf(parsed.CommandResult)} --help'.";
        Console.Error.WriteLine(
            $"chainrule: {(problem.EndsWith('?') ? $"{problem} S{help[1..]}" : $"{problem.TrimEnd('.')}: {help}")}");
        return BadInput;
    }

    /// <summary>An error in the words of a command.</summary>
    /// <param name="error">The error.</param>
    /// <param name="command">The command.</param>
    /// <param name="parsed">How it was called, where that may have to do with it.</param>
    public static string Sentence(Exception error, Command command, ParseResult? parsed = null) => error switch
    {
        ChainruleException or IOException or UnauthorizedAccessException =>
            LibraryWords.Translate(error.Message, command),
        OutOfMemoryException => $"out of memory: {MoreMemory(command, parsed)}.",
        _ => $"internal error ({error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}): please report it " +
            "together with the command line.",
    };

    // What a command has that needs less memory.
    private static string MoreMemory(Command command, ParseResult? parsed)
    {
        bool streams = parsed?.GetResult("--stream") is System.CommandLine.Parsing.OptionResult { Implicit: false };
        bool Has(string name) => command.Options.Any(option => option.Name == name);
        string layers = Has("--layers") ? ", or use a smaller --batch or smaller --layers" : "";
        return streams ? $"hold fewer samples with --stream{layers}"
            : Has("--stream") ? $"read the data as they are needed, as with --stream 1000{layers}"
            : "use fewer samples or a smaller model";
    }
}
