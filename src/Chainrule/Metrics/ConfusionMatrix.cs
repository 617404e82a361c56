using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>
/// How often samples of each class were predicted as each class: rows are true classes, columns predicted ones. Only
/// pairs that occur are kept, so classes may be many.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly Dictionary<(int Truth, int Prediction), double> cells = [];
    private readonly double[] support, predicted;

    /// <summary>Creates a matrix of zeros.</summary>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        (support, predicted) = (new double[classes], new double[classes]);
    }

    /// <summary>The number of classes.</summary>
    public int Classes => support.Length;

    /// <summary>The number of samples, or their weight.</summary>
    public double Total { get; private set; }

    /// <summary>The number of samples predicted correctly, or their weight.</summary>
    public double Correct { get; private set; }

    /// <summary>The fraction of samples predicted correctly; NaN without samples.</summary>
    public double Accuracy => Total == 0 ? double.NaN : Correct / Total;

    /// <summary>
    /// How many samples of class <paramref name="truth"/> were predicted as class <paramref name="prediction"/>, or
    /// their weight.
    /// </summary>
    public double this[int truth, int prediction] => cells.GetValueOrDefault((truth, prediction));

    /// <summary>The pairs that occur, by true class, then by predicted class.</summary>
    public IReadOnlyList<(int Truth, int Prediction, double Count)> Cells =>
        [.. cells.Select(cell => (cell.Key.Truth, cell.Key.Prediction, cell.Value)).Order()];

    /// <summary>Counts one sample.</summary>
    /// <param name="truth">Its class.</param>
    /// <param name="prediction">The class that was predicted.</param>
    /// <param name="weight">How much it counts.</param>
    public void Add(int truth, int prediction, double weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prediction);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(prediction, Classes);
        support[truth] += weight;
        predicted[prediction] += weight;
        cells[(truth, prediction)] = this[truth, prediction] + weight;
        Total += weight;
        if (truth == prediction) Correct += weight;
    }

    /// <summary>The matrix of some predictions.</summary>
    /// <exception cref="ChainruleException">They are not classes.</exception>
    public static ConfusionMatrix Of(Predictions predictions)
    {
        if (predictions.Kind != TargetKind.Classes)
            throw new ChainruleException("A confusion matrix is of one class a sample: these are values or labels.");
        var matrix = new ConfusionMatrix(predictions.OutputCount);
        for (int i = 0; i < predictions.Count; i++)
            matrix.Add(predictions.TrueClass(i), predictions.PredictedClass(i), predictions.Weight(i));
        return matrix;
    }

    /// <summary>
    /// The fraction of samples predicted as this class that belong to it; 0 if there are none, as in scikit-learn.
    /// </summary>
    public double Precision(int label) =>
        ClassTally.Ratio(ClassScoreKind.Precision, this[label, label], Predicted(label), Support(label));

    /// <summary>
    /// The fraction of samples of this class that were predicted as it; 0 if there are none, as in scikit-learn.
    /// </summary>
    public double Recall(int label) =>
        ClassTally.Ratio(ClassScoreKind.Recall, this[label, label], Predicted(label), Support(label));

    /// <summary>The harmonic mean of precision and recall: 2·hits/(predicted + support); 0 if both are 0.</summary>
    public double F1(int label) =>
        ClassTally.Ratio(ClassScoreKind.F1, this[label, label], Predicted(label), Support(label));

    /// <summary>The number of samples of this class, or their weight.</summary>
    public double Support(int label) => support[label];

    /// <summary>The number of samples predicted as this class, or their weight.</summary>
    public double Predicted(int label) => predicted[label];

    /// <summary>The counts as a table: one row per true class, one column per predicted class.</summary>
    public override string ToString() => ToString([]);

    /// <summary>The counts as a table: one row per true class, one column per predicted class.</summary>
    /// <param name="names">The names of the classes; their numbers if empty.</param>
    public string ToString(IReadOnlyList<string> names)
    {
        string[] labels = [.. Enumerable.Range(0, Classes).Select(i => i < names.Count ? Shorten(names[i]) : $"{i}")];
        const string Corner = "true \\ predicted";
        int first = labels.Append(Corner).Max(label => label.Length);
        int[] widths =
        [
            .. labels.Select((label, column) => 2 + Math.Max(
                label.Length, Enumerable.Range(0, Classes).Max(truth => Count(this[truth, column]).Length))),
        ];
        var text = new StringBuilder(Corner.PadRight(first));
        for (int column = 0; column < Classes; column++) text.Append(labels[column].PadLeft(widths[column]));
        for (int truth = 0; truth < Classes; truth++)
        {
            text.Append('\n').Append(labels[truth].PadRight(first));
            for (int prediction = 0; prediction < Classes; prediction++)
                text.Append(Count(this[truth, prediction]).PadLeft(widths[prediction]));
        }
        return text.ToString();
    }

    internal static string Count(double count) => count.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Shorten(string name) => name.Length <= 12 ? name : $"{name[..11]}…";
}
