using System.Text;

namespace Chainrule;

/// <summary>
/// The derivation as LaTeX: equations aligned at the sign, shapes at the right, the reason above each.
/// </summary>
internal static class DerivationLatex
{
    public static string Write(Derivation derivation)
    {
        var text = new StringBuilder();
        text.AppendLine("% Needs \\usepackage{amsmath,amssymb}.");
        if (derivation.Functions.Count > 0)
        {
            text.AppendLine("\\paragraph{Functions}");
            text.AppendLine("\\begin{align*}");
            text.AppendLine(string.Join(" \\\\\n", derivation.Functions.Select(
                line => $"  {FormulaLatex.Of(line.LeftFormula)} &= {FormulaLatex.Of(line.RightFormula)}")));
            text.AppendLine("\\end{align*}");
            text.AppendLine(FormulaLatex.OfSentence(Derivation.AboutFunctions));
        }
        text.AppendLine("\\paragraph{Forward}");
        text.AppendLine("\\begin{align*}");
        text.AppendLine(string.Join(" \\\\\n", derivation.Forward.Select(Equation)));
        text.AppendLine("\\end{align*}");
        text.AppendLine("\\paragraph{Backward}");
        text.AppendLine("\\begin{align*}");
        for (int i = 0; i < derivation.Lines.Count; i++)
        {
            DerivationLine line = derivation.Lines[i];
            text.AppendLine($"\\intertext{{\\small {FormulaLatex.OfSentence(line.Reason)}}}");
            text.AppendLine(Equation(line));
        }
        text.AppendLine("\\end{align*}");
        DerivationLine[] whole = [.. derivation.Lines.Where(line => line.Whole is not null)];
        if (whole.Length == 0) return text.ToString();
        text.AppendLine("\\paragraph{In one piece}");
        text.AppendLine("\\begin{align*}");
        text.AppendLine(string.Join(" \\\\\n", whole.Select(Whole)));
        text.AppendLine("\\end{align*}");
        return text.ToString();
    }

    private static string Whole(DerivationLine line)
    {
        string writtenOut = line.WrittenOutFormula is { } formula
            ? $" \\\\\n    &= {FormulaLatex.Of(formula)}" : "";
        return $"  {FormulaLatex.Of(line.LeftFormula)} &= {FormulaLatex.Of(line.WholeFormula!)}{writtenOut}";
    }

    private static string Equation(DerivationLine line) =>
        $"  {FormulaLatex.Of(line.LeftFormula)} &= {FormulaLatex.Of(line.RightFormula)} && " +
            $"{FormulaLatex.OfShapes(line.Shapes)}";
}
