using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>How often samples of each class were taken for which: rows are true classes, columns the predicted ones.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] counts;

    /// <summary>A matrix of zeros.</summary>
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

    /// <summary>The number of samples whose class was found.</summary>
    public long Correct { get; private set; }

    /// <summary>The share of samples whose class was found; NaN without samples.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>How many samples of class <paramref name="truth"/> were taken for class <paramref name="prediction"/>.</summary>
    public long this[int truth, int prediction] => counts[(truth * Classes) + prediction];

    /// <summary>Counts one sample.</summary>
    public void Add(int truth, int prediction)
    {
        counts[(truth * Classes) + prediction]++;
        Total++;
        if (truth == prediction) Correct++;
    }

    /// <summary>Of the samples taken for this class, the share that is of it; NaN where there are none.</summary>
    public double Precision(int label)
    {
        long predicted = 0;
        for (int truth = 0; truth < Classes; truth++) predicted += this[truth, label];
        return predicted == 0 ? double.NaN : (double)this[label, label] / predicted;
    }

    /// <summary>Of the samples of this class, the share that was found; NaN where there are none.</summary>
    public double Recall(int label)
    {
        long support = Support(label);
        return support == 0 ? double.NaN : (double)this[label, label] / support;
    }

    /// <summary>The harmonic mean of precision and recall: 2·hits/(predicted + support); NaN where both are 0.</summary>
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

    /// <summary>The counts as a table, a row for each true class.</summary>
    public override string ToString()
    {
        int width = Math.Max(3, counts.Length == 0 ? 1 : counts.Max().ToString(CultureInfo.InvariantCulture).Length + 1);
        var text = new StringBuilder();
        for (int truth = 0; truth < Classes; truth++)
        {
            for (int prediction = 0; prediction < Classes; prediction++)
                text.Append(this[truth, prediction].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            text.Append('\n');
        }
        return text.ToString();
    }
}
