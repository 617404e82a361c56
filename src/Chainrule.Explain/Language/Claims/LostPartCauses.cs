namespace Chainrule.Language;

/// <summary>The claim is the right line with one part of it left out, whatever shape that leaves.</summary>
internal static class LostPartCauses
{
    private const int MaxParts = 60;

    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (one.Claim.Value is not { } claimed) yield break;
        foreach (DerivationLine line in new[] { one.RightLine, one.Line }.OfType<DerivationLine>().DistinctBy(
            line => line.Right))
        {
            if (ClaimFormulas.Read(line) is not { } right) continue;
            IReadOnlyList<Expression> parts = ClaimFormulas.Parts(right);
            if (parts.Count > MaxParts) continue;
            foreach (Expression part in parts)
            {
                foreach ((Expression rest, string cause) in Without(part))
                    if (IsLeftOut(one, part, rest)
                        && one.Lowered(ClaimFormulas.Replace(right, part, rest)) is { } spoiled
                        && ClaimCase.AreSame(spoiled, claimed)) yield return cause;
            }
        }
    }

    // A function is left out where its argument can stand for it; x for norm(x) is another mistake.
    private static bool IsLeftOut(ClaimCase one, Expression part, Expression remaining) => part is not CallExpression
        || one.Lowered(part)?.Shape == one.Lowered(remaining)?.Shape;

    // What is left of a part, from the largest loss to the smallest.
    private static IEnumerable<(Expression Remaining, string Cause)> Without(Expression part)
    {
        if (part is not BinaryExpression binary)
        {
            if (part is CallExpression { Arguments: [var argument, ..] } call && argument.Name is null)
                yield return (argument.Value, Wording.Say($"{ClaimFormulas.Text(argument.Value)} stands where " +
                    $"{ClaimFormulas.Text(call)} belongs"));
            yield break;
        }
        (Expression a, Expression b) = (binary.Left, binary.Right);
        switch (binary.Operator)
        {
            case BinaryOperator.Multiply or BinaryOperator.MatrixProduct:
                if (b is not NumberExpression) yield return (a, Factor(b));
                if (a is not NumberExpression) yield return (b, Factor(a));
                // The two last of three, as of the slope h ⊙ (1 − h).
                if (a is BinaryExpression { Operator: BinaryOperator.Multiply } first)
                    yield return (first.Left, Factor(ClaimFormulas.Binary(binary.Operator, first.Right, b)));
                break;
            case BinaryOperator.Divide:
                yield return (a, Division(b));
                if (b is BinaryExpression { Operator: BinaryOperator.Multiply } divisor)
                {
                    yield return (ClaimFormulas.Binary(binary.Operator, a, divisor.Left), Division(divisor.Right));
                    yield return (ClaimFormulas.Binary(binary.Operator, a, divisor.Right), Division(divisor.Left));
                }
                break;
            case BinaryOperator.Add:
                yield return (a, Term(b));
                yield return (b, Term(a));
                break;
            case BinaryOperator.Subtract:
                yield return (a, Term(b));
                yield return (b, Wording.Say($"{ClaimFormulas.Text(b)} stands where {ClaimFormulas.Text(part)} " +
                    $"belongs"));
                break;
            case BinaryOperator.Power:
                yield return (a, Wording.Say($"{ClaimFormulas.Text(a)} stands where {ClaimFormulas.Text(part)} " +
                    $"belongs"));
                break;
        }
    }

    private static string Factor(Expression factor) =>
        Wording.Say($"the factor {ClaimFormulas.Text(factor)} is missing");

    private static string Division(Expression divisor) =>
        Wording.Say($"the division by {ClaimFormulas.Text(divisor)} is missing");

    private static string Term(Expression term) => Wording.Say($"the term {ClaimFormulas.Text(term)} is missing");
}
