using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// The training loop, whatever is trained: order of the samples, plans for whole batches and the tail, validation,
/// schedule, the best parameters and the end.
/// </summary>
internal sealed class TrainingLoop
{
    // A mean cost that has risen so far above that of the untrained parameters will not come down: units are dead or
    // saturated.
    private const double RunawayFactor = 1000;

    private readonly TrainingTask task;
    private readonly TrainingOptions options;
    private readonly ParameterLayout layout;
    private readonly ParameterUpdates updates;
    private readonly Variable[] variables;   // parameters and buffers
    private readonly BatchPlan full;
    private readonly BatchPlan? tail;
    private readonly EpochOrder orders;
    private readonly BestParameters best;
    private readonly TrainingRun run;
    private readonly TrainingCallback[] callbacks;
    private readonly List<EpochReport> epochs = [];
    private readonly List<double> stepLosses = [];
    private readonly double baseRate;
    private readonly bool continues, countsHits;
    private readonly int lastEpoch;
    private readonly long stepBefore;
    private TrainingStart start;
    private long started;

    /// <summary>Prepares a training.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="before">Where the last training of the same parameters ended, or null.</param>
    public TrainingLoop(TrainingTask task, TrainingOptions options, TrainingState? before = null)
    {
        this.task = task;
        this.options = options;
        layout = new([.. from parameter in task.Parameters where parameter.IsTrained select parameter.Value]);
        if (layout.Parameters.Count == 0)
            throw new ChainruleException($"{task.Name} has no parameters: there is nothing to train.");
        Optimizer optimizer = options.Optimizer;
        baseRate = optimizer.LearningRate;
        continues = options.Continue
            && before?.Fits(layout, optimizer, options.Seed, options.BatchSize) == true;
        State = continues ? before!
            : new(layout, optimizer.Identity, optimizer.StateSlots, options.Seed, options.BatchSize);
        lastEpoch = State.Epoch + options.Epochs;
        stepBefore = State.Step;
        run = new(task.Parameters, optimizer, State, lastEpoch) { Epoch = State.Epoch };
        callbacks = [.. options.Callbacks];
        if (options.OnEpoch is not null || options.OnStep is not null)
            callbacks = [.. callbacks, new DelegateCallback(options.OnEpoch, options.OnStep)];

        Workers workers = Model.Threads(options.Threads);
        updates = new(optimizer, layout, State.Slots, options.Clipping, afterwards: false, workers);
        countsHits = task.Labels is not null;
        int batch = Math.Min(options.BatchSize, task.Count), rest = task.Count % batch;
        full = PlanFor(batch);
        if (rest != 0) tail = PlanFor(rest);
        orders = new(task.Count, options.Seed, options.Shuffle && task.IsShuffled(batch));
        variables = [.. task.Parameters.Select(parameter => parameter.Value.AsVariable())];
        best = new(State, options);

        BatchPlan PlanFor(int size) => BatchPlan.ForTraining(
            task.GraphFor(size, workers),
            options.Regularizers.Select(regularizer => regularizer.Of(task.Parameters)).OfType<Tensor>(), updates,
            countsHits, workers);
    }

    /// <summary>Where the training stands.</summary>
    public TrainingState State { get; }

    /// <summary>Trains until the last epoch or the end that the options ask for.</summary>
    /// <exception cref="DivergenceException">The cost became infinite or no number, or rose beyond hope.</exception>
    public TrainingHistory Run()
    {
        started = Stopwatch.GetTimestamp();
        layout.Claim();
        try
        {
            Begin();
            foreach (TrainingCallback callback in callbacks) callback.OnTrainingBegin(run);
            TrainingHistory history = History(RunEpochs());
            best.End(variables);
            State.Schedule = options.Schedule?.Memory ?? [];
            foreach (TrainingCallback callback in callbacks) callback.OnTrainingEnd(run, history);
            State.EndedAt = Variable.Writes;
            return history;
        }
        finally
        {
            options.Optimizer.LearningRate = baseRate;
            layout.Release();
        }
    }

    private void Begin()
    {
        bool isChanged = Array.Exists(variables, variable => variable.LastWrite > State.EndedAt);
        start = !continues ? TrainingStart.New
            : isChanged ? TrainingStart.ContinuedFromChangedParameters
            : TrainingStart.Continued;
        best.Begin(variables, start);
        if (start == TrainingStart.New) State.CostBefore = task.SampleCost();
        if (options.Schedule is null) return;
        options.Schedule.Memory = State.Schedule;
        long time = options.ScheduleBySteps ? State.Step : State.Epoch;
        if (continues && options.Schedule.FactorAt(time) == 0)
            throw new ChainruleException(
                $"The training is continued after {State.Epoch} epochs, where its schedule has come down to a rate " +
                "of 0: give a schedule that is longer, or set Continue to false to start a new training.");
    }

