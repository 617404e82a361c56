namespace Chainrule.Language;

/// <summary>
/// Mends the claimed formula in one place, and looks whether it is right then: a transpose, the order of a product,
/// another sum, another value of the same shape, a factor too many.
/// </summary>
internal static class MendedCauses
{
    private const int MaxParts = 60;

    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (one.Parts.Count > MaxParts) yield break;
        foreach (Func<ClaimCase, IEnumerable<(Expression Mended, string Cause)>> mend in
            (Func<ClaimCase, IEnumerable<(Expression, string)>>[])[
                ProductMends.Find, ReductionMends.Find, NameMends.Find, FindMissing, FindGradients,
                NameMends.FindSteps, NameMends.FindNumbers, FactorMends.Find])
        {
            foreach ((Expression mended, string cause) in mend(one))
                if (one.IsRight(mended)) yield return cause;
        }
    }

    // A term without a factor that a value of the forward pass makes.
    private static IEnumerable<(Expression Mended, string Cause)> FindMissing(ClaimCase one)
    {
        foreach (Expression term in one.Parts.Where(IsTerm(one)).Where(
            term => term is not NumberExpression))
        {
            foreach (Tensor value in one.Point.Model.Values.Where(value => value.DType.IsFloating() && value.Rank > 0))
            {
                var name = new NameExpression(value.Name!, default);
                bool isThere = ClaimFormulas.Parts(term).OfType<NameExpression>().Any(part => part.Name == name.Name);
                if (isThere) continue;
                yield return (ClaimFormulas.Replace(
                    one.Claim.Expression, term, ClaimFormulas.Binary(BinaryOperator.Multiply, term, name)),
                    Wording.Say($"the term {ClaimFormulas.Text(term)} needs the factor {value.Name}"));
            }
        }
    }

    // Gradients differ by factors, so another one may be what a lost factor makes of the right one.
    private static IEnumerable<(Expression Mended, string Cause)> FindGradients(ClaimCase one) =>
        LostPartCauses.Find(one).Any() ? [] : NameMends.FindGradients(one);

    /// <summary>
    /// A term of the claim that has the wrong coefficient: where it enters linearly, two values of a number before it
    /// give that with which the claim would be right.
    /// </summary>
    public static IEnumerable<string> FindCoefficients(ClaimCase one)
    {
        if (one.Parts.Count > MaxParts) yield break;
        foreach (Expression term in one.Parts.Where(IsTerm(one)))
        {
            Tensor? without = one.Lowered(Scaled(one, term, 0));
            if (without?.Shape != one.Truth.Shape) continue;
            if (ClaimCase.Ratio(one.Truth - without, one.Claimed! - without) is not { } coefficient) continue;
            if (!one.IsRight(Scaled(one, term, coefficient))) continue;
            foreach (string number in NumberMeaning.Write(coefficient, one.Point))
                yield return number == "−1" ? Wording.Say($"the term {ClaimFormulas.Text(term)} has the wrong sign")
                    : Wording.Say($"the term {ClaimFormulas.Text(term)} needs the factor {number}");
        }
    }

    private static Func<Expression, bool> IsTerm(ClaimCase one)
    {
        HashSet<Expression> terms = new(ReferenceEqualityComparer.Instance);
        foreach (Expression part in one.Parts)
        {
            if (part is not BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum) continue;
            // Of a + b + c no part is a + b, and of a + (b − c) one is b − c.
            if (sum.Left is not BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract })
                terms.Add(sum.Left);
            terms.Add(sum.Right);
        }
        return terms.Contains;
    }

    private static Expression Scaled(ClaimCase one, Expression term, double factor) => ClaimFormulas.Replace(
        one.Claim.Expression, term, ClaimFormulas.Binary(BinaryOperator.Multiply, ClaimFormulas.Number(factor), term));
}
