using System.CommandLine;
using Chainrule.Cli.Chains;

namespace Chainrule.Cli.Commands;

/// <summary><c>convert FILE</c>: the same mathematics in another language.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var chain = new ChainArguments();
        Option<string?> to = SharedOptions.Choice(
            "--to", "The language to write.", "chain", "chain", "numpy", "pytorch", "csharp", "latex");
        var output = new Option<string?>("--out") { Description = "Write to this file.", HelpName = "FILE" };
        var command = new Command("convert",
            "Write a .chain file or a Python file in another language: its forward pass, and its gradients as derived.")
        {
            chain.File, to, chain.Dimensions, output,
        };
        command.SetAction(parsed =>
        {
            ChainProgram program = ChainArguments.Load(parsed.GetValue(chain.File)!);
            string language = parsed.GetValue(to)!;
            string text = language == "chain" ? program.ToString()
                : DeriveCommand.Written(
                    DeriveCommand.Derive(program, ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)), []),
                    language, steps: false, colour: false);
            if (parsed.GetValue(output) is { } file) AtomicFile.WriteAllText(file, text);
            else Console.WriteLine(text.TrimEnd());
        });
        return command.WithExamples(
            ("convert net.py", "what was understood of a Python file, as a .chain file"),
            ("convert autoencoder.chain --to pytorch --out autoencoder.py", "a program for PyTorch"),
            ("convert net.py --to latex", "the derivation for a paper"));
    }
}
