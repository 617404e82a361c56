using System.Globalization;

namespace Chainrule;

public sealed partial record Dataset
{
    /// <summary>Samples from arrays: numbers to predict are values, and all else names classes.</summary>
    /// <typeparam name="TLabel">
    /// float, double, Half or decimal for values; string, bool or an enumeration for classes; whole numbers for classes
    /// where they are few and each occurs again, else for values.
    /// </typeparam>
    /// <param name="features">One sample per row.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="meaning">Whether numbers are classes or values, where it is not to be found out.</param>
    /// <exception cref="DataException">
    /// There are not as many labels as rows, or they can be meant in two ways.
    /// </exception>
    public static Dataset Of<TLabel>(
        float[,] features, IReadOnlyList<TLabel> labels, LabelMeaning meaning = LabelMeaning.Automatic)
        where TLabel : notnull => Of(Tensor.FromArray(features), labels, meaning);

    /// <inheritdoc cref="Of{TLabel}(float[,], IReadOnlyList{TLabel}, LabelMeaning)"/>
    public static Dataset Of<TLabel>(
        double[,] features, IReadOnlyList<TLabel> labels, LabelMeaning meaning = LabelMeaning.Automatic)
        where TLabel : notnull => Of(Tensor.FromArray(features), labels, meaning);

    /// <inheritdoc cref="Of{TLabel}(float[,], IReadOnlyList{TLabel}, LabelMeaning)"/>
    public static Dataset Of<TLabel>(
        IReadOnlyList<float[]> features, IReadOnlyList<TLabel> labels, LabelMeaning meaning = LabelMeaning.Automatic)
        where TLabel : notnull => Of(Rows(features), labels, meaning);

    /// <summary>Samples from numbers row by row, as many in each row as there are for a label.</summary>
    /// <param name="features">The features of all samples, one sample after the other.</param>
    /// <param name="labels">The label of each sample.</param>
    /// <param name="meaning">Whether numbers are classes or values, where it is not to be found out.</param>
    /// <exception cref="DataException">
    /// There are not as many features for each label, or labels can be meant in two ways.
    /// </exception>
    public static Dataset Of<TLabel>(
        ReadOnlySpan<float> features, IReadOnlyList<TLabel> labels, LabelMeaning meaning = LabelMeaning.Automatic)
        where TLabel : notnull
    {
        if (labels.Count == 0 || features.Length == 0 || features.Length % labels.Count != 0)
            throw new DataException(string.Create(CultureInfo.InvariantCulture,
                $"There are {features.Length} features and {labels.Count} labels: give as many features for each."));
        return Of(Tensor.FromSpan(features, [labels.Count, features.Length / labels.Count]), labels, meaning);
    }

    /// <summary>Samples from objects: what their features are, and what is to be predicted of them.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <typeparam name="TLabel">The type of the labels, with the meaning that it has for arrays.</typeparam>
    /// <param name="samples">The objects, one per sample.</param>
    /// <param name="features">The features of an object, as many for each.</param>
    /// <param name="label">What is to be predicted of it.</param>
    /// <param name="meaning">Whether numbers are classes or values, where it is not to be found out.</param>
    /// <exception cref="DataException">Objects differ in the number of features, or labels can be meant in two
    /// ways.</exception>
    public static Dataset Of<T, TLabel>(
        IEnumerable<T> samples, Func<T, float[]> features, Func<T, TLabel> label,
        LabelMeaning meaning = LabelMeaning.Automatic)
        where TLabel : notnull
    {
        T[] all = [.. samples];
        return Of(Rows([.. all.Select(features)]), [.. all.Select(label)], meaning);
    }

    /// <summary>Samples from a tensor of features (m, …), with labels as for arrays.</summary>
    /// <inheritdoc cref="Of{TLabel}(float[,], IReadOnlyList{TLabel}, LabelMeaning)"/>
    public static Dataset Of<TLabel>(
        Tensor features, IReadOnlyList<TLabel> labels, LabelMeaning meaning = LabelMeaning.Automatic)
        where TLabel : notnull
    {
        const string Name = "samples";
        if (features.Rank < 2 || features.Shape[0] != labels.Count)
        {
            throw new DataException(
                $"There are features of shape {features.Shape} and {labels.Count} labels: give one for each row.");
        }
        if (meaning == LabelMeaning.Automatic && labels.Any(label => label is float or double or Half or decimal))
            meaning = LabelMeaning.Values;
        if (Numbers(labels) is { } numbers)
        {
            LabelReading reading = LabelReading.Of(
                numbers, meaning, "The label", "LabelMeaning.Classes", "LabelMeaning.Values in Dataset.Of");
            if (reading.IsClassification) CheckDistinct(numbers);
            return reading.IsClassification
                ? new(Name, features, Tensor.FromSpan<int>(
                    LabelReading.Encode(numbers, reading.Classes, "The label"), [numbers.Length]))
                {
                    ClassNames = reading.ClassNames,
                }
                : new(Name, features, new(Tensor.FromArray(numbers, [numbers.Length, 1]).Value
                    .Cast(features.DType.IsFloating() ? features.DType : DType.Float32)));
        }
        string[] texts = [.. labels.Select(label => label.ToString()!)];
        string[] classes = [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (meaning == LabelMeaning.Values)
            throw new DataException($"Labels of the type {typeof(TLabel).Name} are classes, not values: convert them.");
        if (classes.Length == 1)
            throw new DataException($"The label is '{classes[0]}' in every row: there is nothing to tell apart.");
        return new(Name, features, Tensor.FromSpan<int>(
            [.. texts.Select(text => Array.BinarySearch(classes, text, StringComparer.Ordinal))], [texts.Length]))
        {
            ClassNames = classes,
        };
    }

    // Null where a label is no number. Each label is asked by its own type, not the list: an array of an enumeration is
    // an IReadOnlyList<int> to the runtime, and one of uint too.
    private static double[]? Numbers<TLabel>(IReadOnlyList<TLabel> labels) where TLabel : notnull
    {
        var numbers = new double[labels.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (Number(labels[i]) is not { } number) return null;
            numbers[i] = number;
        }
        return numbers;
    }

    private static double? Number<TLabel>(TLabel label) where TLabel : notnull => label switch
    {
        int number => number,
        long number => number,
        byte number => number,
        short number => number,
        float number => number,
        double number => number,
        uint number => number,
        ulong number => number,
        sbyte number => number,
        ushort number => number,
        Half number => (double)number,
        decimal number => (double)number,
        _ => null,
    };

    // From here on, neighboring whole numbers are the same double.
    private static void CheckDistinct(double[] numbers)
    {
        int row = Array.FindIndex(numbers, number => Math.Abs(number) >= 1L << 53);
        if (row >= 0)
            throw new DataException(string.Create(CultureInfo.InvariantCulture,
                $"The label of row {row} is about {numbers[row]:R}, too large to be told from its neighbors: give " +
                $"labels as strings for classes, or as double for values."));
    }

    private static Tensor Rows(IReadOnlyList<float[]> rows)
    {
        int width = rows.Count == 0 ? 0 : rows[0].Length;
        var values = new float[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != width)
                throw new DataException(string.Create(CultureInfo.InvariantCulture,
                    $"Row {i} has {rows[i].Length} features and row 0 has {width}: give as many in each."));
            rows[i].CopyTo(values, i * width);
        }
        return Tensor.FromArray(values, [rows.Count, width]);
    }
}
