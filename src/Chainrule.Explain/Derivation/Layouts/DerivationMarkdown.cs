using System.Text;

namespace Chainrule;

/// <summary>The derivation as Markdown, with formulas between dollars as GitHub, Jupyter and Pandoc set them.</summary>
internal static class DerivationMarkdown
{
    public static string Write(Derivation derivation, bool steps)
    {
        var text = new StringBuilder();
        text.AppendLine("# " + Wording.Say($"The gradients of {derivation.Cost}")).AppendLine();
        if (derivation.Functions.Count > 0)
        {
            text.AppendLine("## " + Wording.Say($"Functions")).AppendLine();
            text.AppendLine(string.Join(", ", derivation.Functions.Select(Equation)) + ".");
            text.AppendLine().AppendLine(Derivation.AboutFunctions).AppendLine();
        }
        text.AppendLine("## " + Wording.Say($"Forward")).AppendLine();
        text.AppendLine($"| {Wording.Say($"value")} | {Wording.Say($"shapes")} |").AppendLine("| :--- | :--- |");
        foreach (DerivationLine line in derivation.Forward) text.AppendLine($"| {Equation(line)} | {line.Shapes} |");
        text.AppendLine().AppendLine("## " + Wording.Say($"Backward")).AppendLine();
        text.AppendLine($"| {Wording.Say($"gradient")} | {Wording.Say($"shapes")} | " +
            $"{Wording.Say($"why")} |").AppendLine("| :--- | :--- | :--- |");
        foreach (DerivationLine line in derivation.Lines)
            text.AppendLine($"| {Equation(line)} | {line.Shapes} | {Escaped(line.Reason).Replace("\n", "<br>")} |");
        DerivationLine[] whole = [.. derivation.Lines.Where(line => line.Whole is not null)];
        if (whole.Length > 0) text.AppendLine().AppendLine("## " + Wording.Say($"In one piece")).AppendLine();
        foreach (DerivationLine line in whole)
        {
            string writtenOut = line.WrittenOutFormula is { } formula ? $" = {FormulaLatex.Of(formula)}" : "";
            text.AppendLine(
                $"- ${FormulaLatex.Of(line.LeftFormula)} = {FormulaLatex.Of(line.WholeFormula!)}{writtenOut}$");
        }
        foreach (string note in derivation.Notes) text.AppendLine().AppendLine($"> {note}");
        if (!steps) return text.ToString();
        text.AppendLine().AppendLine("## " + Wording.Say($"Step by step"));
        foreach (DerivationLine line in derivation.Lines)
        {
            text.AppendLine().AppendLine($"{Equation(line)}").AppendLine().AppendLine("```text");
            foreach (string step in line.Steps) text.AppendLine(step);
            text.AppendLine("```");
        }
        return text.ToString();
    }

    private static string Equation(DerivationLine line) =>
        $"${FormulaLatex.Of(line.LeftFormula)} = {FormulaLatex.Of(line.RightFormula)}$";

    // Underscores and bars mean something in a table.
    private static string Escaped(string sentence) =>
        sentence.Replace("_", "\\_").Replace("|", "\\|").Replace("<", "&lt;");
}
