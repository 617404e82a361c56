using System.Globalization;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

/// <summary>Trains a network as the command line asks.</summary>
internal static class Training
{
    /// <summary>What scaling the targets means.</summary>
    public const string StandardizedTargets =
        "targets: standardized for training; errors and predictions are in the original units";

    public static int Run(TrainingRequest request)
    {
        using var interruption = new Interruption();
        RequireValidation(request);
        Optimizer optimizer = OptimizerText.Create(request.Optimizer, request.Rate);
        using var run = SavedRun.Open(request, DataSource.NameOf(request.Data));
        DataSource source = DataSource.Load(request.Source);
        Dataset train = source.Train;
        Dataset test = source.Test;
        if (request.Overfit is { } few) test = train = train.Take(few);
        bool choosesPenalty = request.L2 is null;
        request = Completed(request, train, source);
        Model model = request.Resume is { } resumed ? Resumed(resumed, source.Origin)
            : CreateModel(request, train, source);
        int done = model.TrainingState?.Epoch ?? 0;
        run.Describe(request, model.Describe(), source.Origin, model.TrainingState);
        model.Notes = SavedRun.Notes(request, "");

        Report report = Report.Create(request, train.IsClassification ? "accuracy" : "mse");
        TrainingOptions options = OptionsFor(train, request, optimizer, report, run, interruption.Token) with
        {
            Epochs = request.Epochs!.Value - done,
        };
        SayData(report, source, train, train.Count, source.Tests);
        SayNetwork(report, request, model, optimizer, train.Count, choosesPenalty);
        if (request.IsDryRun) return DryRun(changed => model.Fit(train, changed), options, report);
        ReleaseRemains(source);
        bool isPrepared = IsPrepared(model, train, source, request);
        report.Begin(request.Epochs.Value);
        interruption.Token.ThrowIfCancellationRequested();
        (TrainingHistory history, DivergenceException? divergence) =
            Fit(() => model.Fit(train, options, isPrepared));
        model.Notes = SavedRun.Notes(request, $"{history.StopReason}");
        run.Finish(target => model.Save(target), history);
        bool isTestPrepared = isPrepared && test.Features.DType == model.DType
            && model.Preprocessing.ApplyInPlace(test.Check().Features);
        EvaluationReport judged = model.Evaluate(
            test, request.Threads, isTestPrepared, DataSource.MetricsOf(test, model.Loss));
        string prefix = request.Overfit is null ? source.Judged : "";
        Result result = ResultOf(judged, prefix, run, history);
        return Conclusion.Tell(report, result, divergence, request, run, $"predict {run.Path} FILE");
    }

    /// <summary>How a training ended.</summary>
    /// <param name="judged">The result on the samples that it is judged by.</param>
    /// <param name="prefix">What the names of its metrics begin with.</param>
    /// <param name="run">Where it is saved.</param>
    /// <param name="history">Its epochs.</param>
    public static Result ResultOf(EvaluationReport judged, string prefix, SavedRun run, TrainingHistory history) => new(
        [.. judged.Metrics.Select(metric => (prefix + metric.Key, metric.Value))
            .DefaultIfEmpty((prefix + judged.Metric, judged.Value))],
        run.ModelPath, history.Seconds, history.StopReason, [.. history.Notes, .. Undefined(judged)]);

    private static IEnumerable<string> Undefined(EvaluationReport judged)
    {
        string[] names = [.. judged.Metrics.Where(metric => double.IsNaN(metric.Value)).Select(metric => metric.Key)];
        if (names.Length > 0 && judged.Count == 1)
            yield return $"{string.Join(" and ", names)} of a single sample cannot be told: judge by two at least, " +
                "with more rows or --test-share";
    }

    /// <summary>Says what is trained on.</summary>
    /// <param name="report">Where to say it.</param>
    /// <param name="source">The data.</param>
    /// <param name="samples">The samples to train on, or the first of them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="tests">The test samples in words.</param>
    public static void SayData(Report report, DataSource source, Dataset samples, int count, string tests)
    {
        report.Say($"{samples.Name}: {count:N0} training samples, {tests}, {samples.FeatureCount} features");
        report.Understood(source);
        if (source.PixelNote is { } note) report.Say(note);
    }

    /// <summary>Says what is trained and how.</summary>
    /// <param name="report">Where to say it.</param>
    /// <param name="request">What was asked, completed.</param>
    /// <param name="model">The network.</param>
    /// <param name="optimizer">How it takes steps.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="choosesPenalty">Whether the penalty is one that suits the samples, and not one that was asked for.
    /// </param>
    public static void SayNetwork(
        Report report, TrainingRequest request, Model model, Optimizer optimizer, int count, bool choosesPenalty)
    {
        if (model.TargetScaling is not null) report.Say(StandardizedTargets);
        report.Say($"network: {model.Describe()}, {model.ParameterCount:N0} parameters, {optimizer.Name}, " +
            $"batch size {Math.Min(request.Batch, count)}");
        if (choosesPenalty && request.L2 > 0)
            report.Say($"penalty: l2 {request.L2}, as suits {count:N0} such rows; --l2 0 trains without one");
        if (request.Augmentation is { } augmentation) report.Say($"augmentation: {augmentation}");
        if (request.Resume is not null) report.Say($"resumed after {model.TrainingState}");
    }

