using System.Globalization;
using System.Text.Json;

namespace Chainrule.Cli.Reporting;

/// <summary>What the outputs of a model mean: classes with probabilities, several answers, or values.</summary>
internal sealed class PredictionAnswers
{
    private readonly double[][] rows;
    private readonly IReadOnlyList<string> names;
    private readonly bool areClasses, areLabels;

    /// <summary>The outputs of a model of layers.</summary>
    public PredictionAnswers(Model model, Tensor predictions)
        : this(predictions, model.ClassNames, Classes(model, predictions), Labels(model, predictions))
    {
    }

    /// <summary>
    /// Outputs (m, …) as probabilities or scores of classes, as several answers of yes or no, or as values.
    /// </summary>
    public PredictionAnswers(Tensor predictions, IReadOnlyList<string> names, bool areClasses, bool areLabels = false)
    {
        (this.names, this.areClasses, this.areLabels) = (names, areClasses, areLabels);
        int count = predictions.Shape[0], width = predictions.Length / Math.Max(1, count);
        double[] all = predictions.Cast(DType.Float64).ToArray<double>();
        rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] row = all[(i * width)..((i + 1) * width)];
            // A single output is the probability of the second of two classes.
            rows[i] = areClasses && width == 1 ? [1 - row[0], row[0]] : row;
        }
        AreProbabilities = areLabels || (areClasses && Array.TrueForAll(rows, IsDistribution));
    }

    public int Count => rows.Length;

    /// <summary>The number of the first sample, where these are not the first.</summary>
    public int First { get; init; }

    /// <summary>Whether the outputs are probabilities.</summary>
    public bool AreProbabilities { get; }

    /// <summary>The file of each sample, where each is an image.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The samples that the outputs are to be, as those of an autoencoder; null for others.</summary>
    public double[]? Reconstructed { get; init; }

    private double ErrorOf(int sample) => EvaluationText.SampleError(
        rows[sample], Reconstructed.AsSpan(sample * rows[sample].Length, rows[sample].Length));

    // Outputs of classes that are logits, or anything else, are scores: the largest decides, but none is a percentage.
    private string Word => AreProbabilities ? "probability" : "score";

    /// <summary>The heads of <see cref="Fields"/>.</summary>
    public IEnumerable<string> Columns
    {
        get
        {
            int width = rows.Length == 0 ? 0 : rows[0].Length;
            IEnumerable<int> outputs = Enumerable.Range(0, width);
            return areClasses ? outputs.Select(i => $"{Word} of {NameOf(i)}").Prepend("prediction")
                : areLabels ? outputs.Select(NameOf).Concat(outputs.Select(i => $"probability of {NameOf(i)}"))
                : width == 1 ? ["prediction"] : outputs.Select(i => $"prediction {i + 1}");
        }
    }

    /// <summary>The answer for a sample, and its probabilities.</summary>
    public IEnumerable<string> Fields(int sample)
    {
        double[] row = rows[sample];
        IEnumerable<string> numbers = row.Select(value => value.ToString(CultureInfo.InvariantCulture));
        return areClasses ? numbers.Prepend(NameOf(Best(row)))
            : areLabels ? row.Select(value => value >= 0.5 ? "1" : "0").Concat(numbers) : numbers;
    }

    /// <summary>A line for a person.</summary>
    public string Line(int sample)
    {
        double[] row = rows[sample];
        if (Reconstructed is not null)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{First + sample,6}  reconstruction mse {ErrorOf(sample):G5}  ({row.Length} values)");
        string text = areClasses
            ? NameOf(Best(row)) + (AreProbabilities
                ? string.Create(CultureInfo.InvariantCulture, $"  {100 * row[Best(row)]:F1} %")
                : string.Create(CultureInfo.InvariantCulture, $"  score {row[Best(row)]:G5}"))
            : areLabels ? string.Join("  ", row.Select((value, i) => string.Create(
                CultureInfo.InvariantCulture, $"{NameOf(i)} {(value >= 0.5 ? "yes" : "no")} {100 * value:F1} %")))
            : string.Join("  ", row.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));
        return $"{(Files is null ? $"{First + sample,6}" : Files[sample])}  {text}";
    }

    public void WriteJson(Utf8JsonWriter json, int sample)
    {
        double[] row = rows[sample];
        json.WriteString("event", "prediction");
        json.WriteNumber("sample", First + sample);
        if (Files is not null) json.WriteString("file", Files[sample]);
        if (Reconstructed is not null) json.WriteMeasured("mse", ErrorOf(sample));
        if (areClasses)
        {
            int best = Best(row);
            json.WriteNumber("label", best);
            json.WriteString("class", NameOf(best));
            json.WriteMeasured(Word, row[best]);
        }
        else if (areLabels)
        {
            json.WriteStartArray("labels");
            for (int i = 0; i < row.Length; i++) if (row[i] >= 0.5) json.WriteStringValue(NameOf(i));
            json.WriteEndArray();
        }
        else if (row.Length == 1)
        {
            json.WriteMeasured("value", row[0]);
        }
        json.WriteStartArray(AreProbabilities ? "probabilities" : areClasses ? "scores" : "values");
        foreach (double value in row)
        {
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    private static bool Labels(Model model, Tensor predictions) =>
        model.Loss is SigmoidCrossEntropy && predictions.Length > predictions.Shape[0];

    private static bool Classes(Model model, Tensor predictions)
    {
        int width = predictions.Length / Math.Max(1, predictions.Shape[0]);
        return !Labels(model, predictions) && (model.Loss is SoftmaxCrossEntropy
            || (model.Loss is SigmoidCrossEntropy && width == 1) || model.ClassNames.Count == width);
    }

    private static bool IsDistribution(double[] row) =>
        Array.TrueForAll(row, value => value is >= 0 and <= 1.0001) && Math.Abs(row.Sum() - 1) < 1e-4;

    private static int Best(double[] row) => Array.IndexOf(row, row.Max());

    private string NameOf(int label) =>
        label < names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture);
}
