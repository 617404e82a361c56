using Chainrule.Catalog;

namespace Chainrule.Data;

/// <summary>Which columns are to be predicted, and why.</summary>
/// <param name="Columns">Their indices.</param>
/// <param name="Reason">Why, in words that follow a comma; empty where it was said.</param>
internal sealed record LabelChoice(int[] Columns, string Reason)
{
    private static readonly string[] UsualNames =
        ["label", "labels", "target", "targets", "class", "classes", "y", "outcome"];

    private static readonly string LastColumn = Speech.Kept("the last column");

    /// <summary>Whether it is only the last column.</summary>
    public bool IsByPlace { get; private init; }

    public static LabelChoice Of(string path, TableLayout layout, TableOptions options)
    {
        if (options.Label is { } label)
            return new(layout.FindList(path, label, $"{nameof(TableOptions)}.{nameof(TableOptions.Label)}"), "");
        int last = layout.Names.Length - 1;
        int[] named = [.. Enumerable.Range(0, layout.Names.Length)
            .Where(i => layout.HasHeader && UsualNames.Contains(layout.Names[i], StringComparer.OrdinalIgnoreCase))];
        // Between an x and others it is a coordinate.
        if (layout.Names.Take(last).Contains("x", StringComparer.OrdinalIgnoreCase))
            named = [.. named.Where(i => !layout.Names[i].Equals("y", StringComparison.OrdinalIgnoreCase))];
        return named is [int only] ? new(named, only == last ? LastColumn : Speech.Kept("for its name"))
            : new([last], LastColumn) { IsByPlace = true };
    }
}