    private TrainingEnd RunEpochs()
    {
        while (State.Epoch < lastEpoch)
        {
            EpochReport report = RunEpoch(State.Epoch + 1);
            // The cost is that of before each step: the last one may have left what no number is.
            if (Array.Find(variables, variable => !variable.Storage.IsFinite) is not null)
                throw Diverged(double.NaN);
            double cost = task.IsMean ? report.Loss : report.Loss / report.Samples;
            if (cost > RunawayFactor * (Math.Abs(State.CostBefore) + 1)) throw Diverged(cost);
            epochs.Add(report);
            State.Epoch++;
            options.Schedule?.Observe(report.Validation?.Loss ?? report.Loss);
            best.Observe(report);
            foreach (TrainingCallback callback in callbacks) callback.OnEpochEnd(run, report);
            if (report.Samples < task.Count) return TrainingEnd.Cancelled;
            if (State.Epoch == lastEpoch) break;
            if (options.Cancellation.IsCancellationRequested) return TrainingEnd.Cancelled;
            if (run.IsStopping) return TrainingEnd.Stopped;
            if (State.Epoch - State.BestEpoch >= options.Patience) return TrainingEnd.StoppedEarly;
        }
        return TrainingEnd.Completed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private EpochReport RunEpoch(int epoch)
    {
        long begin = Stopwatch.GetTimestamp();
        run.Epoch = epoch;
        ReadOnlySpan<int> order = orders.Of(epoch - 1);
        if (options.Schedule is not null && !options.ScheduleBySteps) Follow(options.Schedule, epoch - 1);
        foreach (TrainingCallback callback in callbacks) callback.OnEpochBegin(run);
        double sum = 0;
        int visited = 0, hits = 0;
        while (visited < order.Length)
        {
            BatchPlan plan = order.Length - visited >= full.Count ? full : tail!;
            ReadOnlySpan<int> samples = order.Slice(visited, plan.Count), rest = order[(visited + plan.Count)..];
            State.Step++;
            if (options.Schedule is not null && options.ScheduleBySteps) Follow(options.Schedule, State.Step - 1);
            double cost = plan.Step(State.Step, samples, rest[..Math.Min(plan.Count, rest.Length)]);
            if (!double.IsFinite(cost)) throw Diverged(cost);

            visited += samples.Length;
            sum += task.IsMean ? cost * samples.Length : cost;
            if (countsHits) hits += CountHits(plan.Output!, samples);
            if (options.LogSteps) stepLosses.Add(cost);
            StepReport report = new(epoch, State.Step, visited, order.Length, cost);
            foreach (TrainingCallback callback in callbacks) callback.OnStepEnd(run, report);
            if (options.Cancellation.IsCancellationRequested) break;
        }
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        layout.Touch();
        full.Touch();
        double mean = task.IsMean ? sum / visited : sum;
        return new EpochReport(
            epoch, mean, task.Metric, countsHits ? (double)hits / visited : mean,
            task.HasValidation ? task.Validate() : null, visited / seconds, options.Optimizer.LearningRate,
            Stopwatch.GetElapsedTime(started).TotalSeconds, visited);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountHits(NDArray output, ReadOnlySpan<int> samples) =>
        output.DType == DType.Float32 ? CountHits<float>(output, samples) : CountHits<double>(output, samples);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountHits<T>(NDArray output, ReadOnlySpan<int> samples) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> labels = task.Labels!.Span<int>();
        ReadOnlySpan<T> values = output.Span<T>();
        int width = values.Length / samples.Length, hits = 0;
        T half = T.CreateTruncating(0.5);
        for (int i = 0; i < samples.Length; i++)
            if (MetricSums.ClassOf(values.Slice(i * width, width), half) == labels[samples[i]]) hits++;
        return hits;
    }

    private void Follow(LearningRateSchedule schedule, long time) =>
        options.Optimizer.LearningRate = baseRate * schedule.FactorAt(time);

    private DivergenceException Diverged(double cost)
    {
        string course = double.IsNaN(cost) ? "became NaN" : double.IsInfinity(cost) ? "became infinite"
            : $"rose from {State.CostBefore:G4} to {cost:G4}";
        best.Restore();
        return new DivergenceException(
            $"{task.CostName} {course} at step {State.Step} in epoch {run.Epoch}: lower the learning rate " +
            $"(it is {options.Optimizer.LearningRate:R}), set Clipping, or scale the features; the parameters are " +
            (best.KeptEpoch == 0 ? "those that the training started with." : $"those of epoch {best.KeptEpoch}."))
        {
            History = History(TrainingEnd.Diverged),
        };
    }

    private TrainingHistory History(TrainingEnd end) => new(
        epochs, end, best.KeptEpoch, State.Step - stepBefore, Stopwatch.GetElapsedTime(started).TotalSeconds)
    {
        Start = start,
        StepLosses = stepLosses,
    };
}
