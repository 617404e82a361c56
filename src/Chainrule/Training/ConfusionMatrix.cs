using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>
/// How often samples of each class were predicted as each class: rows are true classes, columns predicted ones.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] counts;

    /// <summary>Creates a matrix of zeros.</summary>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        Classes = classes;
        counts = new long[checked(classes * classes)];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of samples.</summary>
    public long Total { get; private set; }

    /// <summary>The number of samples predicted correctly.</summary>
    public long Correct { get; private set; }

    /// <summary>The fraction of samples predicted correctly; NaN without samples.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>
    /// How many samples of class <paramref name="truth"/> were predicted as class <paramref name="prediction"/>.
    /// </summary>
    public long this[int truth, int prediction] => counts[(truth * Classes) + prediction];

    /// <summary>Counts one sample.</summary>
    public void Add(int truth, int prediction)
    {
        counts[(truth * Classes) + prediction]++;
        Total++;
        if (truth == prediction) Correct++;
    }

    /// <summary>The fraction of samples predicted as this class that belong to it; NaN if there are none.</summary>
    public double Precision(int label)
    {
        long predicted = 0;
        for (int truth = 0; truth < Classes; truth++) predicted += this[truth, label];
        return predicted == 0 ? double.NaN : (double)this[label, label] / predicted;
    }

    /// <summary>The fraction of samples of this class that were predicted as it; NaN if there are none.</summary>
    public double Recall(int label)
    {
        long support = Support(label);
        return support == 0 ? double.NaN : (double)this[label, label] / support;
    }

    /// <summary>The harmonic mean of precision and recall: 2·hits/(predicted + support); NaN if both are 0.</summary>
    public double F1(int label)
    {
        long predicted = 0;
        for (int truth = 0; truth < Classes; truth++) predicted += this[truth, label];
        long both = predicted + Support(label);
        return both == 0 ? double.NaN : 2.0 * this[label, label] / both;
    }

    /// <summary>The number of samples of this class.</summary>
    public long Support(int label)
    {
        long support = 0;
        for (int prediction = 0; prediction < Classes; prediction++) support += this[label, prediction];
        return support;
    }

    /// <summary>
    /// The counts as a table: one row per true class, one column per predicted class, then precision and recall.
    /// </summary>
    public override string ToString() => ToString([]);

    /// <summary>
    /// The counts as a table: one row per true class, one column per predicted class, then precision and recall.
    /// </summary>
    /// <param name="names">The names of the classes; their numbers if empty.</param>
    public string ToString(IReadOnlyList<string> names)
    {
        string[] labels = [.. Enumerable.Range(0, Classes).Select(i => i < names.Count ? Shorten(names[i]) : $"{i}")];
        string[] heads = [.. labels, "precision", "recall"];
        int first = labels.Append("true").Max(label => label.Length);
        int[] widths =
            [.. heads.Select((head, column) => 2 + Math.Max(head.Length, column < Classes ? Widest(column) : 6))];
        var text = new StringBuilder("true".PadRight(first));
        for (int column = 0; column < heads.Length; column++) text.Append(heads[column].PadLeft(widths[column]));
        for (int truth = 0; truth < Classes; truth++)
        {
            text.Append('\n').Append(labels[truth].PadRight(first));
            for (int prediction = 0; prediction < Classes; prediction++)
                text.Append($"{this[truth, prediction]}".PadLeft(widths[prediction]));
            text.Append(Share(Precision(truth)).PadLeft(widths[^2])).Append(Share(Recall(truth)).PadLeft(widths[^1]));
        }
        return text.ToString();
    }

    private int Widest(int column) => Enumerable.Range(0, Classes).Max(truth => $"{this[truth, column]}".Length);

    private static string Shorten(string name) => name.Length <= 12 ? name : $"{name[..11]}…";

    private static string Share(double share) =>
        double.IsNaN(share) ? "–" : share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
