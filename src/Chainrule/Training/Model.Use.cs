using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;

namespace Chainrule;

public sealed partial class Model
{
    internal const int PredictionBatch = 256, BatchesInPortion = 32;
    private const int MaxThreads = 1024;

    private static readonly ConcurrentDictionary<int, Workers> threads = new();
    private int isTraining;

    /// <summary>
    /// Trains the model on a data set. A model that was trained before continues from its current parameters.
    /// </summary>
    /// <param name="data">The samples.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="preprocessed">
    /// Whether the samples, including those for validation, were processed by <see cref="Preprocess(Tensor)"/>; by
    /// default they are raw.
    /// </param>
    /// <exception cref="DivergenceException">The loss became infinite or NaN.</exception>
    /// <exception cref="ShapeException">The network does not fit the samples.</exception>
    [OverloadResolutionPriority(1)]   // Fit(new(name, features, targets)) means a data set
    public TrainingHistory Fit(Dataset data, TrainingOptions? options = null, bool preprocessed = false)
    {
        options = (options ?? new()).Check();
        return Fit(() => new DatasetTask(this, data, options, preprocessed), options);
    }

    /// <summary>
    /// Trains the model on samples that are read as they are needed, more than memory holds. What <see
    /// cref="Preprocessing"/> and <see cref="TargetScaling"/> have to learn of them, they learn by reading them once
    /// before. Where the buffer holds all samples, the training gives the bits of one on a <see cref="Dataset"/> of
    /// them.
    /// </summary>
    /// <param name="stream">The samples.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="DivergenceException">The loss became infinite or NaN.</exception>
    /// <exception cref="ShapeException">The network does not fit the samples.</exception>
    /// <exception cref="DataException">The stream gives no samples, or parts of different form.</exception>
    public TrainingHistory Fit(StreamedDataset stream, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options = (options ?? new()).Check();
        return Fit(() => new StreamTask(this, stream, options), options);
    }

    private TrainingHistory Fit(Func<ModelTask> prepare, TrainingOptions options)
    {
        BeginTraining();
        try
        {
            ModelTask task = prepare();
            var loop = new TrainingLoop(task, options, TrainingState);
            // A training that fails leaves nothing to continue from.
            TrainingState = null;
            TrainingHistory history = loop.Run();
            TrainingState = loop.State;
            if (history.Epochs.Count > 0) Training = task.Record(history);
            return history;
        }
        finally
        {
            Volatile.Write(ref isTraining, 0);
        }
    }

    /// <summary>
    /// Trains with a learning rate that rises from step to step, to see which rates the training takes. Parameters and
    /// the state of the training stay as they are; a model without parameters gets its initial ones, as in <c>Fit</c>.
    /// </summary>
    /// <param name="data">The samples.</param>
    /// <param name="options">How to train; epochs, schedule and callbacks do not count.</param>
    /// <param name="from">The rate of the first step.</param>
    /// <param name="to">The rate of the last step; the sweep ends before if the loss rises far.</param>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="ChainruleException">The range is none, or options and data do not fit together.</exception>
    public LearningRateSweep FindLearningRate(
        Dataset data, TrainingOptions? options = null, double from = 1e-7, double to = 10, int steps = 100)
    {
        options = (options ?? new()).Check();
        BeginTraining();
        try
        {
            bool isAsItEnded = TrainingState is { } state
                && !Parameters.Any(parameter => parameter.Value.AsVariable().LastWrite > state.EndedAt);
            var sweep = LearningRateSweep.Of(
                new DatasetTask(this, data, options, preprocessed: false), options, from, to, steps);
            if (isAsItEnded) TrainingState!.EndedAt = Variable.Writes;
            return sweep;
        }
        finally
        {
            Volatile.Write(ref isTraining, 0);
        }
    }

    private void BeginTraining()
    {
        if (Interlocked.Exchange(ref isTraining, 1) != 0)
            throw new ChainruleException(
                "The model is being trained already: train it again when that has ended, or train another model.");
    }

