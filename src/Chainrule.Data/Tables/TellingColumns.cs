using System.Globalization;

namespace Chainrule.Data;

/// <summary>
/// Finds the columns from which alone the label can be told, as from the label in other words: <c>alive</c> beside
/// <c>survived</c>. Whether one is known before the label is, only people know, so that it is told and stays.
/// </summary>
/// <param name="parsed">The rows.</param>
/// <param name="keeps">Which of them stay; null for all.</param>
internal sealed class TellingColumns(ParsedTable parsed, bool[]? keeps)
{
    // Of few rows a column may tell the label by chance; and of many, some show which columns are worth all.
    private const int MinRows = 20, FewRows = 2000, FewValues = 2_000_000, MinUnaided = 5, MostNotes = 5;

    // Of what a guess that ignores the column gets wrong, the share that stays: for classes, and for values.
    private const double MostErrors = 0.05, MostVariance = 0.001;

    // Rows that share a value: so many on average that a column of many values does not tell by chance.
    private const int RowsForAll = 3, RowsForMost = 10;

    private const double GoldenSection = 0.6180339887498949;

    private const string EveryRow = "gives {0} in every row";

    private readonly int[] rows = [.. Enumerable.Range(0, parsed.Rows).Where(row => keeps?[row] != false)];

    /// <summary>A sentence for each such column.</summary>
    /// <param name="columns">The columns of the file, null for labels.</param>
    /// <param name="plans">How they were read.</param>
    /// <param name="targets">The labels of the rows that stay.</param>
    public IEnumerable<string> Notes(IReadOnlyList<TableColumn?> columns, ColumnPlan[] plans, TableTargets targets)
    {
        if (rows.Length < MinRows) return [];
        List<string> notes = [];
        double[] all = targets.Values.Cast(DType.Float64).ToArray<double>();
        int count = targets.Columns.Length, slot = 0;
        bool areClasses = targets.IsMultiLabel || targets.Columns[0].Categories.Count > 0;
        double[][] labels = [.. Enumerable.Range(0, count)
            .Select(j => Enumerable.Range(0, rows.Length).Select(i => all[(i * count) + j]).ToArray())];
        for (int i = 0; i < plans.Length; i++)
        {
            if (plans[i].IsAside) continue;
            for (int j = 0; j < count && columns[i] is { Width: > 0, Kind: not TableColumnKind.Date } column; j++)
            {
                string label = count == 1 ? "the label" : $"the label '{targets.Columns[j].Name}'";
                if (Find(slot, column.Kind == TableColumnKind.Number, labels[j], areClasses) is not { } how) continue;
                notes.Add($"'{column.Name}' alone {string.Format(CultureInfo.InvariantCulture, how, label)}: if it is "
                    + $"known only with the label, TableOptions.Ignore = \"{column.Name}\" leaves it out");
            }
            slot += plans[i].Width;
        }
        return notes.Count <= MostNotes ? notes : notes.Take(MostNotes).Append(string.Create(
            CultureInfo.InvariantCulture, $"{notes.Count - MostNotes:N0} more columns alone give the label as well"));
    }

    // How well a column alone tells a label, in words; null where it does not.
    private string? Find(int slot, bool isOrdered, double[] label, bool areClasses)
    {
        int few = Math.Clamp(FewValues / parsed.Features.Shape[1], FewRows / 10, FewRows);
        if (rows.Length > few && Judge(slot, isOrdered, label, areClasses, few) is null) return null;
        return Judge(slot, isOrdered, label, areClasses, rows.Length);
    }

    private string? Judge(int slot, bool isOrdered, double[] label, bool areClasses, int count)
    {
        var values = new double[count];
        var labels = new double[count];
        for (int i = 0; i < count; i++)
        {
            // All over the table, and at no regular distance, which what is in the rows may have, too.
            int at = count == rows.Length ? i : (int)(i * GoldenSection % 1 * rows.Length);
            (values[i], labels[i]) = (Value(rows[at], slot), label[at]);
        }
        // Missing values come first, and are a value of their own.
        Array.Sort(values, labels);
        return areClasses ? OfClasses(values, labels, isOrdered) : OfValues(values, labels, isOrdered);
    }

    private double Value(int row, int slot)
    {
        int at = (row * parsed.Features.Shape[1]) + slot;
        return parsed.Features.DType == DType.Float64 ? parsed.Features.AsSpan<double>()[at]
            : parsed.Features.AsSpan<float>()[at];
    }

