using System.Net;

namespace Chainrule;

/// <summary>
/// MathML whose parts carry their shapes, for a page to show: <c>data-shape</c>, and in <c>data-name</c> the value that
/// a symbol stands for, or in <c>data-gradient</c> the value whose gradient it is.
/// </summary>
internal sealed class ShapedMathMl : FormulaMathMl
{
    public static ShapedMathMl Notation { get; } = new();

    protected override WrittenFormula Compose(Formula formula)
    {
        WrittenFormula written = base.Compose(formula);
        if (formula is NumberFormula or RangeFormula) return written;
        string of = formula switch
        {
            SymbolFormula symbol => $" data-name=\"{WebUtility.HtmlEncode(symbol.Name)}\"",
            DerivativeFormula derivative => $" data-gradient=\"{WebUtility.HtmlEncode(derivative.Of)}\"",
            _ => "",
        };
        string shape = WebUtility.HtmlEncode(formula.Shape.ToSymbolicString());
        return written with { Text = $"<mrow data-shape=\"{shape}\"{of}>{written.Text}</mrow>" };
    }
}
