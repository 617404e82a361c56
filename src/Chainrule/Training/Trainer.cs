using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// One training of a model: a plan for whole batches and one for the tail, the optimizer's state, and the loop over
/// them.
/// </summary>
internal sealed class Trainer
{
    // A mean loss that has risen so far above that of the untrained model will not come down: its units are dead or
    // saturated.
    private const double RunawayFactor = 1000;
    private const int LossSamples = 256;

    private readonly Model model;
    private readonly TrainingOptions options;
    private readonly SampleSource source;
    private readonly Predictor? validation;
    private readonly StepCounter counter = new();
    private readonly ParameterLayout layout;
    private readonly ParameterUpdates updates;
    private readonly double baseRate;
    private readonly BatchPlan? full, tail;
    private readonly EpochOrder orders;
    private readonly List<EpochReport> epochs = [];
    private readonly List<double> stepLosses = [];
    private readonly bool isMean, countsHits;
    private readonly KeptValues kept;
    private readonly double lossBefore;
    private int keptEpoch;
    private long step;
    private long started;

    public Trainer(Model model, Dataset data, TrainingOptions options)
    {
        Validate(options);
        (Dataset training, Dataset? held) = Parts(SampleSource.Checked(data), options);
        this.model = model;
        this.options = options;
        model.Adopt(training);
        if (options.BatchSize < model.Network.LeastBatch)
        {
            throw new ChainruleException(
                $"The network normalises over the batch, which needs at least {model.Network.LeastBatch} samples: " +
                $"raise the batch size of {options.BatchSize}.");
        }
        Workers workers = Model.Threads(options.Threads);
        source = SampleSource.Of(model, training, model.Loss!);
        if (held is not null)
            validation = new Predictor(model, SampleSource.Of(model, held, model.Loss!), 256, workers);

        layout = new([.. from parameter in model.Parameters where parameter.IsTrained select parameter.Value]);
        if (layout.Parameters.Count == 0)
            throw new ChainruleException("The network has no parameters: there is nothing to train.");
        updates = new ParameterUpdates(options.Optimizer, layout, counter, options.Clipping, afterwards: false, workers);
        baseRate = options.Optimizer.LearningRate;
        kept = new KeptValues(model.Parameters.Select(parameter => parameter.Value));
        isMean = model.Loss!.IsMean;
        countsHits = source.Labels is not null;
        lossBefore = LossBefore(training, workers);
        int batch = Math.Min(options.BatchSize, source.Count), rest = source.Count % batch;
        BatchPlan PlanFor(int size) =>
            BatchPlan.ForTraining(model, source, size, options, counter, updates, countsHits, workers);
        full = PlanFor(batch);
        if (rest != 0) tail = PlanFor(rest);
        orders = new EpochOrder(source.Count, options.Seed, options.Shuffle);
    }

    public TrainingHistory Run()
    {
        started = Stopwatch.GetTimestamp();
        layout.Claim();
        try
        {
            TrainingEnd end = RunEpochs();
            kept.Restore();
            return History(end);
        }
        finally
        {
            options.Optimizer.LearningRate = baseRate;
            layout.Release();
        }
    }

    private TrainingEnd RunEpochs()
    {
        int best = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            EpochReport report = RunEpoch(epoch);
            double loss = isMean ? report.Loss : report.Loss / report.Samples;
            if (loss > RunawayFactor * (Math.Abs(lossBefore) + 1)) throw Diverged(epoch, loss);
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
            if (report.Samples < source.Count
                || (options.Cancellation.IsCancellationRequested && epoch < options.Epochs))
                return TrainingEnd.Cancelled;
            if (epoch - best >= options.Patience && epoch < options.Epochs) return TrainingEnd.StoppedEarly;
        }
        return TrainingEnd.Completed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private EpochReport RunEpoch(int epoch)
    {
        long begin = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> order = orders.Of(epoch - 1);
        if (options.Schedule is not null && !options.ScheduleBySteps) Follow(options.Schedule, epoch - 1);
        double lossSum = 0;
        int visited = 0, hits = 0;
        while (visited < order.Length)
        {
            BatchPlan plan = order.Length - visited >= full!.Batch ? full : tail!;
            ReadOnlySpan<int> samples = order.Slice(visited, plan.Batch);
            counter.Step = ++step;
            if (options.Schedule is not null && options.ScheduleBySteps) Follow(options.Schedule, step - 1);
            updates.Begin();
            ReadOnlySpan<int> rest = order[(visited + plan.Batch)..];
            plan.Run(samples, rest[..Math.Min(plan.Batch, rest.Length)]);
            double loss = plan.Loss;
            if (!double.IsFinite(loss)) throw Diverged(epoch, loss);
            updates.Finish();

            visited += samples.Length;
            lossSum += isMean ? loss * samples.Length : loss;
            if (countsHits) hits += CountHits(plan.Output!, samples);
            if (options.LogSteps) stepLosses.Add(loss);
            options.OnStep?.Invoke(new StepReport(epoch, step, visited, order.Length, loss));
            if (options.Cancellation.IsCancellationRequested) break;
        }
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        model.Touch();
        double mean = isMean ? lossSum / visited : lossSum;
        return new EpochReport(
            epoch, mean, countsHits ? "accuracy" : model.Loss is MeanSquaredError ? "mse" : "loss",
            countsHits ? (double)hits / visited : mean, validation?.Evaluate(), visited / seconds,
            options.Optimizer.LearningRate, Stopwatch.GetElapsedTime(started).TotalSeconds, visited);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountHits(NDArray output, ReadOnlySpan<int> samples) =>
        output.DType == DType.Float32 ? CountHits<float>(output, samples) : CountHits<double>(output, samples);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountHits<T>(NDArray output, ReadOnlySpan<int> samples) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> labels = source.Labels!.Span<int>();
        ReadOnlySpan<T> values = output.Span<T>();
        int width = values.Length / samples.Length, hits = 0;
        T half = T.CreateTruncating(0.5);
        for (int i = 0; i < samples.Length; i++)
            if (MetricSums.ClassOf(values.Slice(i * width, width), half) == labels[samples[i]]) hits++;
        return hits;
    }

