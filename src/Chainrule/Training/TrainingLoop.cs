using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// The training loop for everything that can be trained: order of the samples, plans for full batches and the last one,
/// validation, schedule, best parameters, and when to stop.
/// </summary>
internal sealed class TrainingLoop
{
    // If the mean cost rises this far above that of the initial parameters, it will not recover: units are dead or
    // saturated.
    private const double RunawayFactor = 1000;

    private readonly TrainingTask task;
    private readonly TrainingOptions options;
    private readonly ParameterLayout layout;
    private readonly ParameterUpdates updates;
    private readonly Variable[] variables;   // parameters and buffers
    private readonly Func<int, BatchPlan> planFor;
    private readonly BatchPlan full;
    private readonly SampleFeed feed;
    private readonly BestParameters best;
    private readonly TrainingRun run;
    private readonly TrainingCallback[] callbacks;
    private readonly List<EpochReport> epochs = [];
    private readonly List<double> stepLosses = [];
    private readonly double baseRate;
    private readonly bool continues, countsHits;
    private readonly int lastEpoch;
    private readonly long stepBefore;
    private BatchPlan? tail;
    private ParameterAverage? average;
    private KeptValues? present;   // while a save restores others
    private TrainingStart start;
    private bool hasEnded;
    private StopReason? end;   // set if the training ends within an epoch
    private long started;

    /// <summary>Prepares a training.</summary>
    /// <param name="task">What to train.</param>
    /// <param name="options">How to train it.</param>
    /// <param name="before">Where the last training of the same parameters ended, or null.</param>
    public TrainingLoop(TrainingTask task, TrainingOptions options, TrainingState? before = null)
    {
        this.task = task;
        this.options = options;
        IReadOnlyList<LayerParameter> parameters = ParameterGroups.Frozen(task.Parameters, options.Frozen);
        layout = new([.. from parameter in parameters where parameter.IsTrained select parameter.Value]);
        if (layout.Parameters.Count == 0)
            throw new ChainruleException($"{task.Name} has no parameters to train: all are frozen, or there are none.");
        Optimizer optimizer = options.Optimizer;
        baseRate = optimizer.LearningRate;
        continues = options.Continue
            && before?.Fits(layout, optimizer, options.Seed, options.BatchSize) == true;
        State = continues ? before!
            : new(layout, optimizer.Identity, optimizer.StateSlots, options.Seed, options.BatchSize);
        lastEpoch = State.Epoch + options.Epochs;
        stepBefore = State.Step;
        run = new(task.Parameters, optimizer, State, lastEpoch, Save)
        {
            Epoch = State.Epoch,
            Epochs = epochs,
            StepLosses = stepLosses,
        };
        callbacks = [.. options.Callbacks];
        if (DelegateCallback.IsNeeded(options)) callbacks = [.. callbacks, new DelegateCallback(options)];

        Workers workers = Model.Threads(options.Threads);
        updates = new(
            optimizer, layout, State.Slots, options.Clipping, accumulates: options.GradientAccumulation > 1, workers,
            ParameterGroups.Factors(parameters, options.LearningRates, baseRate));
        countsHits = task.Labels is not null;
        planFor = PlanFor;
        int batch = task.Count is { } known ? Math.Min(options.BatchSize, known) : options.BatchSize;
        if (optimizer is Lbfgs && batch < task.Count)
            throw new ChainruleException(
                $"L-BFGS takes each step with all {task.Count:N0} samples, not with {batch:N0}: set " +
                "TrainingOptions.BatchSize = int.MaxValue.");
        full = PlanFor(batch);
        if (task.Count % batch is { } rest and > 0) tail = PlanFor(rest);
        feed = task.Feed;
        variables = [.. task.Parameters.Select(parameter => parameter.Value.AsVariable())];
        best = new(State, options);

        BatchPlan PlanFor(int size) => BatchPlan.ForTraining(
            task.GraphFor(size, workers),
            options.Regularizers.Select(regularizer => regularizer.Of(parameters)).OfType<Tensor>(), updates,
            countsHits, workers);
    }

    /// <summary>The state of the training.</summary>
    public TrainingState State { get; }

    /// <summary>Trains until the last epoch, or until the options end it.</summary>
    /// <exception cref="DivergenceException">The cost became infinite or NaN, or rose too far to recover.</exception>
    public TrainingHistory Run()
    {
        started = Stopwatch.GetTimestamp();
        layout.Claim();
        try
        {
            options.Optimizer.Claim();
            try
            {
                Begin();
                return RunClaimed();
            }
            finally
            {
                options.Optimizer.LearningRate = baseRate;
                options.Optimizer.Release();
            }
        }
        finally
        {
            feed.End();
            layout.Release();
        }
    }

