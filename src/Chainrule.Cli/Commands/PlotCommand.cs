using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Plots;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary>
/// <c>plot WHAT…</c>: functions with their derivatives, training curves, or the graph of a program.
/// </summary>
internal static class PlotCommand
{
    private const int WidthOfFiles = 120;

    public static Command Create()
    {
        var what = new Argument<string[]>("WHAT")
        {
            Description =
                "Functions (sigmoid, relu, softmax …, or a formula in x), folders of training runs, or one .chain " +
                "file.",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "WHAT",
        };
        what.CompletionSources.Add(_ => FunctionCurves.Names);
        var range = new ToolOption<(double Low, double High)>("--range")
        {
            Description = "Interval of x on which functions are drawn.",
            HelpName = "LOW,HIGH",
            DefaultValueFactory = _ => (-5, 5),
            CustomParser = ParseRange,
        }.KnownElsewhereAs("--xlim", "--x-range", "--domain");
        ToolOption<string?> output = SharedOptions.Out(
            "Write an SVG file; without it, a text plot is printed.");
        var chain = new ChainArguments();
        var command = new Command(
            "plot", "Plot functions and their derivatives, training curves, or the graph of a .chain file.")
        {
            what, range, chain.Dimensions, output,
        };
        command.SetAction(parsed =>
        {
            string[] names = parsed.GetValue(what)!;
            string? file = parsed.GetValue(output);
            RequireSvg(file);
            if (names.FirstOrDefault(name => name.EndsWith(".chain", StringComparison.Ordinal)) is { } path)
            {
                if (names.Length > 1)
                    throw new ChainruleException($"A plot shows one .chain file: plot {path} on its own.");
                Draw(ChainArguments.Load(path).Build(new ChainOptions
                {
                    Dimensions = ChainArguments.Sizes(parsed.GetValue(chain.Dimensions)),
                    // Numbers of the file stand in formulas as they were written.
                    DType = DType.Float64,
                    FillDimensions = true,
                }), file);
                return;
            }
            (double low, double high) = parsed.GetValue(range);
            IEnumerable<Plot> PlotsOf(string name) =>
                Directory.Exists(name) ? HistoryCurves.Of(name) : [Curves.Of(name, low, high)];
            Draw([.. names.SelectMany(PlotsOf)], file);
        });
        return command.WithExamples(
            ("plot sigmoid tanh relu leaky_relu elu softmax --out curves.svg", "activations with their derivatives"),
            ("plot runs/digits", "loss and accuracy by epoch, in the terminal"),
            ("plot autoencoder.chain --out graph.svg", "the graph, forward and backward"));
    }

    private static void RequireSvg(string? file)
    {
        string kind = Path.GetExtension(file ?? "");
        if (kind.Length == 0 || kind.Equals(".svg", StringComparison.OrdinalIgnoreCase)) return;
        throw new ChainruleException(
            $"--out {file}: plots are saved as SVG, not as {kind}: use {Path.ChangeExtension(file, ".svg")}.");
    }

    private static void Draw(ChainModel model, string? file)
    {
        if (model.Program.Costs.Count > 1)
            throw new ChainruleException(
                $"{model.Program.File} has several costs, and a drawing shows the way back from one: take the other " +
                "`minimize` lines out.");
        // Without a cost there is no way back to draw.
        Derivation? derivation = model.Cost is { } cost && model.Values.Any(IsDerivable)
            ? Derivation.Of(cost, [], model.Outputs) : null;
        if (file is not null)
        {
            AtomicFile.WriteAllText(
                file, derivation is null ? GraphDrawing.ToSvg(model.Values) : GraphDrawing.ToSvg(derivation));
            return;
        }
        Console.WriteLine($"{model.Program.File}{(derivation is null ? ": no cost, so no backward pass" : "")}\n");
        int width = Console.IsOutputRedirected ? WidthOfFiles : Screen.Width;
        Console.Write(derivation is null ? GraphDrawing.ToText(model.Values, width)
            : GraphDrawing.ToText(derivation, width));
    }

    private static bool IsDerivable(Tensor value) =>
        value.IsParameter || (value.IsInput && value.DType.IsFloating());

    private static void Draw(IReadOnlyList<Plot> plots, string? file)
    {
        if (file is not null) AtomicFile.WriteAllText(file, Plot.ToSvg(plots));
        else foreach (Plot plot in plots) Console.WriteLine(plot.ToText(Math.Min(64, Screen.Width - 12)));
    }

    private static (double Low, double High) ParseRange(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] words = text.Split(',', StringSplitOptions.TrimEntries);
        if (words.Length == 2 && double.TryParse(words[0], CultureInfo.InvariantCulture, out double low)
            && double.TryParse(words[1], CultureInfo.InvariantCulture, out double high) && low < high
            && double.IsFinite(high - low))
        {
            return (low, high);
        }
        result.AddError($"--range must be two numbers, the smaller one first, as in -5,5, not '{text}'");
        return default;
    }
}
