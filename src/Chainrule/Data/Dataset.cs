using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>Samples to learn from: features, and targets to predict from them.</summary>
/// <param name="Name">The name of the data set, for messages and reports.</param>
/// <param name="Features">
/// The inputs, one sample per row: (m, features) or (m, height, width); integers are converted to floating point where
/// needed.
/// </param>
/// <param name="Targets">Class labels (m) as int32, or floating-point values (m, outputs) for regression.</param>
public sealed partial record Dataset(string Name, Tensor Features, Tensor Targets)
{
    /// <summary>The names of the classes, in the order of their labels; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The names of the feature columns; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>
    /// What is to be done to the samples before a network sees them, such as to fill missing values and to expand
    /// categories; a model without <see cref="Model.Preprocessing"/> of its own takes a copy and fits it.
    /// </summary>
    public TransformPipeline Preprocessing { get; init; } = new();

    /// <summary>
    /// How a table's columns became the samples, as JSON in the words of whoever read it, for the model's file; null
    /// where there was none.
    /// </summary>
    public string? Table { get; init; }

    /// <summary>The form of the images that the samples are, for the model's file; null where they are none.</summary>
    public ImageForm? Images { get; init; }

    /// <summary>Whether the targets are several answers of yes or no a sample, 1 or 0 each.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>How much each sample counts in training (m), 1 on average as a rule; null for all the same.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>
    /// Weights of the classes by which each counts the same in all, m/(classes·samples of the class), as scikit-learn's
    /// "balanced": for <c>TrainingOptions.ClassWeights</c>. A class without samples has the weight 0.
    /// </summary>
    public double[] BalancedClassWeights() => BalancedWeights(Array.ConvertAll(CountClasses(), count => (long)count));

    internal static double[] BalancedWeights(long[] counts)
    {
        int present = counts.Count(count => count > 0);
        double all = counts.Sum();
        return Array.ConvertAll(counts, count => count == 0 ? 0 : all / present / count);
    }

    /// <summary>The number of samples, m.</summary>
    public int Count => Features.Shape[0];

    /// <summary>The number of features per sample: the product of all axes but the first.</summary>
    public int FeatureCount
    {
        get
        {
            int product = 1;
            foreach (int length in Features.Shape.Lengths[1..]) product *= length;
            return product;
        }
    }

    /// <summary>Whether the targets are class labels.</summary>
    public bool IsClassification => Targets.DType == DType.Int32;

    /// <summary>The number of outputs that a network needs: the number of classes, or of values to predict.</summary>
    public int OutputCount => IsClassification
        ? Math.Max(ClassNames.Count, TopLabel() + 1)
        : Targets.Rank > 1 ? Targets.Shape[1] : 1;

    /// <summary>How many samples each class has, in the order of the labels; empty for regression.</summary>
    public int[] CountClasses()
    {
        if (!IsClassification) return [];
        var counts = new int[OutputCount];
        foreach (int label in Targets.AsSpan<int>()) counts[label]++;
        return counts;
    }

    /// <summary>
    /// Checks that every sample has a target and every label a class, and converts the features to floating point.
    /// </summary>
    /// <exception cref="DataException">Features and targets differ in number, a value is not finite, or a
    /// label lies outside the classes.</exception>
    public Dataset Check() => Check(Preprocessing.TakesMissing);

    internal Dataset Check(bool takesMissing, bool keepsIntegers = false)
    {
        if (Features.Rank < 2 || Targets.Rank < 1)
        {
            throw new DataException(
                $"The data set '{Name}' has features {Features.Shape} and targets {Targets.Shape}; give one sample "
                + "a row, (m, features).");
        }
        if (Targets.Shape[0] != Count)
        {
            throw new DataException(
                $"The data set '{Name}' has {Count} rows of features but {Targets.Shape[0]} targets: give one for "
                + "each.");
        }
        CheckFinite(Features, "features", takesMissing);
        if (Weights is not null)
        {
            if (Weights.Rank != 1 || Weights.Length != Count || !Weights.DType.IsFloating())
                throw new DataException(
                    $"The data set '{Name}' has weights of shape {Weights.Shape} for {Count} samples: give one " +
                    "number for each.");
            CheckFinite(Weights, "weights", takesMissing: false);
        }
        if (IsClassification) CheckLabels();
        else CheckFinite(Targets, "targets", takesMissing: false);
        return keepsIntegers || Features.DType.IsFloating() ? this
            : this with { Features = new(Features.Value.Cast(FloatingType())) };
    }

    // Float32 has 24 bits of precision: larger integers would collide.
    private DType FloatingType() =>
        Features.AsSpan<int>().ContainsAnyExceptInRange(-(1 << 24), 1 << 24) ? DType.Float64 : DType.Float32;

    private void CheckFinite(Tensor values, string what, bool takesMissing)
    {
        NDArray array = values.Value;
        if (array.Length == 0 || !array.DType.IsFloating()) return;
        bool isFinite = array.DType == DType.Float32
            ? TensorPrimitives.IsFiniteAll<float>(array.Span<float>())
            : TensorPrimitives.IsFiniteAll<double>(array.Span<double>());
        if (isFinite) return;
        int width = array.Length / Count, place;
        double value;
        if (array.DType == DType.Float32)
        {
            place = FirstRefused<float>(array.Span<float>(), takesMissing);
            value = place < 0 ? 0 : array.Span<float>()[place];
        }
        else
        {
            place = FirstRefused<double>(array.Span<double>(), takesMissing);
            value = place < 0 ? 0 : array.Span<double>()[place];
        }
        if (place < 0) return;
        throw new DataException(
            $"Row {place / width} of the data set '{Name}' has {value} in column {place % width} of its {what}: " +
            "correct the value or leave the row out.");
    }

    private static int FirstRefused<T>(ReadOnlySpan<T> values, bool takesMissing) where T : INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
            if (T.IsInfinity(values[i]) || (!takesMissing && T.IsNaN(values[i]))) return i;
        return -1;
    }

    private void CheckLabels()
    {
        ReadOnlySpan<int> labels = Targets.AsSpan<int>();
        int classes = ClassNames.Count > 0 ? ClassNames.Count : int.MaxValue;
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] < (uint)classes) continue;
            string known = classes == int.MaxValue
                ? "labels count from 0"
                : $"its {classes} classes are 0 to {classes - 1}";
            throw new DataException($"Row {row} of the data set '{Name}' has the label {labels[row]}, but {known}.");
        }
    }

    private int TopLabel()
    {
        int top = -1;
        foreach (int label in Targets.AsSpan<int>()) top = Math.Max(top, label);
        return top;
    }
}
