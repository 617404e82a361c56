using Chainrule.Formats;

namespace Chainrule.Data;

/// <summary>The labels of an archive: classes, values, or several answers a row.</summary>
internal sealed class ArchiveTargets
{
    private const string TaskProperty = $"{nameof(TableOptions)}.{nameof(TableOptions.Task)}";

    private readonly DType dtype;

    /// <summary>What a model knows of its labels.</summary>
    public ArchiveTargets(IReadOnlyList<string> classNames, bool isClassification, bool isMultiLabel, DType dtype)
    {
        (ClassNames, IsClassification, IsMultiLabel, this.dtype) = (classNames, isClassification, isMultiLabel, dtype);
    }

    public IReadOnlyList<string> ClassNames { get; private init; }

    public bool IsClassification { get; }

    public bool IsMultiLabel { get; }

    /// <summary>Labels (m) as int32, or values (m, outputs).</summary>
    public Tensor Values { get; private init; } = null!;

    private string Reason { get; init; } = "";

    private bool IsOneHot { get; init; }

    /// <summary>Finds out what labels to learn from are.</summary>
    public static ArchiveTargets Of(ArchiveContent content, string name, string path, TableOptions options)
    {
        string what = $"{path}: the array '{name}'";
        if (content.Texts.TryGetValue(name, out string[]? texts))
        {
            string[] classes = [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (options.Task == TableTask.Regression)
                throw new DataException($"{what} holds texts, which are classes: set {TaskProperty} = Classification.");
            if (classes.Length == 1)
                throw new DataException($"{what} is '{classes[0]}' in every row: there is nothing to tell apart; add " +
                    "rows of other classes.");
            return new ArchiveTargets(classes, true, false, options.DType) { Reason = "texts are classes" }
                .Like(content, name, path);
        }
        if (!content.Tensors.TryGetValue(name, out Tensor? labels))
            throw NeitherNumbersNorTexts(what);
        double[] values = labels.Cast(DType.Float64).ToArray<double>();
        int at = Array.FindIndex(values, value => !double.IsFinite(value));
        if (at >= 0)
            throw new DataException(
                $"{what} holds {values[at]} in row {at / Math.Max(1, values.Length / labels.Shape[0])}: " +
                "correct it or leave the row out.");
        if (labels.Rank > 1 && labels.Length > labels.Shape[0]) return OfRows(labels, values, what, options);
        LabelReading reading = LabelReading.Of(
            values,
            options.Task switch
            {
                TableTask.Classification => LabelMeaning.Classes,
                TableTask.Regression => LabelMeaning.Values,
                _ => LabelMeaning.Automatic,
            },
            what, $"{TaskProperty} = Classification",
            $"{TaskProperty} = Regression");
        string other = reading.IsClassification ? "Regression" : "Classification";
        string reason = options.Task != TableTask.Automatic ? reading.Reason
            : $"{reading.Reason}; {TaskProperty} = {other} takes them otherwise";
        return new ArchiveTargets(reading.ClassNames, reading.IsClassification, false, options.DType)
        {
            Reason = reason,
            Values = reading.IsClassification
                ? Labels(LabelReading.Encode(values, reading.Classes, what))
                : Tensor.FromArray(values, [values.Length, 1]).Cast(
                    FloatRange.NeedDouble(values) ? DType.Float64 : options.DType),
        };
    }

    /// <summary>Later labels, which mean what these mean.</summary>
    public ArchiveTargets Like(ArchiveContent content, string name, string path)
    {
        string what = $"{path}: the array '{name}'";
        return new(ClassNames, IsClassification, IsMultiLabel, dtype)
        {
            Values = content.Texts.TryGetValue(name, out string[]? texts) ? Encode(texts, what)
                : content.Tensors.TryGetValue(name, out Tensor? labels) ? Encode(labels, what)
                : throw NeitherNumbersNorTexts(what),
            Reason = Reason,
        };
    }

    /// <summary>What the labels are and why.</summary>
    /// <param name="why">The reason, if it is not that of the labels themselves.</param>
    public string Describe(string? why = null)
    {
        string reason = why ?? Reason;
        string what = IsMultiLabel ? $"{ClassNames.Count} labels a row, yes or no each"
            : IsClassification ? $"classification of {ClassNames.Count} classes: " +
                TableLayout.List(ClassNames)
            : Values.Rank > 1 && Values.Shape[1] > 1 ? $"regression of {Values.Shape[1]} values"
            : "regression of 1 value";
        return $"task: {what}{(reason.Length > 0 ? $" ({reason})" : "")}";
    }

    private static DataException NeitherNumbersNorTexts(string what) => new(
        $"{what} holds neither numbers nor texts: save it as texts, as with a.astype(str), or as numbers.");

    private static ArchiveTargets OfRows(Tensor labels, double[] values, string what, TableOptions options)
    {
        int width = labels.Length / labels.Shape[0];
        bool areAnswers = Array.TrueForAll(values, value => value is 0 or 1);
        if (!areAnswers || options.Task == TableTask.Regression)
        {
            if (options.Task == TableTask.Classification)
                throw new DataException(
                    $"{what} has {width} columns that are not all 0 and 1: give one label a row, or " +
                    $"set {TaskProperty} = Regression.");
            return new([], false, false, options.DType)
            {
                Values = Tensor.FromArray(values, [labels.Shape[0], width]).Cast(options.DType),
                Reason = areAnswers ? "as asked" : "several columns of numbers are values",
            };
        }
        string[] names = [.. Enumerable.Range(0, width).Select(i => TableColumn.Shortest(i))];
        bool isOneHot = Enumerable.Range(0, labels.Shape[0]).All(i => values.AsSpan(i * width, width).Count(1.0) == 1);
        string otherwise = $"{TaskProperty} = Regression takes them as values";
        if (isOneHot)
        {
            return new(names, true, false, options.DType)
            {
                Values = Labels([.. Enumerable.Range(0, labels.Shape[0])
                    .Select(i => values.AsSpan(i * width, width).IndexOf(1.0))]),
                Reason = $"each row has a single 1; {otherwise}",
                IsOneHot = true,
            };
        }
        return new(names, false, true, options.DType)
        {
            Values = Tensor.FromArray(values, [labels.Shape[0], width]).Cast(options.DType),
            Reason = $"0 and 1 only are answers of yes or no; {otherwise}",
        };
    }

    private Tensor Encode(string[] texts, string what)
    {
        if (!IsClassification)
            throw new DataException($"{what} holds texts, but the model predicts values: give numbers.");
        var places = ClassNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return Labels([.. texts.Select((text, row) => places.TryGetValue(text, out int place) ? place
            : throw Unknown(what, text, row))]);
    }

    private Tensor Encode(Tensor labels, string what)
    {
        double[] values = labels.Cast(DType.Float64).ToArray<double>();
        int rows = labels.Rank == 0 ? 1 : labels.Shape[0], width = values.Length / Math.Max(1, rows);
        if (!IsClassification) return Tensor.FromArray(values, [rows, width]).Cast(dtype);
        if (width > 1)
        {
            if (width != ClassNames.Count && ClassNames.Count > 0)
                throw new DataException($"{what} has {width} columns, but the model knows {ClassNames.Count} classes.");
            return Labels([.. Enumerable.Range(0, rows).Select(i => values.AsSpan(i * width, width).IndexOf(1.0))]);
        }
        // A model without names of classes counts them from 0.
        if (ClassNames.Count == 0) return labels.Cast(DType.Int32);
        double[] classes = new double[ClassNames.Count];
        bool areNumbers = true;
        for (int i = 0; i < classes.Length; i++)
            areNumbers &= NumberFormat.Plain.TryParse(ClassNames[i], out classes[i]);
        if (!areNumbers) classes = [.. Enumerable.Range(0, classes.Length).Select(i => (double)i)];
        var places = new Dictionary<double, int>();
        for (int i = 0; i < classes.Length; i++) places.TryAdd(classes[i], i);
        return Labels([.. values.Select((value, row) => places.TryGetValue(value, out int place) ? place
            : throw Unknown(what, TableColumn.Shortest(value), row))]);
    }

    private DataException Unknown(string what, string label, int row) => new(
        $"{what} has the label {label} in row {row}, which did not occur in training, which knows " +
        $"{TableLayout.List(ClassNames)}: leave such rows out, or train with samples of that class.");

    private static Tensor Labels(int[] labels) => Tensor.FromSpan<int>(labels, [labels.Length]);
}