    private TrainingHistory RunClaimed()
    {
        try
        {
            foreach (TrainingCallback callback in callbacks) callback.OnTrainingBegin(run);
            TrainingHistory history = History(RunEpochs());
            End();
            history = history with { Notes = task.FindIdleUnits() };
            TrainingMeter.RecordEnd(history.StopReason);
            foreach (TrainingCallback callback in callbacks) callback.OnTrainingEnd(run, history);
            State.EndedAt = Variable.Writes;
            return history;
        }
        catch
        {
            // No one wants half an epoch.
            best.Restore();
            throw;
        }
    }

    private void Begin()
    {
        bool isChanged = Array.Exists(variables, variable => variable.LastWrite > State.EndedAt);
        start = !continues ? TrainingStart.New
            : isChanged ? TrainingStart.ContinuedFromChangedParameters
            : TrainingStart.Continued;
        if (start != TrainingStart.Continued || options.EmaMomentum is null) State.Average = null;
        best.Begin(variables, start);
        if (options.EmaMomentum is { } momentum) average = new(layout, State, momentum);
        if (start == TrainingStart.New) State.CostBefore = task.StartCost();
        if (options.Schedule is null) return;
        options.Schedule.Memory = State.Schedule;
        long time = options.ScheduleBySteps ? State.Updates : State.Epoch;
        if (continues && options.Schedule.FactorAt(time) == 0)
            throw new ChainruleException(
                $"The training is continued after {State.Epoch} epochs, where its schedule has come down to a rate " +
                "of 0: give a schedule that is longer, or set Continue to false to start a new training.");
    }

    // Leaves variables and state as they should be after a training.
    private void End()
    {
        hasEnded = true;
        best.End(variables);
        State.Schedule = options.Schedule?.Memory ?? [];
    }

    // As if the training ended here; afterwards everything is as before.
    private void Save(string path)
    {
        if (hasEnded)
        {
            task.Save(path, State, History(end ?? StopReason.Completed));
            return;
        }
        // One copy for all saves, as a training may save after every epoch.
        if (present is null) present = new(variables);
        else present.Keep();
        bool isWithin = State.Visited > 0 && !HasWholeBest;
        if (isWithin) average?.Exchange();
        else best.Restore();
        State.KeptEpoch = isWithin ? run.Epoch : best.KeptEpoch;
        State.Last = present.IsPresent ? null : present;
        State.Schedule = options.Schedule?.Memory ?? [];
        try
        {
            task.Save(path, State, History(StopReason.Stopped));
        }
        finally
        {
            State.Last = null;
            if (isWithin) average?.Exchange();
            else present.Restore();
        }
    }

    private bool HasWholeBest => task.HasValidation && options.KeepBest
        && State.BestEpoch > 0 && best.KeptEpoch == State.BestEpoch;

    private StopReason RunEpochs()
    {
        while (State.Epoch < lastEpoch)
        {
            RunEpoch(State.Epoch + 1);
            if (end is { } early) return early;
            if (State.Epoch == lastEpoch) break;
            if (options.Cancellation.IsCancellationRequested) return StopReason.Canceled;
            if (run.IsStopping) return StopReason.Stopped;
            if (IsTimeUp) return StopReason.TimedOut;
            if (State.Epoch - State.ImprovedEpoch >= options.Patience) return StopReason.StoppedEarly;
        }
        return StopReason.Completed;
    }

    private bool IsTimeUp => options.TimeLimit is { } limit && Stopwatch.GetElapsedTime(started) >= limit;

    private void RunEpoch(int epoch)
    {
        long begin = Stopwatch.GetTimestamp();
        int before = State.Visited;
        long updatesBefore = State.Updates;
        run.Epoch = epoch;
        if (options.Schedule is not null && !options.ScheduleBySteps) Follow(options.Schedule, epoch - 1);
        foreach (TrainingCallback callback in callbacks) callback.OnEpochBegin(run);
        feed.Begin(epoch - 1, State.Visited);
        for (bool isLast = false; !isLast && end is null;)
        {
            ReadOnlySpan<int> order = feed.Next(out isLast);
            RunSteps(epoch, order, isLast);
        }
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        layout.Touch();
        full.Touch();
        average?.Exchange();
        RequireFinite(State.CostSum / State.Visited);
        EpochReport report = Report(epoch, (State.Visited - before) / seconds);
        epochs.Add(report);
        TrainingMeter.Record(report, State.Visited - before, State.Updates - updatesBefore, seconds);
        if (end is null)
        {
            State.Epoch++;
            (State.Visited, State.CostSum, State.Hits) = (0, 0, 0);
            options.Schedule?.Observe(report.Validation?.Loss ?? report.Loss);
            best.Observe(report);
        }
        else if (!HasWholeBest)
        {
            best.Keep(epoch);
        }
        average?.Exchange();
        foreach (TrainingCallback callback in callbacks) callback.OnEpochEnd(run, report);
    }