    // What reading and splitting a large file leaves is as large as the data, and a training allocates too little for
    // the runtime to ever collect it.
    private static void ReleaseRemains(DataSource source)
    {
        if (source.Train.Features.Length > 1 << 22)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>The request with the epochs, the layers and the penalty that suit the data.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="train">The samples to train on.</param>
    /// <param name="source">The data.</param>
    public static TrainingRequest Completed(TrainingRequest request, Dataset train, DataSource source) =>
        Completed(request, train.Count, source, () => TableDefaults.Penalty(train));

    /// <summary>The same for so many samples, given what finds the penalty that suits them.</summary>
    public static TrainingRequest Completed(
        TrainingRequest request, int count, DataSource source, Func<Regularizer> penalty) => request with
        {
            Epochs = request.Epochs ?? TableDefaults.Epochs(count),
            Layers = request.Layers ?? (source.Width >= 64 ? "auto,128:relu,auto" : "auto,32:relu,16:relu,auto"),
            L2 = request.L2 ?? (HasUsualPenalty(request, source) ? penalty().Factor : null),
        };

    // What is to be learned by heart, or is penalized as somebody chose, gets no penalty of ours.
    private static bool HasUsualPenalty(TrainingRequest request, DataSource source) =>
        source.IsTabular && request.Resume is null && request.Overfit is null && request.Loss is null
        && request.L1 == 0 && request.Optimizer != "adamw";

    /// <summary>A way to train as asked, and then to judge other samples.</summary>
    /// <param name="request">What was asked, with epochs and layers.</param>
    /// <param name="source">The data.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static Func<Dataset, Func<Dataset, Predictions>> Learner(
        TrainingRequest request, DataSource source, CancellationToken cancellation) => train =>
    {
        // A class that is missing in a fold is an output nevertheless.
        if (train.IsClassification && train.ClassNames.Count == 0)
            train = train with { ClassNames = [.. Enumerable.Range(0, source.Train.OutputCount).Select(i => $"{i}")] };
        Model model = CreateModel(request, train, source);
        Optimizer optimizer = OptimizerText.Create(request.Optimizer, request.Rate);
        model.Fit(train, OptionsFor(train, request, optimizer, new QuietReport(), null, cancellation));
        cancellation.ThrowIfCancellationRequested();
        return test => model.Judge(test, request.Threads);
    };

