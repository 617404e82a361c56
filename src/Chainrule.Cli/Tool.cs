using System.CommandLine;
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

    public static async Task<int> RunAsync(string[] arguments)
    {
        ParseResult parsed = Commands().Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not Examples.HelpWithExamples)
        {
            foreach (ParseError error in parsed.Errors) Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine($"See '{CommandPath(parsed.CommandResult)} --help'.");
            return BadInput;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            });
        }
        catch (Exception error) when (error is ChainruleException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"chainrule: {error.Message}");
            return BadInput;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("chainrule: cancelled.");
            return NotMet;
        }
    }

    public static RootCommand Commands()
    {
        var root = new RootCommand("Neural networks that show their work: train, evaluate, predict, explain.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            SummaryCommand.Create(),
            DataCommand.Create(),
        };
        return root.WithExamples(
            ("train digits", "train a classifier of numerals in a few seconds, on data made here"),
            ("evaluate runs/digits digits", "judge the trained model"),
            ("COMMAND --help", "say more about one command"));
    }

    private static string CommandPath(SymbolResult? result)
    {
        string path = "";
        for (; result is CommandResult command; result = command.Parent)
            path = command.Command is RootCommand ? $"chainrule{path}" : $" {command.Command.Name}{path}";
        return path;
    }
}
