using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>check FILE</c>: checks the gradients of a program numerically and grades its claims.</summary>
internal static class CheckCommand
{
    // Second derivatives are found from differences of gradients, so they carry more rounding.
    private const double SecondTolerance = 1e-5;

    public static Command Create()
    {
        var chain = new ChainArguments();
        ToolOption<long?> seed = SharedOptions.Seed("Random seed of the point to check at.", SharedOptions.UsualSeed);
        ToolOption<string?> arrays = SharedOptions.Arrays(
            "Take inputs and parameters from this .npz archive; what it lacks is random.");
        var second = new ToolOption<bool>("--second") { Description = "Check second derivatives as well." };
        var all = new ToolOption<bool>("--all")
        {
            Description = "Check every element of large tensors, not only a sample; this can take long.",
        };
        var explain = new ToolOption<bool>("--explain")
        {
            Description = "For each wrong claim, also explain why the correct line holds.",
        };
        ToolOption<int?> hint = NumberOption.Whole(
            "--hint", 1, ClaimLines.LastHint,
            "Give one hint for each wrong claim: 1 what is wrong, 2 why the correct line holds, 3 the correct line.",
            "STEP");
        ToolOption<string?> language = SharedOptions.Language();
        ToolOption<bool> json = SharedOptions.Json(), watch = Watching.Option();
        var command = new Command(
            "check", "Check the gradients of a .chain file against central differences, and grade its claims.")
        {
            chain.File, seed, chain.Dimensions, arrays, second, all, explain, hint, language, json, watch,
        };
        command.SetAction(parsed =>
        {
            using IDisposable wording = Wording.Use(parsed.GetValue(language)!);
            if (!parsed.GetValue(watch)) return Check(parsed) ? Tool.Done : Tool.NotMet;
            return Watching.Run(parsed.GetValue(chain.File)!, command, () => Check(parsed));
        });
        return command.WithExamples(
            ("check autoencoder.chain", "check every gradient numerically and grade every claim"),
            ("check stuck.chain --hint 1", "what is wrong with each claim, without the solution"),
            ("check stuck.chain --dim m=5,n=2 --seed 7", "with given sizes, at another random point"),
            ("check autoencoder.chain --arrays point.npz --second", "at a given point, second derivatives as well"));

        bool Check(ParseResult parsed)
        {
            (ChainProgram program, IReadOnlyDictionary<string, Tensor> given) =
                ChainArguments.Load(parsed.GetValue(chain.File)!, parsed.GetValue(arrays));
            long point = parsed.GetValue(seed)!.Value;
            var place = new ChainOptions
            {
                Dimensions = ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)),
                Arrays = given,
                Seed = point,
                Training = true,   // dropout is part of what is differentiated
            };
            ChainModel model = program.AtRandomPoint(place);
            var options = new GradientCheckOptions { Seed = point };
            if (parsed.GetValue(all)) options = options with { MaximumWork = double.PositiveInfinity };
            bool asJson = parsed.GetValue(json);
            if (!asJson)
                Console.WriteLine(Wording.Say($"{program.File} in float64 at {Place(model, given, point)}"));
            bool passed = true;
            // A program without a cost may claim Jacobians.
            IReadOnlyList<ClaimVerdict> verdicts = model.GradeClaims(point);
            foreach (ChainProgram one in program.Cost is null && verdicts.Count > 0 ? [] : program.PerCost())
            {
                ChainModel at = one == program ? model : one.AtRandomPoint(place);
                passed &= Write(at.CheckGradients(options), asJson);
                if (!parsed.GetValue(second)) continue;
                if (!asJson) Console.WriteLine();
                passed &= Write(
                    at.CheckGradients(options with { SecondOrder = true, Tolerance = SecondTolerance }), asJson);
            }
            passed &= ClaimLines.Write(
                verdicts, program.Blanks, parsed.GetValue(explain), parsed.GetValue(hint), asJson);
            return passed;
        }
    }

    private static string Place(ChainModel model, IReadOnlyDictionary<string, Tensor> given, long seed)
    {
        string[] free = [.. model.Inputs.Concat(model.Parameters).Select(variable => variable.Name!)
            .Where(name => !given.ContainsKey(name))];
        string place = free.Length == 0 ? Wording.Say($"the given point")
            : given.Count == 0 ? Wording.Say($"a random point (seed {seed})")
            : Wording.Say($"the given point, with {string.Join(", ", free)} at random (seed {seed})");
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
        bool isSecond = report.Options.SecondOrder;
        int all = report.Entries.Count, wrong = report.Entries.Count(entry => !entry.Passed);
        if (report.NotFinite is { } notFinite)
        {
            Console.WriteLine(isSecond
                ? Wording.Say($"the second derivatives cannot be checked at this point: {notFinite}")
                : Wording.Say($"the gradients cannot be checked at this point: {notFinite}"));
            return false;
        }
        Console.WriteLine((report.Passed, isSecond) switch
        {
            (true, false) when all == 1 => Wording.Say($"the gradient agrees with central differences"),
            (false, false) when all == 1 => Wording.Say($"the gradient does not agree with central differences"),
            (true, true) when all == 1 => Wording.Say($"the second derivatives agree with central differences"),
            (false, true) when all == 1 =>
                Wording.Say($"the second derivatives do not agree with central differences"),
            (true, false) => Wording.Say($"all {all} gradients agree with central differences"),
            (true, true) => Wording.Say($"all {all} second derivatives agree with central differences"),
            (false, false) =>
                Wording.Say($"{wrong} of {all} gradients {wrong:does|do} not agree with central differences"),
            _ => Wording.Say($"{wrong} of {all} second derivatives do not agree with central differences"),
        });
        if (report.Entries.Any(IsNearZero))
            Console.WriteLine(
                Wording.Say($"errors of elements near 0 are relative to larger elements of the same gradient"));
        if (report.Entries.Any(entry => !entry.IsComplete))
            Console.WriteLine(
                Wording.Say($"large tensors were checked on a sample of elements: --all checks every one"));
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
