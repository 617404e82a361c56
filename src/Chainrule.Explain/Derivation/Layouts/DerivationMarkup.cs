namespace Chainrule;

/// <summary>
/// The pieces of a derivation for a page of one's own. In equations, each part has its shape in <c>data-shape</c>;
/// symbols have their value's name in <c>data-name</c>, and gradients in <c>data-gradient</c>.
/// </summary>
/// <param name="derivation">The derivation.</param>
public sealed class DerivationMarkup(Derivation derivation)
{
    private readonly Prose prose = DerivationHtml.ProseOf(derivation);

    /// <summary>A line as MathML.</summary>
    public static string Equation(DerivationLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return ShapedMathMl.Notation.WriteEquation(line.LeftFormula, line.RightFormula);
    }

    /// <summary>
    /// A gradient in forward values only, as MathML; null where <see cref="DerivationLine.Whole"/> is.
    /// </summary>
    public static string? Whole(DerivationLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.WholeFormula is { } whole
            ? ShapedMathMl.Notation.WriteEquation(line.LeftFormula, whole, line.WrittenOutFormula) : null;
    }

    /// <summary>A sentence about the derivation, such as a reason, as HTML with its formulas in MathML.</summary>
    public string Sentence(string text) => prose.Write(text);
}
