using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>What the targets of samples are.</summary>
public enum TargetKind
{
    /// <summary>Numbers, as in a regression.</summary>
    Values,

    /// <summary>One class for each sample.</summary>
    Classes,

    /// <summary>Several answers of yes or no for each sample.</summary>
    Labels,
}

/// <summary>
/// What a model predicts for samples beside what is true of them: all that metrics, curves and reports are computed
/// from.
/// </summary>
public sealed class Predictions
{
    private readonly double[] outputs, targets;
    private readonly int[] classes, answers;
    private readonly double[]? weights;
    private readonly Lazy<bool> probabilities;
    private readonly bool areLogits;

    private Predictions(
        TargetKind kind, int count, double[] outputs, double[] targets, int[] classes, double[]? weights, bool isSingle)
    {
        Kind = kind;
        Count = count;
        IsSingle = isSingle;
        OutputCount = count == 0 ? 0 : outputs.Length / count;
        (this.outputs, this.targets, this.classes, this.weights) = (outputs, targets, classes, weights);
        probabilities = new(FindProbabilities);
        answers = new int[kind == TargetKind.Classes ? count : 0];
        // A tie goes to the first class, and at one half to the second of two: a single output reaches its threshold.
        for (int i = 0; i < answers.Length; i++)
            answers[i] = isSingle ? ClassOf(Outputs(i)[1..], 0.5) : ClassOf(Outputs(i), 0.5);
    }

    private Predictions(Predictions other, double[]? weights, IReadOnlyList<string> names, bool areScores = false)
    {
        (Kind, Count, OutputCount, IsSingle) = (other.Kind, other.Count, other.OutputCount, other.IsSingle);
        (outputs, targets, classes, answers) = (other.outputs, other.targets, other.classes, other.answers);
        (this.weights, probabilities) = (weights, other.probabilities);
        (Names, Resolution, areLogits) = (names, other.Resolution, areScores || other.areLogits);
    }

