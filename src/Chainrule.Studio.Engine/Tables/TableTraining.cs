using System.Diagnostics;

namespace Chainrule.Studio.Tables;

/// <summary>A network at work on a table, some epochs at a time: together they are one training.</summary>
internal sealed class TableTraining
{
    private const int MaxLayers = 8, MaxUnits = 4096, MaxPoints = 500;

    // Even an epoch of a large table is left after a while, and gone on with in the next answer.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly int Threads = OperatingSystem.IsBrowser() ? 1 : 0;

    private readonly OpenTable table;
    private readonly TableStart start;
    private readonly Dataset train, test;
    private readonly bool isHeldOut;
    private readonly Model model;
    private readonly Regularizer penalty;
    private readonly Adam optimizer = new();
    private readonly int validation;
    private string? stopped;
    private int bestEpoch;

    /// <summary>Splits the rows and makes the network.</summary>
    /// <exception cref="ChainruleException">A setting does not fit the table.</exception>
    public TableTraining(OpenTable table, TableStart start)
    {
        (this.table, this.start) = (table, start);
        Require(start);
        (train, test) = DataOrigin.Split(table.Data, start.HeldOut, start.Seed);
        // Of very few rows none can be spared.
        isHeldOut = train.Count > 0 && test.Count > 0;
        if (!isHeldOut) train = test = table.Data;
        penalty = TableDefaults.Penalty(train);
        model = new Model([
            .. start.Layers.Select(units => new Dense(units, Activation.Parse(start.Activation))),
            new Dense(train.OutputCount),
        ])
        {
            DType = DType.Float32,
            Seed = start.Seed,
            Preprocessing = train.Preprocessing.Copy(),
            TargetScaling = table.Task == "values" ? new() : null,
            Origin = DataOrigin.Of(table.Data, table.Checksum, isHeldOut ? start.HeldOut : 0, start.Seed),
            Table = train.Table,
        };
        model.Build(train.Features.Shape.Without(0));
        validation = start.Validation == 0 ? 0 : train.Split(1 - start.Validation)[1].Count;
    }

    /// <summary>Trains until an epoch, or as far as there is time.</summary>
    public TableState Run(TableRun run)
    {
        int done = model.TrainingState?.Epoch ?? 0;
        if (stopped is not null || run.Until <= done) return State([]);
        optimizer.LearningRate = start.Rate;
        List<EpochReport> reports = [];
        var options = new TrainingOptions
        {
            Epochs = run.Until - done,
            BatchSize = Math.Min(start.Batch, train.Count),
            Optimizer = optimizer,
            Seed = start.Seed,
            ValidationSplit = start.Validation,
            Regularizers = penalty.Factor > 0 ? [penalty] : [],
            Threads = Threads,
            TimeLimit = Longest,
            OnEpoch = reports.Add,
            Callbacks = [new Clock(run.Milliseconds)],
        };
        try
        {
            bestEpoch = model.Fit(train, options).BestEpoch;
        }
        catch (DivergenceException error)
        {
            stopped = error.Message;
            bestEpoch = error.History?.BestEpoch ?? 0;
        }
        return State(reports);
    }

    /// <summary>Where it stands.</summary>
    public TableState State(IReadOnlyList<EpochReport> epochs) => new(
        model.Describe(), model.ParameterCount, penalty.Factor, train.Count - validation, validation,
        isHeldOut ? test.Count : 0, epochs is [var first, ..] ? first.Metric : "",
        [.. epochs.Select(epoch => new TableEpoch(
            epoch.Epoch, epoch.Loss, epoch.Value, epoch.Validation?.Loss ?? double.NaN,
            epoch.Validation?.Value ?? double.NaN))],
        bestEpoch, stopped);

    /// <summary>The metrics of the rows held out, or of all where there are none.</summary>
    public TableJudgement Judge()
    {
        Predictions predictions = model.Judge(test, Threads);
        if (predictions.Kind == TargetKind.Values) predictions = predictions.Named(Labels());
        var report = PredictionReport.Of(predictions);
        int shown = predictions.Kind == TargetKind.Values ? Math.Min(MaxPoints, predictions.Count) : 0;
        return new(
            isHeldOut, predictions.Count,
            [.. report.Metrics.Select(metric => new MetricAnswer(metric.Key, metric.Value))],
            [.. predictions.Names],
            report.Confusion is not { } confusion ? null
                : [.. confusion.Cells.Select(cell => new ConfusionCell(cell.Truth, cell.Prediction, cell.Count))],
            [.. Enumerable.Range(0, shown).Select(i => predictions.Targets(i)[0])],
            [.. Enumerable.Range(0, shown).Select(i => predictions.Outputs(i)[0])],
            [.. report.Notes]);
    }

    /// <summary>What the model predicts of a row.</summary>
    public RowPrediction Predict(RowRequest row)
    {
        int width = train.FeatureCount;
        if (row.Values.Length != width)
            throw new ChainruleException($"A row has {width} values, not {row.Values.Length}: reload the page.");
        Tensor features = Tensor.FromArray(
            Array.ConvertAll(row.Values, value => value ?? double.NaN), [1, width]).Cast(train.Features.DType);
        double[] outputs = model.Predict(features, Threads).Cast(DType.Float64).ToArray<double>();
        return new(table.Task == "values" ? Labels() : [.. model.ClassNames], outputs, table.Task);
    }

    /// <summary>The model's file: that of a training with the tool.</summary>
    public ModelAnswer Save() => new(
        $"{table.Data.Name}.safetensors", ModelBytes.Of(model, includeTrainingState: true));

    private string[] Labels() => [.. table.Samples.Schema.Labels.Select(label => label.Name)];

    private static void Require(TableStart start)
    {
        if (start.Layers.Length > MaxLayers || Array.Exists(start.Layers, units => units is < 1 or > MaxUnits))
            throw new ChainruleException(
                $"A network here has up to {MaxLayers} hidden layers of 1 to {MaxUnits} units: take others.");
        if (start.HeldOut is not (>= 0 and < 1) || start.Validation is not (>= 0 and < 1))
            throw new ChainruleException("A share of rows is from 0 up to but not including 1: take another one.");
        if (!(start.Rate > 0) || start.Batch < 1)
            throw new ChainruleException("The learning rate is above 0, and a batch has at least one row.");
    }

    /// <summary>Ends a training after the epoch in which the time is up.</summary>
    private sealed class Clock(double milliseconds) : TrainingCallback
    {
        private readonly Stopwatch watch = new();

        public override void OnTrainingBegin(TrainingRun run) => watch.Start();

        public override void OnEpochEnd(TrainingRun run, EpochReport epoch)
        {
            if (watch.Elapsed.TotalMilliseconds >= milliseconds) run.Stop();
        }
    }
}
