using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>check FILE</c>: the gradients of a program against numbers, and its claims graded.</summary>
internal static class CheckCommand
{
    // Second derivatives are found from differences of gradients, so they carry more rounding.
    private const double SecondTolerance = 1e-5;

    public static Command Create()
    {
        var chain = new ChainArguments();
        Option<long?> seed = NumberOption.Seed("--seed", "Chooses the random point.", 1);
        var arrays = new Option<string?>("--arrays")
        {
            Description = "Take inputs and parameters from this .npz archive; what it lacks is random.",
            HelpName = "FILE",
        };
        var second = new Option<bool>("--second") { Description = "Check the second derivatives too." };
        var all = new Option<bool>("--all")
        {
            Description = "Try every element of large tensors, however long it takes; by default some are sampled.",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "Say of each wrong claim why the right line holds, too.",
        };
        Option<int?> hint = NumberOption.Whole(
            "--hint", 1,
            "Tell one step of help for wrong claims: 1 what is wrong, 2 why the right line holds, 3 the right line.",
            "STEP");
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "check", "Compare the gradients of a .chain file with central differences, and grade its claims.")
        {
            chain.File, seed, chain.Dimensions, arrays, second, all, explain, hint, json,
        };
        command.SetAction(parsed =>
        {
            string? path = parsed.GetValue(arrays);
            IReadOnlyDictionary<string, Tensor> given =
                path is null ? new Dictionary<string, Tensor>() : NumpyFile.ReadArchive(path);
            ChainProgram program = ChainArguments.Load(parsed.GetValue(chain.File)!, given);
            ChainArguments.RequireKnown(program, given, path ?? "");
            long point = parsed.GetValue(seed)!.Value;
            ChainModel model = program.AtRandomPoint(new ChainOptions
            {
                Dimensions = ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)),
                Arrays = given,
                Seed = point,
                Training = true,   // dropout is part of what is differentiated
            });
            var options = new GradientCheckOptions { Seed = point };
            if (parsed.GetValue(all)) options = options with { MaximumWork = double.PositiveInfinity };
            GradientCheckReport report = model.CheckGradients(options);
            bool asJson = parsed.GetValue(json);
            if (!asJson) Console.WriteLine($"{program.File} in float64 at {Place(model, given, point)}");
            bool passed = Write(report, asJson);
            if (parsed.GetValue(second))
            {
                if (!asJson) Console.WriteLine();
                passed &= Write(
                    model.CheckGradients(options with { SecondOrder = true, Tolerance = SecondTolerance }), asJson);
            }
            passed &= ClaimLines.Write(
                model.GradeClaims(point), parsed.GetValue(explain), parsed.GetValue(hint), asJson);
            return passed ? Tool.Done : Tool.NotMet;
        });
        return command.WithExamples(
            ("check autoencoder.chain", "every gradient against numbers, every claim graded"),
            ("check stuck.chain --hint 1", "what is wrong with each claim, and not yet what is right"),
            ("check stuck.chain --dim m=5,n=2 --seed 7", "sizes and point of your own"),
            ("check autoencoder.chain --arrays point.npz --second", "at a given point, second derivatives too"));
    }

    private static string Place(ChainModel model, IReadOnlyDictionary<string, Tensor> given, long seed)
    {
        string[] free = [.. model.Inputs.Concat(model.Parameters).Select(variable => variable.Name!)
            .Where(name => !given.ContainsKey(name))];
        string place = free.Length == 0 ? "the given point"
            : given.Count == 0 ? $"a random point (seed {seed})"
            : $"the given point, with {string.Join(", ", free)} at random (seed {seed})";
        string sizes = string.Join(", ", model.Dimensions.Select(size => $"{size.Key} = {size.Value}"));
        return sizes.Length > 0 ? $"{place}, {sizes}" : place;
    }

    private static bool Write(GradientCheckReport report, bool json)
    {
        if (json)
        {
            foreach (GradientCheckEntry entry in report.Entries) WriteJson(entry, report);
            return report.Passed;
        }
        Console.WriteLine(report.ToString().TrimEnd());
        string what = report.Options.SecondOrder ? "second derivatives" : "gradients";
        int wrong = report.Entries.Count(entry => !entry.Passed);
        if (report.NotFinite is { } notFinite)
        {
            Console.WriteLine($"the {what} cannot be checked at this point: {notFinite}");
            return false;
        }
        Console.WriteLine(report.Passed
            ? $"all {report.Entries.Count} {what} agree with central differences"
            : $"{wrong} of {report.Entries.Count} {what} do not agree with central differences");
        if (report.Entries.Any(IsNearZero))
            Console.WriteLine("the errors of elements near 0 are relative to larger ones of the same gradient");
        if (report.Entries.Any(entry => !entry.IsComplete))
            Console.WriteLine("elements of large tensors are a sample: --all tries every one");
        return report.Passed;
    }

    // Whether the error is far below what the two numbers alone would give.
    private static bool IsNearZero(GradientCheckEntry entry) => Math.Abs(entry.Analytic - entry.Numeric)
        > 10 * entry.RelativeError * Math.Max(Math.Abs(entry.Analytic), Math.Abs(entry.Numeric));

    private static void WriteJson(GradientCheckEntry entry, GradientCheckReport report) => JsonLine.Write(line =>
    {
        line.WriteString("event", report.Options.SecondOrder ? "second_derivative" : "gradient");
        line.WriteString("gradient", $"d{report.Cost}/d{entry.Name}");
        line.WriteString("shape", entry.Shape.ToSymbolicString());
        line.WriteNumber("elements", entry.Elements);
        line.WriteNumber("of", entry.Shape.Size);
        line.WriteNumber("kinks", entry.Kinks);
        line.WriteMeasured("relative_error", entry.RelativeError);
        line.WriteBoolean("passed", entry.Passed);
        line.WriteBoolean("finite", entry.IsFinite);
    });
}