    private void Follow(LearningRateSchedule schedule, long time) =>
        options.Optimizer.LearningRate = baseRate * schedule.FactorAt(time);

    private bool IsBetter(EvaluationReport result, EvaluationReport best) => result.Confusion is not null
        ? result.Accuracy > best.Accuracy + options.LeastImprovement
        : result.Loss < best.Loss - options.LeastImprovement;

    private DivergenceException Diverged(int epoch, double loss)
    {
        kept.Restore();
        return new DivergenceException(
            $"The loss {Course(loss)} at step {step} in epoch {epoch}: lower the learning rate " +
            $"(it is {options.Optimizer.LearningRate:R}), set Clipping, or scale the features; the model has " +
            "the parameters " +
            (keptEpoch == 0 ? "it started with." : $"of epoch {keptEpoch}."))
        {
            History = History(TrainingEnd.Diverged),
        };
    }

    private string Course(double loss) =>
        double.IsNaN(loss) ? "became NaN" : double.IsInfinity(loss) ? "became infinite"
        : $"rose from {lossBefore:G4} to {loss:G4}";

    private TrainingHistory History(TrainingEnd end) =>
        new(epochs, end, keptEpoch, step, Stopwatch.GetElapsedTime(started).TotalSeconds) { StepLosses = stepLosses };

    // The mean loss of samples from all over the data set, with the parameters as they are.
    private double LossBefore(Dataset training, Workers workers)
    {
        var places = new int[Math.Min(LossSamples, training.Count)];
        for (int i = 0; i < places.Length; i++) places[i] = (int)((long)i * training.Count / places.Length);
        var few = SampleSource.Of(model, training.Subset(places), model.Loss!);
        double loss = new Predictor(model, few, places.Length, workers).Evaluate().Loss;
        return isMean ? loss : loss / places.Length;
    }

    private static (Dataset Training, Dataset? Validation) Parts(Dataset data, TrainingOptions options)
    {
        if (options.Validation is not null || options.ValidationShare == 0) return (data, options.Validation);
        double share = options.ValidationShare;
        Dataset[] parts = data.IsClassification
            ? data.SplitStratified(options.Seed, 1 - share, share)
            : data.Shuffle(options.Seed).Split(1 - share, share);
        if (parts[0].Count == 0 || parts[1].Count == 0)
            throw new DataException(
                $"The data set '{data.Name}' has {data.Count} samples, too few to set {share:P0} of them aside: add " +
                "samples.");
        return (parts[0], parts[1]);
    }

    internal static void Validate(TrainingOptions options)
    {
        static void Require(bool holds, string message)
        {
            if (!holds) throw new ChainruleException(message);
        }

        Require(options.Epochs >= 1, $"A training has at least one epoch, not {options.Epochs}.");
        Require(options.BatchSize >= 1, $"A batch has at least one sample, not {options.BatchSize}.");
        Require(options.ValidationShare is >= 0 and < 1,
            $"The validation share is from 0 up to but not including 1, not {options.ValidationShare}.");
        Require(options.Threads >= 0,
            $"The number of threads is 0 for one a core, or positive; not {options.Threads}.");
        Require(options.Patience is null or >= 1, $"Patience is at least one epoch, not {options.Patience}.");
        Require(
            options.Patience is null || options.Validation is not null || options.ValidationShare > 0,
            "Early stopping needs validation: give ValidationShare or Validation.");
    }
}