    private static double RateOf(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate >= 0
        && double.IsFinite(rate) ? rate
        : throw new ChainruleException($"--rate-of {name}={text}: a learning rate must be a number, 0 or more.");

    /// <summary>The options for some samples.</summary>
    public static TrainingOptions OptionsFor(
        Dataset train, TrainingRequest request, Optimizer optimizer, Report report, SavedRun? run,
        CancellationToken cancellation) => Options(request, optimizer, report, run) with
        {
            BatchSize = Math.Min(request.Batch, train.Count),
            ClassWeights = request.BalancesClasses ? Balanced(train, train.BalancedClassWeights) : null,
            Cancellation = cancellation,
        };

    // A large table is prepared in its own memory, where nothing else needs it: neither a test of the samples that are
    // trained on nor a validation, to whose samples the preprocessing is not fitted.
    private static bool IsPrepared(Model model, Dataset train, DataSource source, TrainingRequest request)
    {
        if (!source.HasTest || request.Overfit is not null || request.Validation > 0) return false;
        if (train.Features.DType != model.DType) return false;
        if (!model.Preprocessing.IsFitted) model.Preprocessing.Learn(train.Check().Features);
        return model.Preprocessing.ApplyInPlace(train.Features);
    }

    /// <summary>Takes one step, which shows that data, network and options fit together.</summary>
    public static int DryRun(Func<TrainingOptions, TrainingHistory> fit, TrainingOptions options, Report report)
    {
        TrainingHistory history = fit(options with
        {
            TimeLimit = TimeSpan.FromTicks(1),
            Callbacks = [],
            OnEpoch = null,
        });
        report.Say(string.Create(
            CultureInfo.InvariantCulture, $"dry run: one step, loss {history.Epochs[0].Loss:G5}; nothing is saved"));
        return Tool.Done;
    }

    /// <summary>The weights by which classes count the same; an error where there are none.</summary>
    public static double[] Balanced(Dataset train, Func<double[]> weights) => train.IsClassification ? weights()
        : throw new ChainruleException(
            $"--class-weights is for classes, and the labels of {train.Name} are values: leave it out.");

    /// <summary>The model of a run to go on with, once it is sure that the data are those of the training.</summary>
    public static Model Resumed(string run, DataOrigin origin)
    {
        Model model = ModelFile.Load(TrainedModel.PathOf(run));
        Resumption.Require(run, model.Origin, origin);
        return model;
    }

    // A training that diverges after good epochs has a model to save; without any it is an error like others.
    public static (TrainingHistory History, DivergenceException? Divergence) Fit(Func<TrainingHistory> fit)
    {
        try
        {
            return (fit(), null);
        }
        catch (DivergenceException error) when (error.History is { BestEpoch: > 0 } history)
        {
            return (history, error);
        }
    }

    /// <summary>A network as asked, untrained.</summary>
    public static Model CreateModel(TrainingRequest request, Dataset train, DataSource source)
    {
        List<Layer> layers = LayerText.Parse(
            request.Layers!, source.Width, train.OutputCount,
            request.Initializer is { } text ? Initializer.Parse(text) : null);
        var model = new Model(layers)
        {
            DType = request.DType,
            Seed = request.Seed,
            Loss = LossFor(request, train),
            Preprocessing = source.Preprocessing(request.Binarize),
            Table = source.Schema?.ToJson(),
            Origin = source.Origin,
        };
        if (source.IsTabular && ScalesTargets(model, train)) model.TargetScaling = new();
        return model.Build(train.Features.Shape.Without(0));
    }

    // An activation at the end would bind the outputs to a range of the scaled targets.
    private static bool ScalesTargets(Model model, Dataset train)
    {
        Layer last = model.Network is Sequential sequence ? sequence[sequence.Count - 1] : model.Network;
        return !train.IsClassification
            && (model.Loss is null or MeanSquaredError) && last is Dense { Activation: null };
    }

    private static Loss? LossFor(TrainingRequest request, Dataset train)
    {
        if (request.Loss is null && request.LabelSmoothing == 0)
            return train.IsMultiLabel ? new SigmoidCrossEntropy() : null;
        Loss loss = request.Loss is not null ? Loss.Parse(request.Loss)
            : train.IsClassification ? new SoftmaxCrossEntropy() : new MeanSquaredError();
        if (request.LabelSmoothing > 0)
        {
            if (loss is not SoftmaxCrossEntropy)
                throw new ChainruleException(
                    $"--label-smoothing is for the loss {new SoftmaxCrossEntropy()}, not for {loss}: leave it out.");
            loss = new SoftmaxCrossEntropy(request.LabelSmoothing);
        }
        // The softmax of a single output is 1 whatever the network gives.
        return loss is SoftmaxCrossEntropy && !train.IsClassification && train.OutputCount == 1
            ? throw new ChainruleException(
                $"--loss {request.Loss} is for classification, but the labels of {train.Name} are values: use mse.")
            : loss;
    }

    public static void RequireValidation(TrainingRequest request)
    {
        if (request.Clip is not null && request.ClipValue is not null)
            throw new ChainruleException("--clip and --clip-value exclude each other: leave one of them out.");
        if (request.Monitor is not null && request.Validation == 0)
            throw new ChainruleException("--monitor requires validation data: add --validation 0.1.");
        if (request.Patience is not null && request.Validation == 0)
            throw new ChainruleException(
                "--patience requires validation data: add --validation 0.1.");
    }

    /// <summary>The training options on the command line, for layers and for a program.</summary>
    public static TrainingOptions Options(
        TrainingRequest request, Optimizer optimizer, Report report, SavedRun? run)
    {
        List<Regularizer> penalties = [];
        if (request.L1 > 0) penalties.Add(Regularizer.L1(request.L1));
        if (request.L2 is > 0 and { } factor) penalties.Add(Regularizer.L2(factor));
        List<TrainingCallback> callbacks = [];
        if (run is not null)
            callbacks.Add(new ModelCheckpoint(run.Checkpoint) { Interval = TimeSpan.FromSeconds(request.Checkpoint) });
        if (request.TensorBoard is { } folder)
            callbacks.Add(new TensorBoardLogger(folder));
        return new TrainingOptions
        {
            Frozen = request.Frozen,
            LearningRates = request.RatesOf.ToDictionary(pair => pair.Key, pair => RateOf(pair.Key, pair.Value)),
            Epochs = request.Epochs!.Value,
            BatchSize = request.Batch,
            Optimizer = optimizer,
            Schedule = request.Schedule is { } schedule ? ScheduleText.Parse(schedule, request.Epochs.Value) : null,
            Clipping = request.Clip is { } norm ? GradientClipping.ByNorm(norm)
                : request.ClipValue is { } limit ? GradientClipping.ByValue(limit) : null,
            GradientAccumulation = request.Accumulate,
            EmaMomentum = request.Ema,
            Augmentation = request.Augmentation,
            TimeLimit = request.TimeLimit is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Monitor = request.Monitor is { } metric ? Metric.Parse(metric) : null,
            MinDelta = request.MinDelta,
            Seed = request.Seed,
            ValidationSplit = request.Validation,
            Patience = request.Patience,
            Regularizers = penalties,
            Threads = request.Threads,
            LogSteps = request.LogSteps,
            Callbacks = callbacks,
            OnEpoch = report.Epoch,
            OnStep = report.WantsSteps ? report.Step : null,
        };
    }
}
