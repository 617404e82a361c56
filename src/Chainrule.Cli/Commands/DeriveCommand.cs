using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>derive FILE</c>: the backward pass as one would write it by hand.</summary>
internal static class DeriveCommand
{
    public static Command Create()
    {
        var chain = new ChainArguments();
        ToolOption<string?> format = SharedOptions.Choice(
            "--format", "Output format.", "text", "text", "latex", "markdown", "html", "indices", "numpy", "pytorch",
            "csharp", "claims").KnownElsewhereAs("--to", "--output-format");
        ToolOption<string?> wrt = new ToolOption<string?>("--wrt")
        {
            Description = "Derive with respect to these names only, as in W1,b1.",
            HelpName = "NAMES",
        }.KnownElsewhereAs("--by", "--with-respect-to", "--parameters", "--params");
        ToolOption<bool> steps = new ToolOption<bool>("--steps")
        {
            Description = "Show how each line follows from the chain rule.",
        }.KnownElsewhereAs("--step-by-step", "--verbose", "-v");
        ToolOption<string?> arrays = SharedOptions.Arrays("Take shapes from the arrays of this .npz archive.");
        ToolOption<string?> cost = new ToolOption<string?>("--cost")
        {
            Description = "Of several costs, derive the gradients of this one only.",
            HelpName = "NAME",
        };
        ToolOption<string?> language = SharedOptions.Language();
        ToolOption<string?> jacobian = new ToolOption<string?>("--jacobian")
        {
            Description = "Derive all partial derivatives of one value by another, as in h/z.",
            HelpName = "VALUE/NAME",
        };
        ToolOption<string?> hessian = new ToolOption<string?>("--hessian")
        {
            Description = "Derive the second derivatives of a scalar, as in f/x.",
            HelpName = "SCALAR/NAME",
        };
        ToolOption<string?> output = SharedOptions.Out("Write to this file.");
        var quiz = new ToolOption<bool>("--quiz")
        {
            Description = "Ask for each line and grade the answers; with --out, write the lines as claims left blank.",
        };
        ToolOption<bool> watch = Watching.Option();
        var command = new Command("derive",
            "Derive the gradients of a .chain file, with the shapes of all factors and a reason for each line.")
        {
            chain.File, format, wrt, cost, jacobian, hessian, steps, language, chain.Dimensions, arrays, output,
            quiz, watch,
        };
        command.SetAction(parsed =>
        {
            using IDisposable wording = Wording.Use(parsed.GetValue(language)!);
            if (parsed.GetValue(watch) && parsed.GetValue(quiz)) throw BesideQuiz("--watch");
            if (parsed.GetValue(watch)) Watching.Run(parsed.GetValue(chain.File)!, command, () => Run(parsed));
            else Run(parsed);
        });
        return command.WithExamples(
            ("derive autoencoder.chain", "every gradient, with shapes and reasons"),
            ("derive autoencoder.chain --wrt W1,b1 --steps", "two of them, step by step"),
            ("derive network.chain --jacobian p/z", "all partial derivatives of p by z, as a matrix"),
            ("derive autoencoder.chain --format html --out derivation.html", "a web page to read or hand in"),
            ("derive autoencoder.chain --quiz --out quiz.chain", "the lines left blank, to fill in and `check`"),
            ("derive autoencoder.chain --format numpy --out autoencoder.py",
                "a program that returns the cost and every gradient"));

        void Run(ParseResult parsed)
        {
            (ChainProgram program, IReadOnlyDictionary<string, Tensor> given) =
                ChainArguments.Load(parsed.GetValue(chain.File)!, parsed.GetValue(arrays));
            string[] names = parsed.GetValue(wrt)?.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
            string? file = parsed.GetValue(output), chosen = parsed.GetValue(cost);
            string form = parsed.GetValue(format)!;
            IReadOnlyList<ChainProgram> programs = chosen is null ? program.PerCost() : [program.WithCost(chosen)];
            if (programs.Count > 1 && form is "html" or "numpy" or "pytorch" or "csharp")
                throw new ChainruleException(
                    $"{program.File} has several costs, and --format {form} writes one: choose it with " +
                    $"--cost {program.Cost}.");
            Dictionary<string, int> sizes = ChainArguments.Sizes(parsed.GetValue(chain.Dimensions));
            string? first = parsed.GetValue(jacobian), second = parsed.GetValue(hessian);
            if (parsed.GetValue(steps) && (first ?? second) is not null)
                throw new ChainruleException(
                    "--steps tells how the gradients of a cost follow, and " +
                    $"{(first is null ? "--hessian" : "--jacobian")} asks for something else: leave one of them out.");
            if (parsed.GetValue(quiz))
            {
                string? other = form != "text" ? "--format" : first is not null ? "--jacobian"
                    : second is not null ? "--hessian" : parsed.GetValue(steps) ? "--steps" : null;
                if (other is not null) throw BesideQuiz(other);
                var place = new ChainOptions
                {
                    Dimensions = sizes,
                    Arrays = given,
                    Seed = SharedOptions.UsualSeed,
                    Training = true,
                };
                Ask(program, place, [.. programs.Select(one => Derive(one, given, sizes, names))], file);
                return;
            }
            bool color = file is null && !Screen.IsPlain;
            string text = first is not null || second is not null
                ? string.Join('\n', new[] { (first, "--jacobian"), (second, "--hessian") }
                    .Where(pair => pair.Item1 is not null)
                    .Select(pair => Partial(program, given, sizes, pair.Item1!, pair.Item2, form)))
                : string.Join('\n', programs.Select(one =>
                    Written(Derive(one, given, sizes, names), form, parsed.GetValue(steps), color)));
            if (file is null) Console.WriteLine(text.TrimEnd());
            else AtomicFile.WriteAllText(file, text);
        }
    }

