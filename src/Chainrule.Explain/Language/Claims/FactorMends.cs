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
                yield return (ClaimFormulas.Replace(whole, part, negation.Operand), Wording.Say($"there is a minus " +
                    $"too many"));
            if (part is not BinaryExpression binary) continue;
            switch (binary.Operator)
            {
                case BinaryOperator.Multiply:
                    yield return (ClaimFormulas.Replace(whole, part, binary.Left), TooMany(binary.Right));
                    yield return (ClaimFormulas.Replace(whole, part, binary.Right), TooMany(binary.Left));
                    yield return (ClaimFormulas.Replace(whole, part, With(binary, BinaryOperator.Divide)),
                        Wording.Say($"{ClaimFormulas.Text(binary.Right)} multiplies, and it should divide"));
                    // The two last factors of three, as of the slope h ⊙ (1 − h).
                    if (binary.Left is BinaryExpression { Operator: BinaryOperator.Multiply } first)
                        yield return (ClaimFormulas.Replace(whole, part, first.Left),
                            TooMany(ClaimFormulas.Binary(BinaryOperator.Multiply, first.Right, binary.Right)));
                    break;
                case BinaryOperator.Divide:
                    yield return (ClaimFormulas.Replace(whole, part, binary.Left),
                        Wording.Say($"the division by {ClaimFormulas.Text(binary.Right)} is one too many"));
                    yield return (ClaimFormulas.Replace(whole, part, With(binary, BinaryOperator.Multiply)),
                        Wording.Say($"{ClaimFormulas.Text(binary.Right)} divides, and it should multiply"));
                    break;
                case BinaryOperator.MatrixProduct:
                    yield return (ClaimFormulas.Replace(whole, part, binary.Left), TooMany(binary.Right));
                    yield return (ClaimFormulas.Replace(whole, part, binary.Right), TooMany(binary.Left));
                    break;
                case BinaryOperator.Add:
                    yield return (ClaimFormulas.Replace(whole, part, With(binary, BinaryOperator.Subtract)),
                        Wording.Say($"the term {ClaimFormulas.Text(binary.Right)} has the wrong sign"));
                    yield return (ClaimFormulas.Replace(whole, part, binary.Left), Term(binary.Right));
                    yield return (ClaimFormulas.Replace(whole, part, binary.Right), Term(binary.Left));
                    break;
                case BinaryOperator.Subtract:
                    yield return (ClaimFormulas.Replace(whole, part, With(binary, BinaryOperator.Add)),
                        Wording.Say($"the term {ClaimFormulas.Text(binary.Right)} has the wrong sign"));
                    yield return (ClaimFormulas.Replace(whole, part, binary.Left), Term(binary.Right));
                    break;
            }
        }
    }

    private static string TooMany(Expression factor) => Wording.Say($"the factor {ClaimFormulas.Text(factor)} " +
        $"should not be there");

    private static string Term(Expression term) => Wording.Say($"the term {ClaimFormulas.Text(term)} should not be " +
        $"there");

    private static Expression With(BinaryExpression binary, BinaryOperator op) =>
        ClaimFormulas.Binary(op, binary.Left, binary.Right);
}
