using System.Text;

namespace Chainrule;

/// <summary>
/// The derivation as LaTeX: equations aligned at the sign, shapes at the right, the reason below each.
/// </summary>
internal sealed class DerivationLatex
{
    // Longer lines are broken at their signs, and the shapes stand below.
    private const int Widest = 60;

    private readonly Derivation derivation;
    private readonly bool steps;
    private readonly Prose prose;
    private readonly StringBuilder text = new();

    private DerivationLatex(Derivation derivation, bool steps)
    {
        this.derivation = derivation;
        this.steps = steps;
        prose = new(derivation, FormulaLatex.OfSentence, formula => $"${FormulaLatex.OfInline(formula)}$",
            below => $"$\\sum_{{{(below.Length == 1 ? below : $"\\text{{{below}}}")}}}$");
    }

    public static string Write(Derivation derivation, bool steps) => new DerivationLatex(derivation, steps).Write();

    private string Write()
    {
        text.AppendLine(Wording.Language == "ru"
            ? "% Needs \\usepackage[T2A]{fontenc}\\usepackage[russian]{babel}\\usepackage{amsmath,amssymb}."
            : "% Needs \\usepackage{amsmath,amssymb}.");
        if (derivation.Functions.Count > 0)
        {
            text.AppendLine($"\\paragraph{{{Wording.Say($"Functions")}}}");
            Align(derivation.Functions, line => Equation(line, line.RightFormula, shapes: false));
            text.AppendLine(prose.Write(Derivation.AboutFunctions));
        }
        text.AppendLine($"\\paragraph{{{Wording.Say($"Forward")}}}");
        Align(derivation.Forward, line => Equation(line, line.RightFormula));
        text.AppendLine($"\\paragraph{{{Wording.Say($"Backward")}}}");
        foreach (DerivationLine line in derivation.Lines)
        {
            Align([line], one => Equation(one, one.RightFormula));
            text.AppendLine("{\\small\\sloppy\\noindent " + string.Join("\\\\\n", Sentences(line)) + "\\par}");
        }
        DerivationLine[] whole = [.. derivation.Lines.Where(line => line.WholeFormula is not null)];
        if (whole.Length > 0)
        {
            text.AppendLine($"\\paragraph{{{Wording.Say($"In one piece")}}}");
            Align(whole, Whole);
        }
        foreach (string note in derivation.Notes)
            text.AppendLine().AppendLine("\\noindent " + Wording.Say($"Note: {prose.Write(note)}"));
        return text.ToString();
    }

    private void Align(IReadOnlyList<DerivationLine> lines, Func<DerivationLine, string> equation)
    {
        text.AppendLine("\\begin{align*}");
        text.AppendLine(string.Join(" \\\\\n", lines.Select(equation)));
        text.AppendLine("\\end{align*}");
    }

    private IEnumerable<string> Sentences(DerivationLine line)
    {
        IEnumerable<string> all = line.Reason.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (steps ? all.Concat(line.Steps) : all).Select(prose.Write);
    }

    private static string Whole(DerivationLine line) => Equation(line, line.WholeFormula!, shapes: false)
        + (line.WrittenOutFormula is { } formula ? $" \\\\\n    &= {FormulaLatex.Of(formula)}" : "");

    private static string Equation(DerivationLine line, Formula right, bool shapes = true)
    {
        bool isLong = FormulaText.Of(right).Length + (shapes ? line.Shapes.Length : 0) > Widest;
        string formula = isLong && right is SumFormula { Terms.Length: > 1 } sum ? Broken(sum) : FormulaLatex.Of(right);
        string equation = $"  {FormulaLatex.Of(line.LeftFormula)} &= {formula}";
        return !shapes ? equation
            : $"{equation}{(isLong ? " \\\\\n    &\\qquad " : " && ")}{FormulaLatex.OfShapes(line.Shapes)}";
    }

    private static string Broken(SumFormula sum)
    {
        var rows = new List<string>();
        foreach (Term term in sum.Terms)
        {
            string sign = term.Negative ? "-" : rows.Count == 0 ? "" : "+";
            string one = FormulaLatex.Of(new SumFormula([term with { Negative = false }], term.Formula.Shape));
            rows.Add(rows.Count == 0 ? sign + one : $"&\\quad {{}} {sign} {one}");
        }
        return string.Join(" \\\\\n    ", rows);
    }
}
