namespace Chainrule.Language;

/// <summary>Transposes, the order of factors, and elementwise products for matrix products.</summary>
internal static class ProductMends
{
    public static IEnumerable<(Expression Mended, string Cause)> Find(ClaimCase one)
    {
        Expression whole = one.Claim.Expression;
        if (one.Truth.Rank == 2)
            yield return (ClaimFormulas.Transposed(whole),
                Wording.Say($"it is the transpose of the gradient: turn the product round, (A·B)ᵀ = Bᵀ·Aᵀ"));
        foreach (Expression part in one.Parts)
        {
            if (part is TransposeExpression transpose)
                yield return (ClaimFormulas.Replace(whole, part, transpose.Operand),
                    Wording.Say($"{ClaimFormulas.Text(transpose.Operand)} must not be transposed"));
            if (part is not BinaryExpression binary) continue;
            if (binary.Operator == BinaryOperator.MatrixProduct)
            {
                foreach ((Expression mended, string cause) in Turned(binary))
                    yield return (ClaimFormulas.Replace(whole, part, mended), cause);
                if (Elementwise(part) is { } elementwise)
                    yield return (ClaimFormulas.Replace(whole, part, elementwise), Diagonal(one));
            }
            else if (binary.Operator == BinaryOperator.Multiply)
            {
                bool isOuter = one.Lowered(binary.Left) is { Rank: 1 } && one.Lowered(binary.Right) is { Rank: 1 }
                    && one.Truth.Rank == 2;
                foreach (Expression product in Products(binary))
                    yield return (ClaimFormulas.Replace(whole, part, product), isOuter
                        ? Wording.Say($"an elementwise product stands where an outer product belongs: each element " +
                            $"of the one meets each of the other, {ClaimFormulas.Text(product)}")
                        : Wording.Say($"an elementwise product stands where a matrix product belongs: each element " +
                            $"is a sum of products, {ClaimFormulas.Text(product)}"));
                if (Elementwise(binary) is { } plain)
                    yield return (ClaimFormulas.Replace(whole, part, plain), Diagonal(one));
            }
        }
    }

    /// <summary>
    /// The claim multiplies matrices, though a function of one element is all that stands between the value and that
    /// whose gradient it takes for given.
    /// </summary>
    public static IEnumerable<string> FindNeedless(ClaimCase one) =>
        one.Line is { } line && SlopeCauses.Above(one).Any() && !line.Right.Contains(" · ", StringComparison.Ordinal)
        && one.Parts.Any(part => part is BinaryExpression { Operator: BinaryOperator.MatrixProduct })
            ? [Diagonal(one)] : [];

    private static IEnumerable<(Expression Mended, string Cause)> Turned(BinaryExpression product)
    {
        (Expression a, Expression b) = (product.Left, product.Right);
        (Expression aT, Expression bT) = (ClaimFormulas.Transposed(a), ClaimFormulas.Transposed(b));
        string order = Wording.Say($"the factors stand in the wrong order");
        yield return (Of(a, bT), Turn(b));
        yield return (Of(aT, b), Turn(a));
        yield return (Of(aT, bT), Wording.Say($"{Turn(a)}, and {Turn(b)}"));
        yield return (Of(b, a), order);
        yield return (Of(bT, a), Wording.Say($"{order}, and {Turn(b)}"));
        yield return (Of(b, aT), Wording.Say($"{order}, and {Turn(a)}"));
        yield return (Of(bT, aT), Wording.Say($"it is the transpose: turn the product round, (A·B)ᵀ = Bᵀ·Aᵀ"));

        static Expression Of(Expression left, Expression right) =>
            ClaimFormulas.Binary(BinaryOperator.MatrixProduct, left, right);
    }

    private static string Turn(Expression factor) => factor is TransposeExpression transpose
        ? Wording.Say($"{ClaimFormulas.Text(transpose.Operand)} must not be transposed")
        : Wording.Say($"{ClaimFormulas.Text(factor)} has to be transposed");

    private static IEnumerable<Expression> Products(BinaryExpression product)
    {
        (Expression a, Expression b) = (product.Left, product.Right);
        foreach (Expression left in (Expression[])[a, ClaimFormulas.Transposed(a)])
            foreach (Expression right in (Expression[])[b, ClaimFormulas.Transposed(b)])
            {
                yield return ClaimFormulas.Binary(BinaryOperator.MatrixProduct, left, right);
                yield return ClaimFormulas.Binary(BinaryOperator.MatrixProduct, right, left);
            }
    }

    // The same factors, all multiplied elementwise and none transposed; null where that changes nothing.
    private static Expression? Elementwise(Expression product)
    {
        bool hasProduct = false;
        Expression plain = Plain(product);
        return hasProduct ? plain : null;

        Expression Plain(Expression part)
        {
            if (part is TransposeExpression transpose) return Plain(transpose.Operand);
            if (part is not BinaryExpression binary
                || binary.Operator is not (BinaryOperator.MatrixProduct or BinaryOperator.Multiply)) return part;
            hasProduct |= binary.Operator == BinaryOperator.MatrixProduct;
            return ClaimFormulas.Binary(BinaryOperator.Multiply, Plain(binary.Left), Plain(binary.Right));
        }
    }

    private static string Diagonal(ClaimCase one)
    {
        string? function = SlopeCauses.Above(one).Select(pair => pair.Function.Operator.Name).FirstOrDefault();
        return function is null ? Wording.Say($"a matrix product stands where an elementwise one belongs")
            : Wording.Say($"a matrix product stands where an elementwise one belongs: {function} acts on each " +
                $"element alone, so its Jacobian is diagonal and no element mixes with another");
    }
}
