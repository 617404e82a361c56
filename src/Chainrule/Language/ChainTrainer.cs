using System.Diagnostics;
using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Planning;

namespace Chainrule.Language;

/// <summary>
/// Trains the parameters of a program on rows of arrays: a graph for whole batches and one for the tail, which share the parameters.
/// </summary>
internal sealed class ChainTrainer
{
    private readonly ChainProgram program;
    private readonly ChainOptions settings;
    private readonly TrainingOptions options;
    private readonly ChainRows rows;
    private readonly StepCounter counter = new();
    private readonly ParameterBlock block;
    private readonly ParameterUpdates updates;
    private readonly Workers workers;
    private readonly Batch full;
    private readonly Batch? tail;
    private readonly EpochOrder orders;
    private readonly byte[] kept;
    private readonly double baseRate;
    private readonly List<EpochReport> epochs = [];
    private readonly List<double> stepCosts = [];
    private int keptEpoch;
    private long step, started;

    /// <summary>Prepares a training.</summary>
    /// <param name="program">The program; it must name a cost.</param>
    /// <param name="rows">What its inputs are fed with.</param>
    /// <param name="settings">First values of parameters, sizes, type and seed.</param>
    /// <param name="options">Epochs, batch size, optimizer, schedule, clipping and who is told; the rest does not apply.</param>
    /// <exception cref="ChainruleException">The program, the data and the options do not fit together.</exception>
    public ChainTrainer(ChainProgram program, ChainRows rows, ChainOptions settings, TrainingOptions options)
    {
        (this.program, this.rows, this.settings, this.options) = (program, rows, settings, options);
        if (program.Cost is null) throw new ChainruleException($"{program.File} names no cost to make small: write `minimize` and its name.");
        int batch = Math.Min(options.BatchSize, rows.Count), rest = rows.Count % batch;
        if (batch < rows.Count) rows.RequireBatches(program);
        workers = Chainrule.Model.Threads(options.Threads);
        Model = Build(batch, settings.Arrays, training: true);
        if (Model.Parameters.Count == 0) throw new ChainruleException($"{program.File} has no parameters: there is nothing to train.");
        block = new ParameterBlock(Model.Parameters);
        updates = new ParameterUpdates(options.Optimizer, block, counter, options.Clipping, afterwards: false, workers);
        full = new Batch(Model, rows, updates, workers, batch);
        if (rest != 0) tail = new Batch(Build(rest, Shared(), training: true), rows, updates, workers, rest);
        // All samples at once are the same sum in any order, but not the same bits.
        orders = new EpochOrder(rows.Count, options.Seed, options.Shuffle && batch < rows.Count);
        kept = block.Values.Bytes.ToArray();
        baseRate = options.Optimizer.LearningRate;
    }

    /// <summary>The graph of a whole batch, with the parameters as they are.</summary>
    public ChainModel Model { get; }

    /// <summary>Trains.</summary>
    /// <exception cref="DivergenceException">The cost became infinite or no number; the parameters are those of the last good epoch.</exception>
    public TrainingHistory Run()
    {
        started = Stopwatch.GetTimestamp();
        try
        {
            for (int epoch = 1; epoch <= options.Epochs; epoch++)
            {
                EpochReport report = RunEpoch(epoch);
                epochs.Add(report);
                options.Schedule?.Observe(report.Loss);
                block.Values.Bytes.CopyTo(kept);
                keptEpoch = epoch;
                options.OnEpoch?.Invoke(report);
                if (options.Cancellation.IsCancellationRequested && (epoch < options.Epochs || report.Samples < rows.Count))
                    return History(TrainingEnd.Cancelled);
            }
            return History(TrainingEnd.Completed);
        }
        finally
        {
            options.Optimizer.LearningRate = baseRate;
        }
    }

    /// <summary>The program computed for other rows with the parameters as they are now.</summary>
    public ChainModel Apply(ChainRows others) => others.BuildModel(program, settings, others.Count, Shared(), training: false, counter);

    private ChainModel Build(int batch, IReadOnlyDictionary<string, Tensor> arrays, bool training) =>
        rows.BuildModel(program, settings, batch, arrays, training, counter);

    private Dictionary<string, Tensor> Shared() => Model.Parameters.ToDictionary(parameter => parameter.Name!);

    private EpochReport RunEpoch(int epoch)
    {
        long begin = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> order = orders.Of(epoch - 1);
        if (options.Schedule is { } schedule) options.Optimizer.LearningRate = baseRate * schedule.FactorAt(epoch - 1);
        double sum = 0;
        int visited = 0;
        while (visited < order.Length)
        {
            Batch batch = order.Length - visited >= full.Count ? full : tail!;
            counter.Step = ++step;
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
        block.Touch();
        double mean = sum / visited, seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new EpochReport(
            epoch, mean, "cost", mean, null, visited / seconds, options.Optimizer.LearningRate,
            Stopwatch.GetElapsedTime(started).TotalSeconds, visited);
    }

    private DivergenceException Diverged(int epoch, double cost)
    {
        kept.CopyTo(block.Values.Bytes);
        block.Touch();
        return new DivergenceException(
            $"{program.Cost} became {(double.IsNaN(cost) ? "NaN" : "infinite")} at step {step} in epoch {epoch}: lower the learning rate " +
            $"(it is {options.Optimizer.LearningRate:R}) or start elsewhere; the parameters are those " +
            (keptEpoch == 0 ? "it started with." : $"of epoch {keptEpoch}."))
        {
            History = History(TrainingEnd.Diverged),
        };
    }

    private TrainingHistory History(TrainingEnd end) =>
        new(epochs, end, keptEpoch, step, Stopwatch.GetElapsedTime(started).TotalSeconds) { StepLosses = stepCosts };

    /// <summary>The graph of one batch size as a plan that takes a step.</summary>
    private sealed class Batch
    {
        private readonly Plan plan;
        private readonly RowCopy[] copies;
        private readonly NDArray cost;

        public Batch(ChainModel model, ChainRows rows, ParameterUpdates updates, Workers workers, int count)
        {
            Count = count;
            Tensor scalar = model.Cost!.Rank == 0 ? model.Cost : Functions.Reshape(model.Cost, Shape.Scalar);
            cost = NDArray.Zeros(Shape.Scalar, scalar.DType);
            plan = Plan.Compile([new(scalar, cost), .. updates.For(scalar)], workers);
            copies = rows.CopiesTo(model);
        }

        public int Count { get; }

        public double Run(ReadOnlySpan<int> samples)
        {
            foreach (RowCopy copy in copies) copy.Run(samples);
            plan.Run();
            return cost.DType == DType.Float32 ? cost.Span<float>()[0] : cost.Span<double>()[0];
        }
    }
}
