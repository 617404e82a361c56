using System.Text;

namespace Chainrule;

/// <summary>A table of words: names on the left, numbers to the right.</summary>
internal sealed class TextColumns(params string[] heads)
{
    private readonly List<string[]> rows = [heads];

    /// <summary>Adds a row; without cells, an empty line.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        int[] widths =
            [.. heads.Select((_, column) => rows.Where(row => row.Length > 0).Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            if (text.Length > 0) text.Append('\n');
            for (int column = 0; column < row.Length; column++)
            {
                if (column == 0) text.Append(row[0].PadRight(widths[0]));
                else text.Append("  ").Append(row[column].PadLeft(widths[column]));
            }
        }
        return text.ToString();
    }
}
