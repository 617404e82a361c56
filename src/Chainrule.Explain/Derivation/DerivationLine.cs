namespace Chainrule;

/// <summary>One line of a derivation: a value or a gradient, what it equals, and why.</summary>
public sealed class DerivationLine
{
    private readonly Lazy<IReadOnlyList<string>> steps;
    private readonly Lazy<string?> wholeIndices;

    internal DerivationLine(
        Formula left, Formula right, Tensor value, Tensor of, string reason, ElementExpansion elements, Node expression,
        Func<IReadOnlyList<string>>? steps = null, Func<string?>? wholeIndices = null)
    {
        Elements = elements;
        Expression = expression;
        LeftFormula = left;
        RightFormula = right;
        Value = value;
        Of = of;
        Reason = reason;
        this.steps = new(steps ?? (() => []));
        this.wholeIndices = new(wholeIndices ?? (() => null));
    }

    /// <summary>The left side: <c>dS/dz2</c>, or <c>z2</c> in the forward pass.</summary>
    public string Left => FormulaText.Of(LeftFormula);

    /// <summary>The right side as text.</summary>
    public string Right => FormulaText.Of(RightFormula);

    /// <summary>The shapes of the right side's factors, by the axes' names.</summary>
    public string Shapes => ShapeText.Of(RightFormula, Value.Shape);

    /// <summary>Why the line holds, in a sentence; empty in the forward pass.</summary>
    public string Reason { get; }

    /// <summary>
    /// How the line follows from the chain rule, in index notation with Kronecker deltas; empty in the forward pass.
    /// </summary>
    public IReadOnlyList<string> Steps => steps.Value;

    /// <summary>The right side as a tensor: its values are those of the gradient.</summary>
    public Tensor Value { get; }

    /// <summary>The value that the line defines, or whose gradient it is.</summary>
    public Tensor Of { get; }

    /// <summary>
    /// The gradient by a parameter written with forward values only; null where that is no news or too long to read.
    /// </summary>
    public string? Whole => WholeFormula is { } whole ? FormulaText.Of(whole) : null;

    /// <summary>
    /// <see cref="Whole"/> with the formulas of the program's own functions in place of their names; null where it
    /// calls none.
    /// </summary>
    public string? WrittenOut => WrittenOutFormula is { } writtenOut ? FormulaText.Of(writtenOut) : null;

    /// <summary><see cref="Whole"/> element by element in index notation; null where it has no such form.</summary>
    public string? WholeIndices => wholeIndices.Value;

    internal Formula? WholeFormula { get; init; }

    internal Formula? WrittenOutFormula { get; init; }

    /// <summary>Writes elements of the right side.</summary>
    internal ElementExpansion Elements { get; }

    /// <summary>The right side, looked into even where it has the name of the left one.</summary>
    internal Node Expression { get; }

    /// <summary>The function that the line defines, or null.</summary>
    internal NamedFunction? Function { get; init; }

    internal Formula LeftFormula { get; }

    internal Formula RightFormula { get; }

    /// <summary>
    /// How an element of the right side comes to be from those of the values that it is written with, in numbers as
    /// they are now.
    /// </summary>
    /// <param name="indices">Its place, one number for each axis.</param>
    /// <exception cref="ChainruleException">There is no such place.</exception>
    public ElementSum Element(params int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Shape shape = Value.Shape;
        bool isIn = indices.Length == shape.Rank;
        for (int axis = 0; isIn && axis < indices.Length; axis++) isIn = (uint)indices[axis] < (uint)shape[axis];
        if (!isIn)
            throw new ChainruleException(
                $"{Left}{ElementExpansion.Indices(indices)}: the shape is {shape}: name a place within it.");
        double value = Elements.Value(Expression, indices);
        List<ElementTerm> terms = Elements.Terms(Expression, indices);
        double size = terms.Sum(term => Math.Abs(term.Value));
        // What is told is what is computed, or nothing is told.
        if (Math.Abs(terms.Sum(term => term.Value) - value) > 1e-5 * (size + Math.Abs(value)))
            terms = [Elements.Only(Expression, indices)];
        return new($"{Left}{ElementExpansion.Indices(indices)}", value, terms);
    }

    /// <summary>The line without shapes and reason.</summary>
    public override string ToString() => $"{Left} = {Right}";
}
