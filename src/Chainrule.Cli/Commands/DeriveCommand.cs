using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>derive FILE</c>: the backward pass as a person would write it.</summary>
internal static class DeriveCommand
{
    public static Command Create()
    {
        var chain = new ChainArguments();
        Option<string?> format = SharedOptions.Choice(
            "--format", "How to write it.", "text", "text", "latex", "markdown", "html", "indices", "numpy", "pytorch",
            "csharp", "claims");
        var wrt = new Option<string?>("--wrt")
        {
            Description = "Derive by these names only, as in W1,b1.",
            HelpName = "NAMES",
        };
        var steps = new Option<bool>("--steps") { Description = "Show how each line follows from the chain rule." };
        var output = new Option<string?>("--out") { Description = "Write to this file.", HelpName = "FILE" };
        var command = new Command("derive",
            "Derive the gradients of a .chain file, with the shapes of all factors and the reason of each line.")
        {
            chain.File, format, wrt, steps, chain.Dimensions, output,
        };
        command.SetAction(parsed =>
        {
            ChainProgram program = ChainArguments.Load(parsed.GetValue(chain.File)!);
            string[] names = parsed.GetValue(wrt)?.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
            Derivation derivation = Derive(program, ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)), names);
            string? file = parsed.GetValue(output);
            string text = Written(
                derivation, parsed.GetValue(format)!, parsed.GetValue(steps), colour: file is null && !Screen.IsPlain);
            if (file is null) Console.WriteLine(text.TrimEnd());
            else AtomicFile.WriteAllText(file, text);
        });
        return command.WithExamples(
            ("derive autoencoder.chain", "every gradient, with shapes and reasons"),
            ("derive autoencoder.chain --wrt W1,b1 --steps", "two of them, step by step"),
            ("derive autoencoder.chain --format html --out derivation.html", "a page to read or to hand in"),
            ("derive autoencoder.chain --format numpy --out autoencoder.py",
                "a program that returns the cost and every gradient"));
    }

    /// <summary>The gradients of a program by some of its names; by all parameters where there is none.</summary>
    public static Derivation Derive(ChainProgram program, Dictionary<string, int> sizes, string[] names)
    {
        ChainModel model = program.Build(new ChainOptions
        {
            Dimensions = sizes,
            DType = DType.Float64,
            FillDimensions = true,
            Training = true,   // dropout is part of what is differentiated
        });
        if (model.Cost is null)
            throw new ChainruleException($"{program.File} names no cost to derive: write `minimize` and its name.");
        return Derivation.Of(model.Cost, [.. names.Select(name => model[name])], model.Outputs);
    }

    /// <summary>A derivation in one of the formats.</summary>
    public static string Written(Derivation derivation, string format, bool steps, bool colour) => format switch
    {
        "latex" => derivation.ToLatex(),
        "markdown" => derivation.ToMarkdown(steps),
        "html" => derivation.ToHtml(),
        "indices" => derivation.ToIndices(),
        "numpy" => derivation.ToNumPy(),
        "pytorch" => derivation.ToPyTorch(),
        "csharp" => derivation.ToCSharp(),
        "claims" => derivation.ToClaims(),
        _ => derivation.ToText(steps, colour),
    };
}
