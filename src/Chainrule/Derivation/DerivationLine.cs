namespace Chainrule;

/// <summary>One line of a derivation: a value or a gradient, what it equals, and why.</summary>
public sealed class DerivationLine
{
    internal DerivationLine(Formula left, Formula right, Tensor value, Tensor of, string reason)
    {
        LeftFormula = left;
        RightFormula = right;
        Value = value;
        Of = of;
        Reason = reason;
    }

    /// <summary>The left side: <c>dS/dz2</c>, or <c>z2</c> in the forward pass.</summary>
    public string Left => FormulaText.Of(LeftFormula);

    /// <summary>The right side as text.</summary>
    public string Right => FormulaText.Of(RightFormula);

    /// <summary>The shapes of the right side's factors, by the axes' names.</summary>
    public string Shapes => ShapeText.Of(RightFormula);

    /// <summary>Why the line holds, in a sentence; empty in the forward pass.</summary>
    public string Reason { get; }

    /// <summary>The right side as a tensor: its values are those of the gradient.</summary>
    public Tensor Value { get; }

    /// <summary>The value that the line defines, or whose gradient it is.</summary>
    public Tensor Of { get; }

    internal Formula LeftFormula { get; }

    internal Formula RightFormula { get; }

    /// <summary>The line without shapes and reason.</summary>
    public override string ToString() => $"{Left} = {Right}";
}
