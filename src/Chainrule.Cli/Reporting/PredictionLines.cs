using System.Globalization;
using System.Text.Json;

namespace Chainrule.Cli.Reporting;

/// <summary>Predictions, one line per sample.</summary>
internal static class PredictionLines
{
    /// <summary>Writes the predictions of a model of layers.</summary>
    public static void Write(Model model, Tensor predictions, bool json)
    {
        int width = predictions.Length / Math.Max(1, predictions.Shape[0]);
        bool isBinary = model.Loss is SigmoidCrossEntropy && width == 1;
        Write(predictions, model.Loss is SoftmaxCrossEntropy || isBinary
            || model.ClassNames.Count == width, model.ClassNames, json);
    }

    /// <summary>Writes outputs (m, …), as probabilities of classes or as values.</summary>
    public static void Write(Tensor predictions, bool isClasses, IReadOnlyList<string> names, bool json)
    {
        int width = predictions.Length / Math.Max(1, predictions.Shape[0]);
        ReadOnlySpan<double> all = predictions.Cast(DType.Float64).AsSpan<double>();
        for (int i = 0; i < predictions.Shape[0]; i++)
        {
            double[] row = all.Slice(i * width, width).ToArray();
            // A single output is the probability of the second of two classes.
            if (isClasses && width == 1) row = [1 - row[0], row[0]];
            int? best = isClasses ? Array.IndexOf(row, row.Max()) : null;
            if (json) WriteJson(i, row, best, names);
            else WriteText(i, row, best, names);
        }
    }

    private static void WriteText(int sample, double[] row, int? best, IReadOnlyList<string> names)
    {
        string text = best is { } label
            ? $"{NameOf(label, names)}  {(100 * row[label]).ToString("F1", CultureInfo.InvariantCulture)} %"
            : string.Join("  ", row.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));
        Console.WriteLine($"{sample,6}  {text}");
    }

    private static void WriteJson(int sample, double[] row, int? best, IReadOnlyList<string> names) =>
        JsonLine.Write(line =>
    {
        line.WriteString("event", "prediction");
        line.WriteNumber("sample", sample);
        if (best is { } label)
        {
            line.WriteNumber("label", label);
            line.WriteString("class", NameOf(label, names));
            line.WriteMeasured("probability", row[label]);
        }
        else if (row.Length == 1)
        {
            line.WriteMeasured("value", row[0]);
        }
        line.WriteStartArray(best is null ? "values" : "probabilities");
        foreach (double value in row) WriteValue(line, value);
        line.WriteEndArray();
    });

    private static void WriteValue(Utf8JsonWriter line, double value)
    {
        if (double.IsFinite(value)) line.WriteNumberValue(value);
        else line.WriteNullValue();
    }

    private static string NameOf(int label, IReadOnlyList<string> names) =>
        label < names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture);
}