    /// <summary>Computes the loss and the metrics on a data set.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <param name="preprocessed">
    /// Whether the samples were processed by <see cref="Preprocess(Tensor)"/>; by default they are raw.
    /// </param>
    /// <param name="metrics">Metrics to report in addition to the usual ones.</param>
    /// <param name="keepPredictions">
    /// Whether the report holds all <see cref="EvaluationReport.Predictions"/>, of which <see cref="PredictionReport"/>
    /// and curves can be made.
    /// </param>
    /// <exception cref="ChainruleException">A metric is not for these targets.</exception>
    [OverloadResolutionPriority(1)]
    public EvaluationReport Evaluate(
        Dataset data, int threads = 0, bool preprocessed = false, IReadOnlyList<Metric>? metrics = null,
        bool keepPredictions = false)
    {
        metrics ??= [];
        bool isRaw = !preprocessed && Preprocessing.Count > 0;
        data = SampleSource.Checked(data, isRaw && Preprocessing.TakesMissing, isRaw);
        Adopt(data, preprocessed);
        SampleSource source = SampleSource.Of(this, data, Loss!, preprocessed)
            .Require(metrics, OutputShape!.Size);
        EvaluationReport report =
            new Predictor(this, source, PredictionBatch, Threads(threads)).Evaluate(metrics, keepPredictions);
        return report with { Predictions = report.Predictions?.Named(ClassNames) };
    }

    /// <summary>Computes the loss and the metrics on samples that are read as they are needed.</summary>
    /// <param name="stream">The samples.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <param name="metrics">
    /// Metrics to report in addition to the usual ones; those that are no sums over the samples, such as areas under
    /// curves, keep all predictions in memory.
    /// </param>
    /// <param name="keepPredictions">
    /// Whether the report holds all <see cref="EvaluationReport.Predictions"/>, in the order of the samples: the
    /// outputs and what is true, not the features.
    /// </param>
    /// <exception cref="ChainruleException">A metric is not for these targets.</exception>
    /// <exception cref="DataException">The stream gives no samples, or parts of different form.</exception>
    public EvaluationReport Evaluate(
        StreamedDataset stream, int threads = 0, IReadOnlyList<Metric>? metrics = null, bool keepPredictions = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        metrics ??= [];
        Dataset first = stream.First(PredictionBatch);
        Adopt(first, preprocessed: false);
        SampleSource Prepare(Dataset part) => SampleSource.Of(this, part, Loss!, preprocessed: false)
            .Require(metrics, OutputShape!.Size);
        var feed = new StreamFeed(
            stream, Prepare(first), Prepare, PredictionBatch, PredictionBatch, Seed, shuffled: false);
        int count = metrics.Count == 0 && !keepPredictions ? 0 : checked((int)stream.CountAll());
        EvaluationReport report = new Predictor(this, feed.Buffer, PredictionBatch, Threads(threads))
            .Evaluate(feed, count, metrics, keepPredictions);
        return report with { Predictions = report.Predictions?.Named(ClassNames) };
    }

    /// <summary>
    /// Predicts the samples of a data set, and puts beside it what is true of them: what <see
    /// cref="PredictionReport"/>, curves and all metrics are computed from.
    /// </summary>
    /// <param name="data">The samples.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    public Predictions Judge(Dataset data, int threads = 0) =>
        Evaluate(data, threads, keepPredictions: true).Predictions!;

    /// <summary>
    /// Predicts the outputs for samples: class probabilities (m, classes) for a classifier, values (m, outputs)
    /// otherwise.
    /// </summary>
    /// <param name="samples">One sample per row.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <param name="preprocessed">
    /// Whether the samples were processed by <see cref="Preprocess(Tensor)"/>; by default they are raw.
    /// </param>
    public Tensor Predict(Tensor samples, int threads = 0, bool preprocessed = false)
    {
        if (samples.Rank == 0)
            throw new ShapeException("A model predicts from rows, one sample each; the input is a single number.");
        BuildFor(samples.Shape.Without(0), preprocessed);
        var source = SampleSource.Of(this, samples, preprocessed);
        return new Predictor(this, source, PredictionBatch, Threads(threads)).Predict();
    }

