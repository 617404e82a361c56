using System.Globalization;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

/// <summary><c>train DATA --find-rate</c>: which learning rates a training takes.</summary>
internal static class RateFinding
{
    private const int WidthOfPlot = 64;

    public static int Run(TrainingRequest request)
    {
        string? option = request.Resume is not null ? "--resume" : request.Folds is not null ? "--folds"
            : request.Rate is not null ? "--rate" : request.Optimizer == "lbfgs" ? "--optimizer lbfgs"
            : request.IsDryRun ? "--dry-run" : null;
        if (option is not null)
            throw new ChainruleException($"--find-rate looks for a rate to train with: leave {option} out.");
        string kind = Path.GetExtension(request.Out ?? ".svg");
        if (!kind.Equals(".svg", StringComparison.OrdinalIgnoreCase))
            throw new ChainruleException(
                $"--out {request.Out}: --find-rate writes a plot: give a name that ends in .svg, or leave --out out.");
        using var interruption = new Interruption();
        LearningRateSweep sweep = request.Model is null ? OfLayers(request, interruption.Token)
            : ChainTraining.FindRate(request, interruption.Token);
        if (request.Out is { } file) AtomicFile.WriteAllText(file, Plot.ToSvg(sweep.ToPlot()));
        if (request.Json) Write(sweep);
        else Print(sweep, request);
        return sweep.Suggestion is null ? Tool.NotMet : Tool.Done;
    }

    private static LearningRateSweep OfLayers(TrainingRequest request, CancellationToken cancellation)
    {
        Training.RequireValidation(request);
        DataSource source = DataSource.Load(request.Source);
        Dataset train = source.Train;
        request = Training.Completed(request, train, source);
        Model model = Training.CreateModel(request, train, source);
        return model.FindLearningRate(train, Training.OptionsFor(
            train, request, OptimizerText.Create(request.Optimizer, null), new QuietReport(), null, cancellation));
    }

    private static void Print(LearningRateSweep sweep, TrainingRequest request)
    {
        if (!request.IsQuiet) Console.WriteLine(sweep.ToPlot().ToText(Math.Min(WidthOfPlot, Screen.Width - 12)));
        Console.WriteLine(sweep);
        if (sweep.Suggestion is { } rate)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"next: add --rate {rate:G2}"));
    }

    private static void Write(LearningRateSweep sweep) => JsonLine.Write(json =>
    {
        json.WriteString("event", "rates");
        json.WriteMeasured("suggestion", sweep.Suggestion ?? double.NaN);
        json.WriteMeasured("lowest", sweep.LowestRate);
        foreach ((string name, IReadOnlyList<double> values) in new[]
        {
            ("rates", sweep.Rates), ("losses", sweep.Losses), ("smoothed", sweep.Smoothed),
        })
        {
            json.WriteStartArray(name);
            foreach (double value in values) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    });
}
