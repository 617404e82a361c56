using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// A data set in the form a model's plans read: features and targets in the model's type and shapes, converted once.
/// </summary>
internal sealed class SampleSource
{
    private SampleSource(NDArray features, NDArray? targets, NDArray? labels)
    {
        Features = features;
        Targets = targets;
        Labels = labels;
    }

    /// <summary>(m, …), in the shape that the model takes.</summary>
    public NDArray Features { get; }

    /// <summary>
    /// What the loss compares the outputs with: int32 labels (m) or values (m, …); null if there are no targets.
    /// </summary>
    public NDArray? Targets { get; }

    /// <summary>Whether the targets are the features themselves, as in an autoencoder.</summary>
    public bool IsReproduction => Targets is not null && Targets.BeginsAt(Features)
        && Targets.Shape == Features.Shape && Targets.DType == Features.DType;

    /// <summary>The true classes (m) as int32; null for regression.</summary>
    public NDArray? Labels { get; }

    /// <summary>What the targets are.</summary>
    public TargetKind Kind { get; private init; }

    /// <summary>How much each sample counts in training (m), in the model's type; null for all the same.</summary>
    public NDArray? Weights { get; private set; }

    /// <summary>The mean of the weights where more is known of them than these samples tell.</summary>
    public double? KnownMeanWeight { get; set; }

    /// <summary>The mean of the weights of these samples: what a mean loss is divided by in reports.</summary>
    public double MeanWeight
    {
        get
        {
            if (KnownMeanWeight is { } known) return known;
            if (Weights is null) return 1;
            double[] all = Weights.Cast(DType.Float64).Span<double>().ToArray();
            double mean = Rows is null ? all.Average() : Rows.Average(row => all[row]);
            return mean > 0 ? mean : 1;
        }
    }

    /// <summary>The rows that are some of all; null for all.</summary>
    public int[]? Rows { get; private init; }

    public int Count => Rows?.Length ?? Features.Shape[0];

    /// <summary>Some of the samples, which stay where they are.</summary>
    public SampleSource Only(int[] rows) => new(Features, Targets, Labels)
    {
        Kind = Kind,
        Weights = Weights,
        Rows = rows,
    };

    /// <summary>Room for so many samples of the form that these have.</summary>
    public static SampleSource RoomFor(SampleSource like, int count)
    {
        NDArray features = Room(like.Features)!;
        NDArray? targets = like.IsReproduction ? features : Room(like.Targets);
        return new(features, targets, like.Labels == like.Targets ? targets : Room(like.Labels))
        {
            Kind = like.Kind,
            Weights = Room(like.Weights),
        };

        NDArray? Room(NDArray? rows) =>
            rows is null ? null : NDArray.Zeros(rows.Shape.With(0, count), rows.DType);
    }

    /// <summary>Copies samples of the same form to where these are.</summary>
    /// <param name="to">The place of the first.</param>
    /// <param name="from">The samples.</param>
    /// <param name="first">The first of them to copy.</param>
    /// <param name="count">How many.</param>
    /// <param name="name">Whose they are, for error messages.</param>
    /// <exception cref="DataException">They have another form.</exception>
    public void Fill(int to, SampleSource from, int first, int count, string name)
    {
        bool isSame = from.Kind == Kind && IsReproduction == from.IsReproduction;
        isSame &= Copy(from.Features, Features) && Copy(from.Weights, Weights) && Copy(from.Labels, Labels);
        if (!IsReproduction) isSame &= Copy(from.Targets, Targets);
        if (!isSame)
            throw new DataException(
                $"The parts of '{name}' differ: one has {from.Form}, and one before it {Form}: give parts of one " +
                "form.");

        bool Copy(NDArray? source, NDArray? target)
        {
            if (source is null || target is null) return source == target;
            if (source.DType != target.DType || source.Shape.Without(0) != target.Shape.Without(0)) return false;
            int row = source.Bytes.Length / source.Shape[0];
            source.Bytes.Slice(first * row, count * row).CopyTo(target.Bytes[(to * row)..]);
            return true;
        }
    }

    private string Form => $"features {Features.Shape.Without(0)}, targets {Targets?.Shape.Without(0)} ({Kind}) and " +
        $"{(Weights is null ? "no weights" : "weights")}";

    /// <summary>The samples, once it is sure that these metrics are for their targets.</summary>
    /// <exception cref="ChainruleException">One of them is not.</exception>
    public SampleSource Require(IReadOnlyList<Metric> metrics, int outputs)
    {
        foreach (Metric metric in metrics)
        {
            if (!metric.Judges(Kind)) throw metric.Unfit(Kind);
            // One that is for two classes only says so here, not after the first epoch.
            if (metric is ClassMetric) _ = metric.Of(Predictions.Example(Kind, outputs));
        }
        return this;
    }

    /// <summary>Sets the weights: those of the data set times those of the samples' classes.</summary>
    /// <exception cref="ChainruleException">The samples have no classes, or there is not a weight for each.</exception>
    public SampleSource Weighted(Dataset data, IReadOnlyList<double>? ofClasses, DType dtype)
    {
        if (data.Weights is null && ofClasses is null) return this;
        if (ofClasses is not null && (Labels is null || ofClasses.Count <= Labels.Span<int>().ToArray().Max()))
            throw new ChainruleException(
                $"TrainingOptions.ClassWeights has {ofClasses.Count} weights, and '{data.Name}' " +
                (Labels is null ? "has no classes: set it to null." : "has more classes: give a weight for each."));
        double[] weights = data.Weights?.Value.Cast(DType.Float64).Span<double>().ToArray() ?? new double[Count];
        if (data.Weights is null) Array.Fill(weights, 1);
        for (int i = 0; i < weights.Length && ofClasses is not null; i++)
            weights[i] *= ofClasses[Labels!.Span<int>()[i]];
        Weights = NDArray.From<double>(weights, [Count]).Cast(dtype);
        return this;
    }

