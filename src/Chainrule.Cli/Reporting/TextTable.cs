using Spectre.Console;

namespace Chainrule.Cli.Reporting;

/// <summary>
/// A table on standard output: with rules on a terminal, and aligned words elsewhere, as other programs like them.
/// </summary>
internal static class TextTable
{
    public static void Write(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Screen.IsPlain) WritePlain(heads, rows);
        else WriteRuled(heads, rows);
    }

    private static void WritePlain(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] lines = [heads, .. rows];
        int[] widths = [.. Enumerable.Range(0, heads.Count).Select(column => lines.Max(line => line[column].Length))];
        foreach (IReadOnlyList<string> line in lines)
            Console.WriteLine(
                string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static void WriteRuled(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (string head in heads)
            table.AddColumn(new Spectre.Console.TableColumn($"[bold]{Markup.Escape(head)}[/]"));
        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }
}
