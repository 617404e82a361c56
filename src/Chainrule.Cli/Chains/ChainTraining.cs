using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Chains;

/// <summary>Trains the program of a .chain file as the command line asks.</summary>
internal static class ChainTraining
{
    private const int UsualEpochs = 10;

    public static int Run(TrainingRequest request)
    {
        RequireNoLayerOptions(request);
        using var interruption = new Interruption();
        ChainProgram program = ChainArguments.Load(request.Model!, ChainData.ShapesOf(request.Data));
        Optimizer optimizer = OptimizerText.Create(request.Optimizer, request.Rate);
        request = request with { Epochs = request.Epochs ?? UsualEpochs };
        using var run = SavedRun.Open(request, Path.GetFileNameWithoutExtension(program.File));
        ChainData data = ChainData.Load(program, request);
        TrainedChain before = request.Resume is { } resumed ? Resumed(resumed, data.Origin)
            : Untrained(program, request) with
            {
                Preprocessing = data.Preprocessing,
                ClassNames = data.ClassNames,
                Table = data.Schema?.ToJson(),
                Images = data.Images,
                Origin = data.Origin,
            };
        before = before with { Notes = SavedRun.Notes(request, "") };
        run.Describe(request, program.File, data.Origin, before.TrainingState);
        Report report = Report.Create(request, "cost");
        TrainingOptions options = Training.Options(request, optimizer, report, run) with
        {
            Epochs = request.Epochs.Value - (before.TrainingState?.Epoch ?? 0),
            Cancellation = interruption.Token,
        };
        ChainOptions start = request.Resume is null ? Settings(program, request)
            : new() { Arrays = before.Parameters, DType = before.DType, Seed = request.Seed };
        if (request.Resume is null) before = Scaled(before, data.Train, data.Schema, start);
        ChainFit fit = before.Begin(data.Train, options, start);
        string held = data.Test is { } test ? $", {test.Count:N0} test samples" : "";
        report.Say(
            $"{Path.GetFileName(request.Data)}: {data.Train.Count:N0} training samples{held}, {optimizer.Name}, " +
            $"batch size {Math.Min(request.Batch, data.Train.Count)}");
        report.Say(
            $"{program.File}: " +
            $"{string.Join(", ", fit.Model.Parameters.Select(p => $"{p.Name} {p.Shape.ToSymbolicString()}"))}");
        if (before.TargetScaling is not null) report.Say(Training.StandardizedTargets);
        foreach ((string dimension, int count, string input) in fit.Model.CountedClasses)
            report.Say($"{program.File}: {dimension} = {count}, the classes of {input}");
        if (request.Resume is not null) report.Say($"resumed after {before.TrainingState}");
        report.Begin(request.Epochs.Value);
        interruption.Token.ThrowIfCancellationRequested();
        (TrainingHistory history, DivergenceException? divergence) = Run(fit);
        TrainedChain trained = fit.Trained with
        {
            Notes = SavedRun.Notes(request, $"{history.StopReason}"),
        };
        run.Finish(trained.Save, history);
        var result = new Result(
            Metrics(fit, data), run.ModelPath, history.Seconds, history.StopReason, history.Notes);
        return Conclusion.Tell(report, result, divergence, request, run, $"plot {run.Path}");
    }

