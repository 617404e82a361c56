using System.CommandLine;
using Chainrule.Cli.Chains;

namespace Chainrule.Cli.Commands;

/// <summary><c>convert FILE</c>: the same mathematics in another language.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var chain = new ChainArguments();
        ToolOption<string?> to = SharedOptions.Choice(
            "--to", "Target language.", "chain", "chain", "numpy", "pytorch", "csharp", "latex")
            .KnownElsewhereAs("--format", "--target");
        ToolOption<string?> arrays = SharedOptions.Arrays("Take shapes from the arrays of this .npz archive.");
        ToolOption<string?> output = SharedOptions.Out("Write to this file.");
        ToolOption<string?> language = SharedOptions.Language();
        var command = new Command("convert",
            "Convert a .chain or Python file to another language: its forward pass, and the derived gradients.")
        {
            chain.File, to, language, chain.Dimensions, arrays, output,
        };
        command.SetAction(parsed =>
        {
            using IDisposable wording = Wording.Use(parsed.GetValue(language)!);
            (ChainProgram program, IReadOnlyDictionary<string, Tensor> given) =
                ChainArguments.Load(parsed.GetValue(chain.File)!, parsed.GetValue(arrays));
            string target = parsed.GetValue(to)!;
            string text = target == "chain" ? program.ToString()
                : DeriveCommand.Written(
                    DeriveCommand.Derive(program, given, ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)), []),
                    target, steps: false, color: false);
            if (parsed.GetValue(output) is { } file) AtomicFile.WriteAllText(file, text);
            else Console.WriteLine(text.TrimEnd());
        });
        return command.WithExamples(
            ("convert net.py", "a Python file as Chainrule reads it, as a .chain file"),
            ("convert autoencoder.chain --to pytorch --out autoencoder.py", "a PyTorch program"),
            ("convert net.py --to latex", "the derivation in LaTeX"));
    }
}