    /// <summary>Features only, for prediction.</summary>
    /// <exception cref="ShapeException">The samples do not have the shape that the model takes.</exception>
    public static SampleSource Of(Model model, Tensor features, bool preprocessed) =>
        new(FeaturesFor(model, features, preprocessed), null, null);

    /// <summary>Features and targets.</summary>
    /// <exception cref="ShapeException">
    /// The samples or targets do not have the shapes of the model's inputs and outputs.
    /// </exception>
    /// <exception cref="DataException">The data set is empty or inconsistent.</exception>
    public static SampleSource Of(Model model, Dataset data, Loss loss, bool preprocessed)
    {
        bool isRaw = !preprocessed && model.Preprocessing.Count > 0;
        data = Checked(data, isRaw && model.Preprocessing.TakesMissing, isRaw);
        NDArray features = FeaturesFor(model, data.Features, preprocessed);
        int outputs = model.OutputShape!.Size;
        if (!data.IsClassification) return Values(model, data, loss, features, outputs);

        NDArray labels = data.Targets.Value;
        if (data.Targets.Rank != 1)
            throw new DataException(
                $"The data set '{data.Name}' has labels of shape {data.Targets.Shape}: give one for each sample, " +
                "(m,).");
        int classes = outputs == 1 && !loss.TakesLabels ? 2 : outputs;
        RequireLabels(data, labels.Span<int>(), classes);
        NDArray targets = loss.TakesLabels ? labels : Expand(labels.Span<int>(), outputs, model.DType);
        return new(features, targets, labels) { Kind = TargetKind.Classes };
    }

    /// <summary>The data set, once it is sure that it has samples and that they do not contradict each other.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="takesMissing">Whether values may be missing.</param>
    /// <param name="keepsIntegers">Whether integers stay as they are, because a preprocessing is to tell them apart.
    /// </param>
    /// <exception cref="DataException">It is empty or contradicts itself.</exception>
    public static Dataset Checked(Dataset data, bool takesMissing, bool keepsIntegers = false)
    {
        if (data.Features.Rank > 0 && data.Count == 0)
            throw new DataException(
                $"The data set '{data.Name}' is empty: there is nothing to learn or to evaluate.");
        return data.Check(takesMissing, keepsIntegers);
    }

    private static SampleSource Values(Model model, Dataset data, Loss loss, NDArray features, int outputs)
    {
        NDArray targets = data.Targets.Value.Cast(model.DType);
        Shape wanted = Model.Batch(data.Count, model.OutputShape!);
        if (targets.Length != wanted.Size)
        {
            throw new ShapeException(
                $"The model gives outputs of shape {model.OutputShape} for a sample; the targets of '{data.Name}' " +
                $"have shape {targets.Shape}: end the network with {targets.Length / data.Count} outputs.");
        }
        NDArray? labels = loss.TakesLabels ? Largest(targets, outputs)
            : loss is SigmoidCrossEntropy && outputs == 1 ? Answers(targets) : null;
        return new(features, targets.View(wanted), labels)
        {
            Kind = labels is not null ? TargetKind.Classes
                : data.IsMultiLabel ? TargetKind.Labels : TargetKind.Values,
        };
    }

    private static NDArray FeaturesFor(Model model, Tensor features, bool preprocessed)
    {
        Shape sample = preprocessed ? model.PreparedShape! : model.InputShape!;
        if (features.Rank == 0 || features.Length != features.Shape[0] * (long)sample.Size)
        {
            throw new ShapeException(
                $"The model takes samples of shape {sample}, {sample.Size} numbers each; the data has shape " +
                $"{features.Shape}: one sample a row.");
        }
        Tensor prepared = preprocessed ? features : model.Preprocess(features);
        return prepared.Value.Cast(model.DType).View(Model.Batch(features.Shape[0], model.PreparedShape!));
    }

    private static void RequireLabels(Dataset data, ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] < (uint)classes) continue;
            throw new DataException(
                $"Sample {i} of '{data.Name}' has the label {labels[i]}, but the network has {classes} classes, 0 to " +
                $"{classes - 1}: give the last layer as many units as there are classes.");
        }
    }

    // One-hot rows; for a single output, the label itself, 0 or 1.
    private static NDArray Expand(ReadOnlySpan<int> labels, int outputs, DType dtype)
    {
        NDArray targets = NDArray.Zeros([labels.Length, outputs], dtype);
        for (int i = 0; i < labels.Length; i++)
        {
            int place = outputs == 1 ? i : (i * outputs) + labels[i];
            double value = outputs == 1 ? labels[i] : 1;
            if (dtype == DType.Float32) targets.Span<float>()[place] = (float)value;
            else targets.Span<double>()[place] = value;
        }
        return targets;
    }

    // Yes or no, 1 or 0, as classes; null where the targets are shares.
    private static NDArray? Answers(NDArray targets)
    {
        double[] values = targets.Cast(DType.Float64).Span<double>().ToArray();
        return Array.Exists(values, value => value is not (0 or 1)) ? null
            : NDArray.From<double>(values, [values.Length]).Cast(DType.Int32);
    }

    private static NDArray Largest(NDArray rows, int width)
    {
        NDArray labels = NDArray.Zeros([rows.Length / width], DType.Int32);
        for (int i = 0; i < labels.Length; i++)
        {
            labels.Span<int>()[i] = rows.DType == DType.Float32
                ? TensorPrimitives.IndexOfMax(rows.Span<float>().Slice(i * width, width))
                : TensorPrimitives.IndexOfMax<double>(rows.Span<double>().Slice(i * width, width));
        }
        return labels;
    }
}
