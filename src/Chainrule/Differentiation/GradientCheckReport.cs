using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>How the gradient at one tensor compares with numbers.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Elements">How many elements were compared; 1 along a direction.</param>
/// <param name="Kinks">How many elements sit on a kink and were left out.</param>
/// <param name="KinkAt">What has the kink, such as relu at z1; null where there is none.</param>
/// <param name="WorstIndex">The place of the element with the largest relative error, such
/// as [1,2]; empty along a direction.</param>
/// <param name="Analytic">The derivative there by the rules.</param>
/// <param name="Numeric">The derivative there from values.</param>
/// <param name="RelativeError">|analytic − numeric| over the larger of both, or
/// over the floor that rounding sets.</param>
/// <param name="Passed">Whether the error is within the tolerance.</param>
public sealed record GradientCheckEntry(
    string Name, Shape Shape, int Elements, int Kinks, string? KinkAt, int[] WorstIndex,
    double Analytic, double Numeric, double RelativeError, bool Passed)
{
    /// <summary>Whether the cost and this gradient are finite at the point, and can be compared.</summary>
    public bool IsFinite { get; init; } = true;

    /// <summary>Whether all elements were tried, and none left out as too much work.</summary>
    public bool IsComplete => Elements + Kinks == Shape.Size;

    /// <summary>In words: right, wrong, on a kink or not finite.</summary>
    public string Verdict => !IsFinite ? "not finite" : (Passed, Kinks) switch
    {
        (false, _) => "WRONG",
        (true, 0) => "right",
        (true, _) when Elements == 0 => $"on a kink of {KinkAt}: no slope to compare",
        _ => $"right; {Kinks} on a kink of {KinkAt} left out",
    };

    // "320", or "1,000 of 25,088" where elements were left out as too much work.
    internal string Count() => string.Create(
        CultureInfo.InvariantCulture, $"{Elements:N0}{(IsComplete ? "" : $" of {Shape.Size:N0}")}");
}

/// <summary>Gradients compared with numeric derivatives: an entry for each tensor, and a table of them.</summary>
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

    /// <summary>The cost's name.</summary>
    public string Cost { get; }

    /// <summary>The cost at the point of the check.</summary>
    public double Value { get; }

    /// <summary>One for each tensor, in the order asked for.</summary>
    public IReadOnlyList<GradientCheckEntry> Entries { get; }

    /// <summary>
    /// The operation that leaves the finite numbers at the point, with its operands and the place, such as
    /// <c>exp overflowed at E[2,0]: exp(1234.5) is ∞</c>; null when the cost and its gradients are finite.
    /// </summary>
    public string? NotFinite { get; internal init; }

    /// <summary>What was compared and how strictly.</summary>
    public GradientCheckOptions Options { get; }

    /// <summary>Whether every entry passed.</summary>
    public bool Passed => Entries.All(entry => entry.Passed);

    /// <summary>The entry with the largest relative error.</summary>
    public GradientCheckEntry? Worst => Entries.MaxBy(entry => entry.RelativeError);

    /// <summary>The table, one line for each tensor.</summary>
    public override string ToString()
    {
        string[] head =
            ["gradient", "shape", "elements", "worst at", "analytic", "numeric", "relative error", "verdict"];
        string of = Options.SecondOrder ? "d²" : "d", by = Options.SecondOrder ? "²" : "";
        List<string[]> rows = [head, .. Entries.Select(entry => new[]
        {
            $"{of}{Cost}/d{entry.Name}{by}", entry.Shape.ToSymbolicString(),
            Options.AlongRandomDirection ? "direction" : entry.Count(),
            entry.WorstIndex.Length == 0 ? "" : $"[{string.Join(',', entry.WorstIndex)}]",
            Significant(entry.Analytic), Significant(entry.Numeric),
            entry.IsFinite ? entry.RelativeError.ToString("0.0e+00", CultureInfo.InvariantCulture) : "",
            entry.Verdict,
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
