using System.Diagnostics;
using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// Trains the parameters of a program on rows of arrays: a graph for whole batches and one for the tail, which share
/// the parameters.
/// </summary>
internal sealed class ChainTrainer
{
    private readonly ChainProgram program;
    private readonly ChainOptions settings;
    private readonly TrainingOptions options;
    private readonly ChainRows rows;
    private readonly StepCounter counter = new();
    private readonly ParameterLayout layout;
    private readonly ParameterUpdates updates;
    private readonly Workers workers;
    private readonly ChainBatch full;
    private readonly ChainBatch? tail;
    private readonly ChainModel? validation;
    private readonly EpochOrder orders;
    private readonly KeptValues kept;
    private readonly double baseRate;
    private readonly List<EpochReport> epochs = [];
    private readonly List<double> stepCosts = [];
    private int keptEpoch;
    private long step, started;

    /// <summary>Prepares a training.</summary>
    /// <param name="program">The program; it must name a cost.</param>
    /// <param name="rows">What its inputs are fed with.</param>
    /// <param name="held">Rows to validate on; null where the options' share is set aside, or none.</param>
    /// <param name="settings">First values of parameters, sizes, type and seed.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ChainruleException">The program, the data and the options do not fit together.</exception>
    public ChainTrainer(
        ChainProgram program, ChainRows rows, ChainRows? held, ChainOptions settings, TrainingOptions options)
    {
        Trainer.Validate(options);
        if (program.Cost is null)
            throw new ChainruleException($"{program.File} names no cost to make small: write `minimize` and its name.");
        if (held is null && options.ValidationShare > 0)
            (rows, held) = rows.Split(options.ValidationShare, options.Seed);
        (this.program, this.rows, this.settings, this.options) = (program, rows, settings, options);
        held?.RequireOthers(program);
        int batch = Math.Min(options.BatchSize, rows.Count), rest = rows.Count % batch;
        if (batch < rows.Count) rows.RequireBatches(program);
        workers = Chainrule.Model.Threads(options.Threads);
        Model = Build(batch, settings.Arrays, training: true);
        if (Model.Parameters.Count == 0)
            throw new ChainruleException($"{program.File} has no parameters: there is nothing to train.");
        layout = new ParameterLayout(Model.Parameters);
        updates = new ParameterUpdates(options.Optimizer, layout, counter, options.Clipping, afterwards: false, workers);
        full = new ChainBatch(Model, rows, options.Penalties, updates, workers, batch);
        if (rest != 0)
        {
            ChainModel last = Build(rest, Shared(), training: true);
            tail = new ChainBatch(last, rows, options.Penalties, updates, workers, rest);
        }
        if (held is not null) validation = Apply(held);
        // All samples at once are the same sum in any order, but not the same bits.
        orders = new EpochOrder(rows.Count, options.Seed, options.Shuffle && batch < rows.Count);
        kept = new KeptValues(Model.Parameters);
        baseRate = options.Optimizer.LearningRate;
    }

    /// <summary>The number of samples that are trained on.</summary>
    public int Count => rows.Count;

    /// <summary>The graph of a whole batch, with the parameters as they are.</summary>
    public ChainModel Model { get; }

    /// <summary>Trains.</summary>
    /// <exception cref="DivergenceException">The cost became infinite or no number; the parameters are those of the
    /// last good epoch.</exception>
    public TrainingHistory Run()
    {
        started = Stopwatch.GetTimestamp();
        layout.Claim();
        try
        {
            TrainingEnd end = RunEpochs();
            Restore();
            return History(end);
        }
        finally
        {
            options.Optimizer.LearningRate = baseRate;
            layout.Release();
        }
    }

    /// <summary>The program computed for other rows with the parameters as they are now.</summary>
    public ChainModel Apply(ChainRows others) =>
        others.BuildModel(program, settings, others.Count, Shared(), training: false, counter);

    private ChainModel Build(int batch, IReadOnlyDictionary<string, Tensor> arrays, bool training) =>
        rows.BuildModel(program, settings, batch, arrays, training, counter);

    private Dictionary<string, Tensor> Shared() => Model.Parameters.ToDictionary(parameter => parameter.Name!);

    private TrainingEnd RunEpochs()
    {
        int best = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            EpochReport report = RunEpoch(epoch);
            epochs.Add(report);
            options.Schedule?.Observe(report.Validation?.Loss ?? report.Loss);
            if (validation is null || best == 0 || IsBetter(report.Validation!, epochs[best - 1].Validation!))
                best = epoch;
            if (best == epoch || !options.KeepBest)
            {
                kept.Keep();
                keptEpoch = epoch;
            }
            options.OnEpoch?.Invoke(report);
            if (report.Samples < rows.Count || (options.Cancellation.IsCancellationRequested && epoch < options.Epochs))
                return TrainingEnd.Cancelled;
            if (epoch - best >= options.Patience && epoch < options.Epochs) return TrainingEnd.StoppedEarly;
        }
        return TrainingEnd.Completed;
    }

    private bool IsBetter(EvaluationReport result, EvaluationReport best) => result.Confusion is not null
        ? result.Accuracy > best.Accuracy + options.LeastImprovement
        : result.Loss < best.Loss - options.LeastImprovement;

    private void Restore()
    {
        kept.Restore();
    }

    private EpochReport RunEpoch(int epoch)
    {
        long begin = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> order = orders.Of(epoch - 1);
        if (!options.ScheduleBySteps) Follow(epoch - 1);
        double sum = 0;
        int visited = 0;
        while (visited < order.Length)
        {
            ChainBatch batch = order.Length - visited >= full.Count ? full : tail!;
            counter.Step = ++step;
            if (options.ScheduleBySteps) Follow(step - 1);
            updates.Begin();
            double cost = batch.Run(order.Slice(visited, batch.Count));
            if (!double.IsFinite(cost)) throw Diverged(epoch, cost);
            updates.Finish();
            visited += batch.Count;
            sum += cost * batch.Count;
            if (options.LogSteps) stepCosts.Add(cost);
            options.OnStep?.Invoke(new StepReport(epoch, step, visited, order.Length, cost));
            if (options.Cancellation.IsCancellationRequested) break;
        }
        layout.Touch();
        double mean = sum / visited, seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new EpochReport(
            epoch, mean, "cost", mean, validation?.Evaluate(), visited / seconds, options.Optimizer.LearningRate,
            Stopwatch.GetElapsedTime(started).TotalSeconds, visited);
    }

    private void Follow(long time)
    {
        if (options.Schedule is { } schedule) options.Optimizer.LearningRate = baseRate * schedule.FactorAt(time);
    }

    private DivergenceException Diverged(int epoch, double cost)
    {
        Restore();
        return new DivergenceException(
            $"{program.Cost} became {(double.IsNaN(cost) ? "NaN" : "infinite")} at step {step} in epoch {epoch}: " +
                $"lower the learning rate " +
            $"(it is {options.Optimizer.LearningRate:R}) or start elsewhere; the parameters are those " +
            (keptEpoch == 0 ? "it started with." : $"of epoch {keptEpoch}."))
        {
            History = History(TrainingEnd.Diverged),
        };
    }

    private TrainingHistory History(TrainingEnd end) =>
        new(epochs, end, keptEpoch, step, Stopwatch.GetElapsedTime(started).TotalSeconds) { StepLosses = stepCosts };
}