    /// <summary>Predicts the most probable class of each sample.</summary>
    /// <param name="samples">One sample per row.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <param name="preprocessed">
    /// Whether the samples were processed by <see cref="Preprocess(Tensor)"/>; by default they are raw.
    /// </param>
    public int[] PredictClasses(Tensor samples, int threads = 0, bool preprocessed = false)
    {
        Tensor predictions = Predict(samples, threads, preprocessed).Cast(DType.Float64);
        int width = OutputShape!.Size;
        var classes = new int[samples.Shape[0]];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = Predictions.ClassOf(predictions.AsSpan<double>().Slice(i * width, width), 0.5);
        return classes;
    }

    /// <summary>Writes the model to a file atomically (see <see cref="ModelFile"/>).</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="includeTrainingState">
    /// Whether training can continue where it ended after the model is loaded again.
    /// </param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path, bool includeTrainingState = true) =>
        ModelFile.Save(path, this, includeTrainingState);

    /// <summary>Reads a model from a file (see <see cref="ModelFile"/>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNonFinite">
    /// Whether to accept infinite or NaN parameters, in order to inspect what went wrong.
    /// </param>
    /// <exception cref="DataException">The file is missing, damaged or not a model.</exception>
    public static Model Load(string path, bool allowNonFinite = false) => ModelFile.Load(path, allowNonFinite);

    /// <summary>Converts raw samples to what the network sees, (m, …), in the model's type.</summary>
    public Tensor Preprocess(Tensor samples)
    {
        if (Preprocessing.Count == 0) return samples;
        int count = samples.Shape[0], width = count == 0 ? samples.Shape.Without(0).Size : samples.Length / count;
        return Preprocessing.Apply(new(samples.Value.View([count, width])), DType);
    }

    /// <summary>Converts a data set to what the network sees.</summary>
    public Dataset Preprocess(Dataset data) => Preprocessing.Apply(data);

    /// <summary>Chooses the loss, names and parameters to suit the data, unless they are set.</summary>
    internal void Adopt(Dataset data, bool preprocessed)
    {
        if (data.Features.Rank < 2)
            throw new DataException(
                $"The data set '{data.Name}' has features of shape {data.Features.Shape}; give one sample per row, " +
                "(m, features).");
        Shape sample = data.Features.Shape.Without(0);
        if ((preprocessed ? PreparedShape : InputShape) is { } known && known.Size != sample.Size)
            throw new ShapeException(
                $"The model takes samples of shape {known}; the features of '{data.Name}' have shape " +
                $"{data.Features.Shape}, one sample a row: give the samples that it was made for.");
        BuildFor(sample, preprocessed);
        Loss ??= data.IsClassification ? new SoftmaxCrossEntropy()
            : data.IsMultiLabel ? new SigmoidCrossEntropy()
            : new MeanSquaredError();
        Table ??= data.Table;
        Images ??= data.Images;
        if (ClassNames.Count == 0) ClassNames = data.ClassNames;
        if (FeatureNames.Count == 0) FeatureNames = data.FeatureNames;
    }

    private void BuildFor(Shape sample, bool preprocessed) => _ = preprocessed ? BuildPrepared(sample) : Build(sample);

    // Threads are started once for each count requested, and sleep between jobs.
    internal static Workers Threads(int count)
    {
        if (count < 0)
            throw new ChainruleException(
                $"The number of threads must be positive, or 0 for one per core, not {count}.");
        if (count > MaxThreads)
            throw new ChainruleException(
                $"{count} threads exceed the limit of {MaxThreads}: use 0 for one per core.");
        return count == 0 ? Workers.Default : count == 1 ? Workers.Single
            : threads.GetOrAdd(count, number => new Workers(number));
    }
}
