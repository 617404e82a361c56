using System.Globalization;
using System.Text;
using Chainrule.Catalog;

namespace Chainrule;

/// <summary>How the gradient of one tensor compares with finite differences.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Elements">How many elements were compared; 1 when checking along a direction.</param>
/// <param name="Kinks">How many elements were skipped because they sit on a kink.</param>
/// <param name="KinkAt">Where the kink is, such as <c>relu at z1</c>; null if there is none.</param>
/// <param name="WorstIndex">
/// The index of the element with the largest relative error, such as [1,2]; empty when checking along a direction.
/// </param>
/// <param name="Analytic">The derivative there from the rules.</param>
/// <param name="Numeric">The derivative there from finite differences.</param>
/// <param name="RelativeError">
/// |analytic − numeric| divided by the larger of the two, or by the floor set by rounding.
/// </param>
/// <param name="Passed">Whether the error is within the tolerance.</param>
public sealed record GradientCheckEntry(
    string Name, Shape Shape, int Elements, int Kinks, string? KinkAt, int[] WorstIndex,
    double Analytic, double Numeric, double RelativeError, bool Passed)
{
    /// <summary>Whether the cost and this gradient are finite at this point, so that they can be compared.</summary>
    public bool IsFinite { get; init; } = true;

    /// <summary>Whether every element was checked, none skipped to save work.</summary>
    public bool IsComplete => Elements + Kinks == Shape.Size;

    /// <summary>The result in words: right, wrong, on a kink or not finite.</summary>
    public string Verdict => VerdictIn(Speech.English);

    internal string VerdictIn(Speech names) => !IsFinite ? names.Say("not finite") : (Passed, Kinks) switch
    {
        (false, _) => names.Say("WRONG"),
        (true, 0) => names.Say("right"),
        (true, _) when Elements == 0 => names.Say("on a kink of {0}: no slope to compare", KinkAt!),
        _ => names.Say("right; {0} on a kink of {1} left out", Kinks.ToString(CultureInfo.InvariantCulture), KinkAt!),
    };

    // "320", or "1,000 of 25,088" when some were skipped to save work.
    internal string CountIn(Speech names)
    {
        string count = Elements.ToString("N0", CultureInfo.InvariantCulture);
        return IsComplete ? count
            : names.Say("{0} of {1}", count, Shape.Size.ToString("N0", CultureInfo.InvariantCulture));
    }
}

/// <summary>Gradients compared with finite differences: one entry per tensor, and a table of them.</summary>
public sealed class GradientCheckReport
{
    internal GradientCheckReport(
        string cost, double value, IReadOnlyList<GradientCheckEntry> entries, GradientCheckOptions options)
    {
        Cost = cost;
        Value = value;
        Entries = entries;
        Options = options;
    }

    /// <summary>The name of the cost.</summary>
    public string Cost { get; }

    /// <summary>The cost at the point of the check.</summary>
    public double Value { get; }

    /// <summary>One entry per tensor, in the order given.</summary>
    public IReadOnlyList<GradientCheckEntry> Entries { get; }

    /// <summary>
    /// The operation whose result is not finite, with its operands and its place, such as <c>exp overflowed at E[2,0]:
    /// exp(1234.5) is ∞</c>; null if the cost and its gradients are finite.
    /// </summary>
    public string? NotFinite { get; internal init; }

    /// <summary>What was compared, and how strictly.</summary>
    public GradientCheckOptions Options { get; }

    /// <summary>Whether every entry passed.</summary>
    public bool Passed => Entries.All(entry => entry.Passed);

    /// <summary>The entry with the largest relative error.</summary>
    public GradientCheckEntry? Worst => Entries.MaxBy(entry => entry.RelativeError);

    /// <summary>The table, one line per tensor.</summary>
    public override string ToString()
    {
        Speech names = Options.Speech;
        string[] head =
        [
            names.Say("gradient"), names.Say("shape"), names.Say("elements"), names.Say("worst at"),
            names.Say("analytic"), names.Say("numeric"), names.Say("relative error"), names.Say("verdict"),
        ];
        string of = Options.SecondOrder ? "d²" : "d", by = Options.SecondOrder ? "²" : "";
        List<string[]> rows = [head, .. Entries.Select(entry => new[]
        {
            $"{of}{Cost}/d{entry.Name}{by}", entry.Shape.ToSymbolicString(),
            Options.AlongRandomDirection ? names.Say("direction") : entry.CountIn(names),
            entry.WorstIndex.Length == 0 ? "" : $"[{string.Join(',', entry.WorstIndex)}]",
            Significant(entry.Analytic), Significant(entry.Numeric),
            entry.IsFinite ? entry.RelativeError.ToString("0.0e+00", CultureInfo.InvariantCulture) : "",
            entry.VerdictIn(names),
        })];
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells =
                row.Select((cell, i) => IsNumeric(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }
        return text.ToString();
    }

    private static bool IsNumeric(int column) => column is 2 or 4 or 5 or 6;

    private static string Significant(double value) =>
        !double.IsFinite(value) ? "" : value.ToString(
            Math.Abs(value) is >= 1e-3 and < 1e6 or 0 ? "G8" : "0.000000e+00", CultureInfo.InvariantCulture);
}
