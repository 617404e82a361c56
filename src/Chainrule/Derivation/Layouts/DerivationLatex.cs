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
        return text.ToString();
    }

    private static string Equation(DerivationLine line) =>
        $"  {FormulaLatex.Of(line.LeftFormula)} &= {FormulaLatex.Of(line.RightFormula)} && " +
            $"{FormulaLatex.OfShapes(line.Shapes)}";
}
