using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Chainrule.Cli;

/// <summary>Adds a list of examples to the end of a command's help.</summary>
internal static class Examples
{
    public static TCommand WithExamples<TCommand>(
        this TCommand command, params (string Arguments, string Purpose)[] examples)
        where TCommand : Command
    {
        if (command.Options.OfType<HelpOption>().FirstOrDefault() is { } option)
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!);
        }
        ByCommand[command] = examples;
        return command;
    }

    private static readonly Dictionary<Command, (string Arguments, string Purpose)[]> ByCommand = [];

    internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            if (!ByCommand.TryGetValue(
                parseResult.CommandResult.Command, out (string Arguments, string Purpose)[]? examples))
                return code;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach ((string arguments, string purpose) in examples)
            {
                output.WriteLine($"  chainrule {arguments}");
                output.WriteLine($"      {purpose}");
            }
            output.WriteLine();
            return code;
        }
    }
}