    private static string? OfClasses(double[] values, double[] labels, bool isOrdered)
    {
        Dictionary<double, int> all = Count(labels);
        int unaided = labels.Length - all.Values.Max(), groups = 0, changes = 0, errors = 0;
        double before = double.NaN;
        foreach ((int start, int end) in Groups(values))
        {
            (double most, int count) = end - start == 1 ? new(labels[start], 1)
                : Count(labels.AsSpan(start, end - start)).MaxBy(pair => pair.Value);
            errors += end - start - count;
            if (groups++ > 0 && most != before) changes++;
            before = most;
        }
        // Where each class has a stretch of the values to itself, there may be many of them.
        bool isFew = groups * (errors == 0 ? RowsForAll : RowsForMost) <= labels.Length;
        bool isCut = isOrdered && errors == 0 && changes == all.Count - 1;
        if (all.Count == 2 && isOrdered && !isFew && !isCut) (errors, isCut) = (ErrorsOfCut(values, labels), true);
        if (unaided < MinUnaided || !(isFew || isCut) || errors > MostErrors * unaided) return null;
        return errors == 0 ? EveryRow : string.Create(CultureInfo.InvariantCulture,
            $"gives {{0}} in {100 * Math.Min(0.999, 1 - ((double)errors / labels.Length)):0.0} % of the rows");
    }

    // The errors of two classes that are told apart at one value.
    private static int ErrorsOfCut(double[] values, double[] labels)
    {
        int ones = labels.Count(label => label == labels[0]), least = Math.Min(ones, labels.Length - ones), below = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (labels[i - 1] == labels[0]) below++;
            if (values[i].Equals(values[i - 1])) continue;
            // Those below that are of the other class, and those above that are of this one.
            int errors = i - below + (ones - below);
            least = Math.Min(least, Math.Min(errors, labels.Length - errors));
        }
        return least;
    }

    private static string? OfValues(double[] values, double[] labels, bool isOrdered)
    {
        // A value that stands in one row says nothing, and may be far away, as the row of the sums is.
        (int Start, int End)[] groups = [.. Groups(values).Where(group => group.End - group.Start > 1)];
        double[] again = [.. groups.SelectMany(group => labels[group.Start..group.End])];
        double all = SquaresOf(again), within = groups.Sum(group => SquaresOf(labels[group.Start..group.End]));
        if (all > 0 && again.Length * 2 > labels.Length && groups.Length * RowsForAll <= again.Length
            && within <= MostVariance * all)
        {
            return Share(within / all);
        }
        if (!isOrdered || double.IsNaN(values[0])) return null;
        // So may one at an end, which makes a line with all others together.
        int ends = Math.Max(1, values.Length / 100);
        double left = Math.Max(LeftByLine(values, labels), LeftByLine(values[ends..^ends], labels[ends..^ends]));
        return left <= MostVariance ? $"{Share(left)} by a straight line" : null;

        static string Share(double left) => left < 1e-9 ? EveryRow : string.Create(CultureInfo.InvariantCulture,
            $"explains {100 * Math.Min(0.9999, 1 - left):0.00} % of the variance of {{0}}");
    }

    // The share of the labels' variance that a straight line does not explain.
    private static double LeftByLine(double[] values, double[] labels)
    {
        double mean = labels.Average(), center = values.Average(), both = 0;
        double all = SquaresOf(labels), spread = SquaresOf(values);
        for (int i = 0; i < values.Length; i++) both += (values[i] - center) * (labels[i] - mean);
        return spread > 0 && all > 0 ? Math.Max(0, 1 - (both * both / (spread * all))) : 1;
    }

    private static double SquaresOf(double[] values)
    {
        double mean = values.DefaultIfEmpty().Average();
        return values.Sum(value => (value - mean) * (value - mean));
    }

    private static Dictionary<double, int> Count(ReadOnlySpan<double> labels)
    {
        var counts = new Dictionary<double, int>();
        foreach (double label in labels) counts[label] = counts.GetValueOrDefault(label) + 1;
        return counts;
    }

    // The stretches of equal values in sorted ones.
    private static IEnumerable<(int Start, int End)> Groups(double[] values)
    {
        int start = 0;
        for (int i = 1; i <= values.Length; i++)
        {
            if (i < values.Length && values[i].Equals(values[start])) continue;
            yield return (start, i);
            start = i;
        }
    }
}
