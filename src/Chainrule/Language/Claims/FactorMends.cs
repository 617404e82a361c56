namespace Chainrule.Language;

/// <summary>Factors and signs that should not be there.</summary>
internal static class FactorMends
{
    public static IEnumerable<(Expression Mended, string Cause)> Find(ClaimCase one)
    {
        Expression whole = one.Claim.Expression;
        foreach (Expression part in one.Parts)
        {
            if (part is NegationExpression negation)
                yield return (Formulas.Replace(whole, part, negation.Operand), "there is a minus too many");
            if (part is not BinaryExpression binary) continue;
            switch (binary.Operator)
            {
                case BinaryOperator.Multiply:
                    yield return (Formulas.Replace(whole, part, binary.Left), TooMany(binary.Right));
                    yield return (Formulas.Replace(whole, part, binary.Right), TooMany(binary.Left));
                    yield return (Formulas.Replace(whole, part, With(binary, BinaryOperator.Divide)),
                        $"{Formulas.Text(binary.Right)} multiplies, and it should divide");
                    // The two last factors of three, as of the slope h ⊙ (1 − h).
                    if (binary.Left is BinaryExpression { Operator: BinaryOperator.Multiply } first)
                        yield return (Formulas.Replace(whole, part, first.Left),
                            TooMany(Formulas.Binary(BinaryOperator.Multiply, first.Right, binary.Right)));
                    break;
                case BinaryOperator.Divide:
                    yield return (Formulas.Replace(whole, part, binary.Left),
                        $"the division by {Formulas.Text(binary.Right)} is one too many");
                    yield return (Formulas.Replace(whole, part, With(binary, BinaryOperator.Multiply)),
                        $"{Formulas.Text(binary.Right)} divides, and it should multiply");
                    break;
                case BinaryOperator.MatrixProduct:
                    yield return (Formulas.Replace(whole, part, binary.Left), TooMany(binary.Right));
                    yield return (Formulas.Replace(whole, part, binary.Right), TooMany(binary.Left));
                    break;
                case BinaryOperator.Add:
                    yield return (Formulas.Replace(whole, part, With(binary, BinaryOperator.Subtract)),
                        $"the term {Formulas.Text(binary.Right)} has the wrong sign");
                    yield return (Formulas.Replace(whole, part, binary.Left), Term(binary.Right));
                    yield return (Formulas.Replace(whole, part, binary.Right), Term(binary.Left));
                    break;
                case BinaryOperator.Subtract:
                    yield return (Formulas.Replace(whole, part, With(binary, BinaryOperator.Add)),
                        $"the term {Formulas.Text(binary.Right)} has the wrong sign");
                    yield return (Formulas.Replace(whole, part, binary.Left), Term(binary.Right));
                    break;
            }
        }
    }

    private static string TooMany(Expression factor) => $"the factor {Formulas.Text(factor)} should not be there";

    private static string Term(Expression term) => $"the term {Formulas.Text(term)} should not be there";

    private static Expression With(BinaryExpression binary, BinaryOperator op) =>
        Formulas.Binary(op, binary.Left, binary.Right);
}
