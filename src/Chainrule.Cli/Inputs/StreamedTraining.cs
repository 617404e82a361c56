using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

/// <summary><c>train DATA --stream ROWS</c>: trains on data that need not fit in memory.</summary>
internal static class StreamedTraining
{
    // Held-out samples of one seed are not those of the next.
    private const int ValidationSeed = 1;

    public static int Run(TrainingRequest request)
    {
        RequireStreamable(request);
        using var interruption = new Interruption();
        Training.RequireValidation(request);
        Optimizer optimizer = OptimizerText.Create(request.Optimizer, request.Rate);
        using var run = SavedRun.Open(request, DataSource.NameOf(request.Data));
        var source = StreamedSource.Open(request.Source, request.Stream!.Value);
        StreamedDataset train = source.Train;
        Dataset? validation = null;
        if (request.Validation > 0)
        {
            (train, StreamedDataset held) = train.HoldOut(request.Validation, request.Seed + ValidationSeed);
            if (train.CountAll() == 0 || held.CountAll() == 0)
                throw new DataException(
                    $"{request.Data}: there are too few samples to set {request.Validation:P0} of them aside: add " +
                    "samples, or leave --validation out.");
            validation = held.ToDataset();
        }
        Dataset few = source.First.Train;
        int count = checked((int)train.CountAll());
        bool choosesPenalty = request.L2 is null;
        request = Training.Completed(request, count, source.First, () => TableDefaults.Penalty(train));
        Model model = request.Resume is { } resumed ? Training.Resumed(resumed, source.First.Origin)
            : Training.CreateModel(request, few, source.First);
        int done = model.TrainingState?.Epoch ?? 0;
        run.Describe(request, model.Describe(), source.First.Origin, model.TrainingState);
        model.Notes = SavedRun.Notes(request, "");
        Report report = Report.Create(request, few.IsClassification ? "accuracy" : "mse");
        TrainingOptions options = Training.Options(request, optimizer, report, run) with
        {
            Epochs = request.Epochs!.Value - done,
            ValidationSplit = 0,
            Validation = validation,
            ClassWeights = request.BalancesClasses ? Training.Balanced(few, train.BalancedClassWeights) : null,
            Cancellation = interruption.Token,
        };
        string tests = source.Test is null ? "no test samples" : $"{source.Test.CountAll():N0} test samples";
        Training.SayData(report, source.First, few with { Name = train.Name }, count, tests);
        report.Say($"stream: read in each epoch, {train.BufferSize:N0} samples in memory at a time and shuffled");
        if (source.First.Reading is not null && OnlyClass(few) is { } name)
            report.Say($"note: the first {few.Count:N0} samples are all {name}, as in a file in the order of its " +
                "labels, of which the last would be learned best: shuffle its rows, or hold all with --stream " +
                $"{count}");
        Training.SayNetwork(report, request, model, optimizer, count, choosesPenalty);
        if (request.IsDryRun) return Training.DryRun(changed => model.Fit(train, changed), options, report);
        report.Begin(request.Epochs.Value);
        interruption.Token.ThrowIfCancellationRequested();
        (TrainingHistory history, DivergenceException? divergence) = Training.Fit(() => model.Fit(train, options));
        model.Notes = SavedRun.Notes(request, $"{history.StopReason}");
        run.Finish(target => model.Save(target), history);
        EvaluationReport judged = model.Evaluate(
            source.Test ?? train, request.Threads, DataSource.MetricsOf(few, model.Loss));
        Result result = Training.ResultOf(judged, source.First.Judged, run, history);
        return Conclusion.Tell(report, result, divergence, request, run, $"predict {run.Path} FILE");
    }

    // The class of samples that all have the same; null where there are others, or too few to tell.
    private static string? OnlyClass(Dataset few)
    {
        const int Enough = 100;
        int[] counts = few.CountClasses();
        int first = Array.FindIndex(counts, count => count > 0);
        return few.Count >= Enough && first >= 0 && counts[first] == few.Count ? few.ClassNames[first] : null;
    }

    private static void RequireStreamable(TrainingRequest request)
    {
        (bool IsGiven, string Option, string Remedy)[] others =
        [
            (request.Model is not null, "--model", "train layers"),
            (request.Folds is not null, "--folds", "leave it out"),
            (request.FindsRate, "--find-rate", "look for the rate in a part of the file"),
            (request.Take is not null, "--take", "leave it out"),
            (request.Overfit is not null, "--overfit", "try that with a part of the file"),
            (request.Batch == int.MaxValue, "--batch all", "give the number of samples, as in --batch 256"),
            (request.Split is not null, "--split", "leave it out, which holds out each sample with the same " +
                "probability, or put those to test with in a file of their own and name it in --test"),
        ];
        foreach ((bool isGiven, string option, string remedy) in others)
        {
            if (isGiven) throw new ChainruleException(
                $"{option} needs all samples in memory, where --stream never has them: {remedy}.");
        }
    }
}
