namespace Chainrule;

/// <summary>
/// An expression as a person writes it, apart from any format: renderers turn it into text, LaTeX or MathML.
/// </summary>
internal abstract record Formula(Shape Shape)
{
    public bool IsScalar => Shape.Rank == 0;
}

/// <summary>A value by its name: z1, X, or a size such as m.</summary>
internal sealed record SymbolFormula(string Name, Shape Shape) : Formula(Shape);

/// <summary>dS/dz2.</summary>
internal sealed record DerivativeFormula(string Cost, string Of, Shape Shape) : Formula(Shape);

internal sealed record NumberFormula(double Value) : Formula(Shape.Scalar);

internal readonly record struct Term(bool Negative, Formula Formula);

internal sealed record SumFormula(Term[] Terms, Shape Shape) : Formula(Shape);

/// <summary>An elementwise product; scalars come first and are written without a sign between.</summary>
internal sealed record ProductFormula(Formula[] Factors, Shape Shape) : Formula(Shape);

internal sealed record FractionFormula(Formula Above, Formula Below, Shape Shape) : Formula(Shape);

internal sealed record MatrixFormula(Formula[] Factors, Shape Shape) : Formula(Shape);

internal sealed record TransposeFormula(Formula Operand, Shape Shape) : Formula(Shape);

internal sealed record PowerFormula(Formula Operand, Formula Exponent, Shape Shape) : Formula(Shape);

internal sealed record NegativeFormula(Formula Operand, Shape Shape) : Formula(Shape);

/// <summary>A function by name; options such as axis=1 follow the arguments.</summary>
internal sealed record CallFormula(string Function, Formula[] Arguments, string[] Options, Shape Shape)
    : Formula(Shape);

/// <summary>A function that the program defines, or with primes its slope, at a value: f(A), f′(A).</summary>
internal sealed record ApplyFormula(string Function, int Primes, Formula Argument, Shape Shape) : Formula(Shape);

/// <summary>A part of a value, by a range, an element or labels for each axis: C[:, :n], E[idx].</summary>
internal sealed record PartFormula(Formula Operand, Formula[] Indices, Shape Shape) : Formula(Shape);

/// <summary>A range of an axis, or an element, as it stands in brackets: a:b, 0.</summary>
internal sealed record RangeFormula(string Text) : Formula(Shape.Scalar);

/// <summary>1 where the comparison holds, else 0.</summary>
internal sealed record CompareFormula(Formula Left, string Sign, Formula Right, Shape Shape) : Formula(Shape);

/// <summary>The sum over axes: all of them, the rows, the columns, or axes by number.</summary>
internal sealed record TotalFormula(Formula Operand, SummedAxes Over, string Axes, Shape Shape) : Formula(Shape);

/// <summary>A number repeated to fill a shape.</summary>
internal sealed record FilledFormula(Formula Value, Shape Shape) : Formula(Shape);

internal enum SummedAxes
{
    All,
    Rows,
    Columns,
    Other,
}