    /// <summary>What the targets are.</summary>
    public TargetKind Kind { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of classes, labels or values; a single probability of two classes counts as two.</summary>
    public int OutputCount { get; }

    /// <summary>The names of the classes, labels or values; their numbers where there are none.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Whether samples weigh differently.</summary>
    public bool AreWeighted => weights is not null;

    /// <summary>
    /// Whether the outputs are probabilities: from 0 to 1, and of classes 1 in all. Others are only scores, of which
    /// the largest decides.
    /// </summary>
    public bool AreProbabilities => !areLogits && Kind != TargetKind.Values && probabilities.Value;

    /// <summary>The difference between 1 and the next number of the model's type, to which log loss limits.</summary>
    internal double Resolution { get; init; } = Math.BitIncrement(1.0) - 1;

    internal bool IsSingle { get; }

    /// <summary>What is predicted for a sample: probabilities, scores or values, one for each output.</summary>
    /// <param name="sample">The sample's index.</param>
    public ReadOnlySpan<double> Outputs(int sample) => outputs.AsSpan(sample * OutputCount, OutputCount);

    /// <summary>What is true of a sample: values, or 1 and 0 for labels; nothing for classes.</summary>
    /// <param name="sample">The sample's index.</param>
    public ReadOnlySpan<double> Targets(int sample) =>
        Kind == TargetKind.Classes ? [] : targets.AsSpan(sample * OutputCount, OutputCount);

    /// <summary>The class of a sample.</summary>
    /// <param name="sample">The sample's index.</param>
    public int TrueClass(int sample) => classes[sample];

    /// <summary>The class that is predicted for a sample: that of the largest output.</summary>
    /// <param name="sample">The sample's index.</param>
    public int PredictedClass(int sample) => answers[sample];

    /// <summary>How much a sample counts.</summary>
    /// <param name="sample">The sample's index.</param>
    public double Weight(int sample) => weights is null ? 1 : weights[sample];

    /// <summary>Whether a sample is of a class, or has a label.</summary>
    internal bool Is(int sample, int output) =>
        Kind == TargetKind.Classes ? classes[sample] == output : targets[(sample * OutputCount) + output] >= 0.5;

    /// <summary>Whether a sample is predicted to be of a class, or to have a label.</summary>
    internal bool IsPredicted(int sample, int output) =>
        Kind == TargetKind.Classes ? answers[sample] == output : outputs[(sample * OutputCount) + output] >= 0.5;

    /// <summary>The name of a class, label or value.</summary>
    internal string NameOf(int output) => output < Names.Count ? Names[output] : $"{output}";

    /// <summary>The same predictions with names of the classes, labels or values.</summary>
    public Predictions Named(IReadOnlyList<string> names) => new(this, weights, names);

    /// <summary>The same predictions with a weight for each sample.</summary>
    /// <param name="weights">The weights (m), none negative; null for all the same.</param>
    /// <exception cref="ShapeException">There is not one for each sample.</exception>
    /// <exception cref="ChainruleException">A weight is negative or not finite, or all are 0.</exception>
    public Predictions Weighted(Tensor? weights)
    {
        if (weights is null) return new(this, null, Names);
        if (weights.Length != Count)
            throw new ShapeException(
                $"There are {Count} samples and weights of shape {weights.Shape}: give one weight for each.");
        double[] values = Values(weights);
        int wrong = Array.FindIndex(values, value => !double.IsFinite(value) || value < 0);
        if (wrong >= 0 || Array.TrueForAll(values, value => value == 0))
            throw new ChainruleException(
                wrong < 0 ? "The weights of all samples are 0: give some of them more."
                    : $"The weight of sample {wrong} is {values[wrong]}: give numbers from 0.");
        return new(this, values, Names);
    }

    /// <summary>The predictions of one of several values.</summary>
    internal Predictions Only(int output)
    {
        var (own, truth) = (new double[Count], new double[Count]);
        for (int i = 0; i < Count; i++) (own[i], truth[i]) = (Outputs(i)[output], Targets(i)[output]);
        return new(new(Kind, Count, own, truth, [], null, isSingle: false), weights, [NameOf(output)]);
    }

    /// <summary>The same predictions, which are no probabilities, whatever their values.</summary>
    internal Predictions AsScores() => new(this, weights, Names, areScores: true);

    /// <summary>Predictions from arrays.</summary>
    /// <param name="outputs">
    /// What is predicted, one sample per row: (m, classes), or (m) or (m, 1) for the probability of the second of two
    /// classes; (m, values).
    /// </param>
    /// <param name="targets">
    /// What is true: int32 classes (m), or numbers of the shape of the outputs. Numbers that are all 0 or 1 are
    /// classes where there is one output or a single 1 a row, else labels; <paramref name="kind"/> says it otherwise.
    /// </param>
    /// <param name="kind">What the targets are; null to see.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ChainruleException">The targets are not of this kind.</exception>
    public static Predictions Of(Tensor outputs, Tensor targets, TargetKind? kind = null)
    {
        int count = outputs.Rank == 0 ? 0 : outputs.Shape[0], width = outputs.Length / Math.Max(1, count);
        bool areLabels = targets.DType == DType.Int32 && targets.Length == count && (targets.Rank == 1 || width == 1)
            && kind is null or TargetKind.Classes;
        if (!areLabels && targets.Length != outputs.Length)
            throw new ShapeException(
                $"Outputs of shape {outputs.Shape} and targets of shape {targets.Shape} do not fit together: give " +
                "targets of the same shape, or a class label for each sample.");
        double resolution = outputs.DType == DType.Float32 ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1.0) - 1;
        double[] predicted = Values(outputs);
        if (areLabels)
            return OfClasses(predicted, targets.Value.Cast(DType.Int32).Span<int>().ToArray(), count, resolution);
        double[] truth = Values(targets);
        kind ??= KindOf(truth, width);
        if (kind == TargetKind.Values) return OfNumbers(TargetKind.Values, predicted, truth, count, resolution);
        if (Array.FindIndex(truth, value => value is not (0 or 1)) is >= 0 and var other)
            throw new ChainruleException(
                $"Targets that are classes or labels are 0 or 1; sample {other / width} has {truth[other]}: give the " +
                "number of the class, or a metric of values such as r2.");
        return kind == TargetKind.Labels ? OfNumbers(TargetKind.Labels, predicted, truth, count, resolution)
            : OfClasses(predicted, ClassesOf(truth, count, width), count, resolution);
    }

