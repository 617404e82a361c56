namespace Chainrule;

/// <summary>The shapes of a formula's factors in its own layout: (k×m)·(m×n) → (k×n).</summary>
internal static class ShapeText
{
    /// <summary>
    /// The factors and what comes of them; at last the value's shape, where rows or columns are copied to fill it.
    /// </summary>
    public static string Of(Formula formula, Shape value) => formula.IsScalar || formula.Shape == value
        ? Of(formula) : $"{Of(formula)} → {Of(value)}";

    /// <summary>A shape in the language in use.</summary>
    public static string Of(Shape shape) => shape.Rank == 0 ? Wording.Say($"scalar") : shape.ToSymbolicString();

    private static string Of(Formula formula)
    {
        string factors = Write(formula, outermost: true);
        string result = Of(formula.Shape);
        return factors == result
            || (formula is not (MatrixFormula or TotalFormula) && IsUniform(formula, formula.Shape))
                ? factors : $"{factors} → {result}";
    }

    private static string Write(Formula formula, bool outermost)
    {
        switch (formula)
        {
            case MatrixFormula matrix:
                return string.Join('·', matrix.Factors.Select(factor => Inner(factor)));
            case ProductFormula product:
                Formula[] tensors = [.. product.Factors.Where(factor => !factor.IsScalar)];
                return tensors.Length == 0 ? Of(Shape.Scalar)
                    : tensors.Length == 1 ? Write(tensors[0], outermost)
                    : string.Join(" ⊙ ", tensors.Select(factor => Inner(factor)));
            case FractionFormula fraction:
                return fraction.Below.IsScalar
                    ? Write(fraction.Above, outermost) : $"{Inner(fraction.Above)} / {Inner(fraction.Below)}";
            case NegativeFormula negative:
                return Write(negative.Operand, outermost);
            case TotalFormula total:
                return total.Operand is MatrixFormula ? $"({Write(total.Operand, false)})" : Inner(total.Operand);
            case SumFormula sum when outermost && !IsUniform(sum, sum.Shape):
                return string.Concat(
                    sum.Terms.Select((term, i) => (i == 0 ? "" : term.Negative ? " − " : " + ") +
                        Write(term.Formula, false)));
            default:
                return Of(formula.Shape);
        }
    }

    private static string Inner(Formula formula) => Of(formula.Shape);

    // Whether all terms and factors have the result's shape, or none: nothing to explain then.
    private static bool IsUniform(Formula formula, Shape shape) => formula switch
    {
        SumFormula sum => sum.Terms.All(term => term.Formula.IsScalar || IsUniform(term.Formula, shape)),
        ProductFormula product => product.Factors.All(factor => factor.IsScalar || IsUniform(factor, shape)),
        FractionFormula fraction =>
            IsUniform(fraction.Above, shape) && (fraction.Below.IsScalar || IsUniform(fraction.Below, shape)),
        NegativeFormula negative => IsUniform(negative.Operand, shape),
        MatrixFormula or TotalFormula => false,
        _ => formula.Shape == shape,
    };
}
