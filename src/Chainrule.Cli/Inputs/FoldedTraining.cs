using System.Text.Json;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

/// <summary><c>train DATA --folds K</c>: a cross-validation.</summary>
internal static class FoldedTraining
{
    public static int Run(TrainingRequest request, int folds)
    {
        using var interruption = new Interruption();
        Training.RequireValidation(request);
        RequireAlone(request);
        if (request.Model is not null && ChainData.IsArchive(request.Data))
        {
            (Dataset rows, Func<Dataset, Func<Dataset, Predictions>> learner) =
                ChainTraining.OfArrays(request, interruption.Token);
            Begin(request, rows, folds, request.Model);
            return Fold(request, rows, folds, learner);
        }
        DataSource source = DataSource.Load(request.Source with { TestShare = 0 });
        Dataset data = source.Train;
        bool isChain = request.Model is not null;
        if (!isChain) request = Training.Completed(request, data, source);
        if (!request.Json && !request.IsQuiet)
            foreach (string line in source.Understood) Console.WriteLine(LibraryWords.Translate(line));
        Begin(request, data, folds, isChain ? request.Model!
            : $"layers {request.Layers}, l2 {request.L2 ?? 0}, {request.Epochs} epochs each");
        return Fold(
            request, data, folds, isChain ? ChainTraining.Learner(request, source, interruption.Token)
                : Training.Learner(request, source, interruption.Token));
    }

    private static void Begin(TrainingRequest request, Dataset data, int folds, string what)
    {
        if (!request.Json && !request.IsQuiet)
            Console.WriteLine($"{data.Name}: {data.Count:N0} samples in {folds} folds, {what}");
    }

    private static int Fold(
        TrainingRequest request, Dataset data, int folds, Func<Dataset, Func<Dataset, Predictions>> learner)
    {
        CrossValidationReport report = CrossValidation.Of(
            learner, data, folds, request.Seed, request.Source.Split, (fold, result) => Tell(request, fold, result));
        if (request.Json) Write(report);
        else Print(report);
        return Tool.Done;
    }

    private static void RequireAlone(TrainingRequest request)
    {
        string? option = request.Out is not null ? "--out" : request.TestFile is not null ? "--test"
            : request.Resume is not null ? "--resume" : request.Overfit is not null ? "--overfit"
            : request.IsDryRun ? "--dry-run" : request.LogSteps ? "--log" : null;
        if (option is not null)
            throw new ChainruleException(
                $"--folds judges a way to train and saves no model: leave {option} out, or train without --folds.");
    }

    private static void Tell(TrainingRequest request, int fold, PredictionReport result)
    {
        (string metric, double value) = (result.Metrics.First().Key, result.Metrics.First().Value);
        if (request.Json)
        {
            JsonLine.Write(json =>
            {
                json.WriteString("event", "fold");
                json.WriteNumber("fold", fold);
                foreach ((string name, double one) in result.Metrics) json.WriteMeasured(name, one);
            });
        }
        else if (!request.IsQuiet)
        {
            Console.WriteLine($"fold {fold}: {metric} {value:G4} of {result.Predictions.Count} samples");
        }
    }

    private static void Print(CrossValidationReport report)
    {
        Console.WriteLine();
        Console.WriteLine(report);
        foreach (string note in report.Notes) Console.WriteLine($"note: {note}");
    }

    private static void Write(CrossValidationReport report) => JsonLine.Write(json =>
    {
        json.WriteString("event", "folds");
        json.WriteNumber("folds", report.Folds.Count);
        WriteAll(json, "mean", report.Metrics, report.Mean);
        WriteAll(json, "standard_deviation", report.Metrics, report.StandardDeviation);
        json.WriteStartArray("notes");
        foreach (string note in report.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    });

    private static void WriteAll(
        Utf8JsonWriter json, string name, IEnumerable<string> metrics, Func<string, double> of)
    {
        json.WriteStartObject(name);
        foreach (string metric in metrics) json.WriteMeasured(metric, of(metric));
        json.WriteEndObject();
    }
}