    /// <summary>A sample of which nothing is known, as a model with so many outputs would predict it.</summary>
    internal static Predictions Example(TargetKind kind, int outputs)
    {
        double[] row = new double[outputs];
        Array.Fill(row, outputs == 1 ? 0.5 : 1.0 / outputs);
        return kind == TargetKind.Classes ? OfClasses(row, [0], 1, 0) : OfNumbers(kind, row, new double[outputs], 1, 0);
    }

    /// <summary>Predictions of values or labels, in the model's resolution.</summary>
    internal static Predictions OfNumbers(
        TargetKind kind, double[] outputs, double[] targets, int count, double resolution) =>
        new(kind, count, outputs, targets, [], null, isSingle: false) { Resolution = resolution };

    /// <summary>Predictions of classes; a single output is the probability of the second of two.</summary>
    internal static Predictions OfClasses(double[] outputs, int[] classes, int count, double resolution)
    {
        bool isSingle = outputs.Length == count;
        if (isSingle)
        {
            var both = new double[2 * count];
            for (int i = 0; i < count; i++) (both[2 * i], both[(2 * i) + 1]) = (1 - outputs[i], outputs[i]);
            outputs = both;
        }
        int width = count == 0 ? 0 : outputs.Length / count;
        int wrong = Array.FindIndex(classes, label => (uint)label >= (uint)width);
        return wrong < 0 ? new(TargetKind.Classes, count, outputs, [], classes, null, isSingle)
        {
            Resolution = resolution,
        }
            : throw new ChainruleException(
                $"Sample {wrong} has the class {classes[wrong]}, but there are outputs for {width} classes, 0 to " +
                $"{width - 1}: give an output for each class.");
    }

    /// <summary>
    /// The class that a row of outputs stands for: that of the largest output, or whether a single probability reaches
    /// one half.
    /// </summary>
    internal static int ClassOf<T>(ReadOnlySpan<T> row, T threshold) where T : unmanaged, INumber<T> =>
        row.Length == 1 ? row[0] >= threshold ? 1 : 0 : TensorPrimitives.IndexOfMax(row);

    private bool FindProbabilities()
    {
        const double Tolerance = 1e-4;
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<double> row = Outputs(i);
            foreach (double value in row) if (!(value >= 0 && value <= 1 + Tolerance)) return false;
            if (Kind == TargetKind.Classes && Math.Abs(TensorPrimitives.Sum(row) - 1) > Tolerance) return false;
        }
        return true;
    }

    private static double[] Values(Tensor tensor) => tensor.Value.Cast(DType.Float64).Span<double>().ToArray();

    private static TargetKind KindOf(double[] truth, int width)
    {
        if (truth.Length == 0 || Array.Exists(truth, value => value is not (0 or 1))) return TargetKind.Values;
        if (width == 1) return TargetKind.Classes;
        for (int i = 0; i < truth.Length; i += width)
            if (TensorPrimitives.Sum<double>(truth.AsSpan(i, width)) != 1) return TargetKind.Labels;
        return TargetKind.Classes;
    }

    private static int[] ClassesOf(double[] truth, int count, int width)
    {
        var classes = new int[count];
        for (int i = 0; i < count; i++) classes[i] = ClassOf<double>(truth.AsSpan(i * width, width), 0.5);
        return classes;
    }
}