    private EpochReport Report(int epoch, double samplesPerSecond)
    {
        double mean = task.IsMean ? State.CostSum / State.Visited : State.CostSum;
        return new EpochReport(
            epoch, mean, task.Metric, countsHits ? (double)State.Hits / State.Visited : mean,
            task.HasValidation ? task.Validate() : null, samplesPerSecond, options.Optimizer.LearningRate,
            Stopwatch.GetElapsedTime(started).TotalSeconds, State.Visited);
    }

    // The costs are those before each step, so the last step may have left parameters that give no finite cost.
    private void RequireFinite(double meanCost)
    {
        if (Array.Find(variables, variable => !variable.Storage.IsFinite) is not null) throw Diverged(double.NaN, []);
        double after = task.SampleCost();
        if (!double.IsFinite(after)) throw Diverged(after, []);
        double worst = Math.Max(meanCost, after);
        if (worst > RunawayFactor * (Math.Abs(State.CostBefore) + 1)) throw Diverged(worst, []);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunSteps(int epoch, ReadOnlySpan<int> order, bool isLast)
    {
        LearningRateSchedule? schedule = options.ScheduleBySteps ? options.Schedule : null;
        int batchesPerStep = options.GradientAccumulation;
        bool isMean = task.IsMean;
        while (order.Length > 0)
        {
            int visited = State.Visited;
            BatchPlan plan = order.Length >= full.Count ? full : TailFor(order.Length);
            ReadOnlySpan<int> samples = order[..plan.Count], rest = order[plan.Count..];
            bool isEnd = isLast && rest.Length == 0;
            State.Step++;
            bool accumulates = batchesPerStep > 1 && !isEnd && ((visited / full.Count) + 1) % batchesPerStep != 0;
            if (schedule is not null) Follow(schedule, State.Updates);
            double cost = plan.Step(
                State.Step, State.Updates + 1, samples, rest[..Math.Min(plan.Count, rest.Length)], accumulates);
            if (!double.IsFinite(cost)) throw Diverged(cost, samples);

            State.Visited = visited + samples.Length;
            State.CostSum += isMean ? cost * samples.Length : cost;
            if (countsHits) State.Hits += CountHits(plan.Output!, samples);
            if (options.LogSteps) stepLosses.Add(cost);
            run.IsWithinStep = accumulates;
            if (!accumulates)
            {
                State.Updates++;
                average?.Observe();
            }
            if (callbacks.Length > 0)
            {
                StepReport report = new(epoch, State.Step, State.Visited, task.Count ?? 0, cost);
                foreach (TrainingCallback callback in callbacks) callback.OnStepEnd(run, report);
            }
            order = rest;
            if (accumulates || isEnd) continue;
            if (options.Cancellation.IsCancellationRequested) end = StopReason.Canceled;
            else if (IsTimeUp) end = StopReason.TimedOut;
            if (end is not null) break;
        }
    }

    // How many samples the last batch of an epoch has is known beforehand, except of some streams.
    private BatchPlan TailFor(int count) => tail?.Count == count ? tail : tail = planFor(count);

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
            if (Predictions.ClassOf(values.Slice(i * width, width), half) == labels[samples[i]]) hits++;
        return hits;
    }

    private void Follow(LearningRateSchedule schedule, long time) =>
        options.Optimizer.LearningRate = baseRate * schedule.FactorAt(time);

    private DivergenceException Diverged(double cost, ReadOnlySpan<int> samples)
    {
        string course = double.IsNaN(cost) ? "became NaN" : double.IsInfinity(cost) ? "became infinite"
            : $"rose from {State.CostBefore:G4} to {cost:G4}";
        string where = task.FindNonFinite(samples) is { } place ? $", first in {place}" : "";
        best.Restore();
        TrainingMeter.RecordEnd(StopReason.Diverged);
        return new DivergenceException(
            $"{task.CostName} {course} at step {State.Step} in epoch {run.Epoch}{where}: lower the learning rate " +
            $"(it is {options.Optimizer.LearningRate:R}), set TrainingOptions.Clipping, or {task.Scaling}; the " +
            "parameters are " +
            (best.KeptEpoch == 0 ? "those that the training started with." : $"those of epoch {best.KeptEpoch}."))
        {
            History = History(StopReason.Diverged),
        };
    }

    private TrainingHistory History(StopReason why) => new(
        epochs, why, best.KeptEpoch, State.Step - stepBefore, Stopwatch.GetElapsedTime(started).TotalSeconds)
    {
        Start = start,
        StepLosses = stepLosses,
    };
}