    private static ChainruleException BesideQuiz(string other) =>
        new($"--quiz asks for the lines, and {other} does something else: leave one out.");

    // In the terminal, or as a file.
    private static void Ask(
        ChainProgram program, ChainOptions options, IReadOnlyList<Derivation> derivations, string? file)
    {
        var quiz = Quiz.Of(program, options, derivations);
        DerivationLine[] forward =
            [.. derivations.SelectMany(one => one.Forward).DistinctBy(line => line.Left)];
        if (file is not null) AtomicFile.WriteAllText(file, quiz.ToString());
        else new QuizDialog(quiz, forward, program).Run();
    }

    /// <summary>The gradients of a program by some of its names; by all parameters where there is none.</summary>
    public static Derivation Derive(
        ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, Dictionary<string, int> sizes,
        string[] names) => program.Derive(new ChainOptions { Dimensions = sizes, Arrays = arrays }, names);

    // The Jacobian h/z, or the Hessian f/x.
    private static string Partial(
        ChainProgram program, IReadOnlyDictionary<string, Tensor> given, Dictionary<string, int> sizes, string asked,
        string option, string format)
    {
        if (asked.Split('/', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } of, { Length: > 0 } by])
            throw new ChainruleException($"{option} takes two names, as in {option} h/z, not {asked}.");
        ChainModel model = program.AtRandomPoint(new ChainOptions
        {
            Arrays = given,
            Dimensions = sizes,
            Seed = SharedOptions.UsualSeed,
            Training = true,
        });
        JacobianDerivation derivation = option == "--hessian"
            ? JacobianDerivation.HessianOf(model[of], model[by]) : JacobianDerivation.Of(model[of], model[by]);
        return format switch
        {
            "text" => derivation.ToString(),
            "latex" => derivation.ToLatex()
                ?? throw new ChainruleException($"No formula was found for {asked}: --format text prints numbers."),
            _ => throw new ChainruleException($"{option} is written as text or latex: --format {format} is not."),
        };
    }

    /// <summary>A derivation in one of the formats.</summary>
    public static string Written(Derivation derivation, string format, bool steps, bool color) =>
        format == "text" ? derivation.ToText(steps, color) : derivation.To(format, steps);
}
