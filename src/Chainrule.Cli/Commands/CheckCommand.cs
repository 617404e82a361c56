using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>check FILE</c>: the gradients of a program against numbers, and its claims graded.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var chain = new ChainArguments();
        Option<long?> seed = NumberOption.Seed("--seed", "Chooses the random point.", 1);
        var arrays = new Option<string?>("--arrays") { Description = "Take inputs and parameters from this .npz archive.", HelpName = "FILE" };
        var second = new Option<bool>("--second") { Description = "Check the second derivatives too." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("check", "Compare the gradients of a .chain file with central differences, and grade its claims.")
        {
            chain.File, seed, chain.Dimensions, arrays, second, json,
        };
        command.SetAction(parsed =>
        {
            ChainProgram program = ChainArguments.Load(parsed.GetValue(chain.File)!);
            IReadOnlyDictionary<string, Tensor> given = parsed.GetValue(arrays) is { } path
                ? NumpyFile.ReadArchive(path) : new Dictionary<string, Tensor>();
            long point = parsed.GetValue(seed)!.Value;
            ChainModel model = ChainArguments.AtRandomPoint(program, ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)), given, point);
            if (model.Cost is null) throw new ChainruleException($"{program.File} names no cost to differentiate: write `minimize` and its name.");
            string sizes = string.Join(", ", model.Dimensions.Select(size => $"{size.Key} = {size.Value}"));
            bool asJson = parsed.GetValue(json);
            if (!asJson) Console.WriteLine($"{program.File} in float64 at {(given.Count > 0 ? "the given point" : $"a random point (seed {point})")}" +
                $"{(sizes.Length > 0 ? $" with {sizes}" : "")}");
            bool passed = Check(model, new GradientCheckOptions { Seed = point }, asJson);
            if (parsed.GetValue(second)) passed &= Check(model, new GradientCheckOptions { Seed = point, SecondOrder = true, Tolerance = 1e-5 }, asJson);
            passed &= ClaimLines.Write(model, point, asJson);
            return passed ? Tool.Done : Tool.NotMet;
        });
        return command.WithExamples(
            ("check autoencoder.chain", "every gradient against numbers, every claim graded"),
            ("check stuck.chain --dim m=5,n=2 --seed 7", "sizes and point of your own"),
            ("check autoencoder.chain --arrays point.npz --second", "at a given point, second derivatives too"));
    }

    private static bool Check(ChainModel model, GradientCheckOptions options, bool json)
    {
        // Inputs are data: what the cost would gain from other data is no gradient that training uses.
        Tensor[] at = [.. model.Values.Where(value => value.DType.IsFloating() && !value.IsInput && value != model.Cost)];
        GradientCheckReport report = GradientCheck.Run(model.Cost!, at, options);
        if (json)
        {
            foreach (GradientCheckEntry entry in report.Entries) WriteJson(entry, report);
            return report.Passed;
        }
        Console.WriteLine(report.ToString().TrimEnd());
        Console.WriteLine(report.Passed
            ? $"all {report.Entries.Count} {(options.SecondOrder ? "second derivatives" : "gradients")} agree with central differences"
            : $"{report.Entries.Count(entry => !entry.Passed)} of {report.Entries.Count} do not agree");
        return report.Passed;
    }

    private static void WriteJson(GradientCheckEntry entry, GradientCheckReport report) => JsonLine.Write(line =>
    {
        line.WriteString("event", report.Options.SecondOrder ? "second_derivative" : "gradient");
        line.WriteString("gradient", $"d{report.Cost}/d{entry.Name}");
        line.WriteString("shape", entry.Shape.ToSymbolicString());
        line.WriteNumber("elements", entry.Elements);
        line.WriteNumber("kinks", entry.Kinks);
        line.WriteMeasured("relative_error", entry.RelativeError);
        line.WriteBoolean("passed", entry.Passed);
    });
}