    /// <summary>A way to train as asked, and then to judge other samples.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="source">The data.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static Func<Dataset, Func<Dataset, Predictions>> Learner(
        TrainingRequest request, DataSource source, CancellationToken cancellation)
    {
        ChainProgram program = Loaded(request);
        return train =>
        {
            TransformPipeline preprocessing = source.Preprocessing(request.Binarize);
            TrainedChain untrained = Untrained(program, request);
            var rows = ChainRows.Bind(program, preprocessing.Fit(train), untrained.Bindings);
            Func<ChainRows, Predictions> judge = Learned(untrained, rows, request, source.Schema, cancellation);
            return test => judge(ChainRows.Bind(program, preprocessing.Apply(test), untrained.Bindings))
                .Named(train.ClassNames);
        };
    }

    /// <summary>The same for the arrays of an archive: of samples that stand for their rows.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static (Dataset Rows, Func<Dataset, Func<Dataset, Predictions>> Learner) OfArrays(
        TrainingRequest request, CancellationToken cancellation)
    {
        ChainProgram program = Loaded(request);
        ChainRows all = ChainData.Load(program, request).Train;
        return (all.Numbered(Path.GetFileNameWithoutExtension(request.Data)), Learn);

        Func<Dataset, Predictions> Learn(Dataset train)
        {
            Func<ChainRows, Predictions> judge =
                Learned(Untrained(program, request), all.Of(train), request, null, cancellation);
            return test => judge(all.Of(test));
        }
    }

    /// <summary>Which learning rates the training takes.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static LearningRateSweep FindRate(TrainingRequest request, CancellationToken cancellation)
    {
        ChainProgram program = Loaded(request);
        request = request with { Epochs = request.Epochs ?? UsualEpochs };
        ChainData data = ChainData.Load(program, request);
        ChainOptions start = Settings(program, request);
        TrainedChain untrained = Scaled(Untrained(program, request), data.Train, data.Schema, start);
        TrainingOptions options = Training.Options(
            request, OptimizerText.Create(request.Optimizer, null), new QuietReport(), null) with
        {
            Cancellation = cancellation,
        };
        return untrained.Begin(data.Train, options, start).FindLearningRate();
    }

    private static ChainProgram Loaded(TrainingRequest request)
    {
        RequireNoLayerOptions(request);
        return ChainArguments.Load(request.Model!, ChainData.ShapesOf(request.Data));
    }

    private static Func<ChainRows, Predictions> Learned(
        TrainedChain untrained, ChainRows rows, TrainingRequest request, TableSchema? schema,
        CancellationToken cancellation)
    {
        ChainProgram program = untrained.Program;
        request = request with { Epochs = request.Epochs ?? UsualEpochs };
        TrainingOptions options = Training.Options(
            request, OptimizerText.Create(request.Optimizer, request.Rate), new QuietReport(), null) with
        {
            Cancellation = cancellation,
        };
        ChainOptions start = Settings(program, request);
        ChainFit fit = Scaled(untrained, rows, schema, start).Begin(rows, options, start);
        fit.Run();
        cancellation.ThrowIfCancellationRequested();
        return test => fit.Apply(test).Judge() ?? throw new ChainruleException(
            $"{program.File} gives nothing to compare with labels or targets: write `output` and its name.");
    }

    private static TrainedChain Untrained(ChainProgram program, TrainingRequest request) =>
        new(program, new Dictionary<string, Tensor>()) { Bindings = request.Bindings ?? [] };

    // As for layers: the numbers of a table have any unit.
    private static TrainedChain Scaled(
        TrainedChain untrained, ChainRows rows, TableSchema? schema, ChainOptions start) =>
        schema is not null && untrained.CanScaleTargets(rows, start)
            ? untrained with { TargetScaling = new() } : untrained;

    private static TrainedChain Resumed(string run, DataOrigin origin)
    {
        var trained = TrainedChain.Load(TrainedModel.PathOf(run));
        Resumption.Require(run, trained.Origin, origin);
        return trained;
    }

    private static List<(string Name, double Value)> Metrics(ChainFit fit, ChainData data)
    {
        if (data.Test is null) return ChainMetrics.Of(fit.Apply(data.Train), "");
        // Parameters with a row for each training sample have none for others.
        bool isTied = fit.Model.Program.Parameters.Any(data.Train.IsTied) && data.Test.Count != data.Train.Count;
        return isTied ? ChainMetrics.Of(fit.Apply(data.Train), "")
            : ChainMetrics.Of(fit.Apply(data.Test), "test_");
    }

    private static void RequireNoLayerOptions(TrainingRequest request)
    {
        string? option = request.Layers is not null ? "--layers" : request.Loss is not null ? "--loss"
            : request.LabelSmoothing > 0 ? "--label-smoothing" : request.BalancesClasses ? "--class-weights"
            : request.Augmentation is not null ? "--augment" : request.Overfit is not null ? "--overfit"
            : request.IsDryRun ? "--dry-run" : null;
        if (option is not null)
            throw new ChainruleException(
                $"{option} cannot be combined with --model: the .chain file defines the network and the cost.");
        Training.RequireValidation(request);
    }

    private static (TrainingHistory History, DivergenceException? Divergence) Run(ChainFit fit)
    {
        try
        {
            return (fit.Run(), null);
        }
        catch (DivergenceException error) when (error.History is { BestEpoch: > 0 } history)
        {
            return (history, error);
        }
    }

    private static ChainOptions Settings(ChainProgram program, TrainingRequest request)
    {
        DType dtype = request.DType;
        var start = new Dictionary<string, Tensor>();
        if (request.Initializer is { } path)
        {
            if (!File.Exists(path))
                throw new DataException(
                    $"--init {path}: file not found: with --model, it names an .npz archive of parameters; " +
                    $"initializers belong in {program.File}, as in `param W[n, k] ~ xavier`.");
            IReadOnlyDictionary<string, Tensor> arrays = NumpyFile.ReadArchive(path);
            foreach (ChainDeclaration parameter in program.Parameters)
                if (arrays.TryGetValue(parameter.Name, out Tensor? values)) start.Add(parameter.Name, values);
            // Without --precision the numbers keep the type that they come in.
            if (!request.IsPrecisionGiven && start.Values.Any(values => values.DType == DType.Float64))
                dtype = DType.Float64;
            if (start.Count == 0)
            {
                throw new DataException(
                    $"{path}: none of its arrays ({string.Join(", ", arrays.Keys.Take(8))}) is a parameter of " +
                    $"{program.File}, " +
                    $"which has {string.Join(", ", program.Parameters.Select(parameter => parameter.Name))}.");
            }
        }
        return new ChainOptions
        {
            Dimensions = ChainArguments.Sizes(request.Dimensions),
            Arrays = start,
            DType = dtype,
            Seed = request.Seed,
        };
    }
}
