namespace Chainrule.Language;

/// <summary>
/// Signs such as Σ_columns in a claim: derivations do not write whether the axis that is summed over stays with length
/// 1, so where the shapes do not fit each sign may be read either way.
/// </summary>
internal static class SumSigns
{
    // Of more signs all keep their axes or none does.
    private const int Most = 6;

    /// <summary>The formula with all axes kept, and then with every choice of them.</summary>
    /// <param name="kept">The formula, each of whose signs keeps its axis.</param>
    public static IEnumerable<Expression> Readings(Expression kept)
    {
        yield return kept;
        CallExpression[] signs = [.. ClaimFormulas.Parts(kept).OfType<CallExpression>().Where(IsSign)];
        if (signs.Length > Most) yield break;
        for (int keeping = 1; keeping < (1 << signs.Length) - 1; keeping++)
        {
            int chosen = keeping;
            yield return Dropped(kept, sign => (chosen & (1 << Array.IndexOf(signs, sign))) == 0);
        }
    }

    /// <summary>
    /// Whether a vector has its elements from a sign Σ_columns that drops its axis: they are of the rows of a matrix.
    /// </summary>
    public static bool IsColumn(Expression formula) => formula switch
    {
        NegationExpression negation => IsColumn(negation.Operand),
        BinaryExpression { Operator: not BinaryOperator.MatrixProduct } binary =>
            IsColumn(binary.Left) || IsColumn(binary.Right),
        CallExpression call => call.Arguments.Any(argument => argument is
        { Name: "axis", Value: NumberExpression { Value: 1 } } && argument.Span == call.Function.Span),
        _ => false,
    };

    private static Expression Dropped(Expression formula, Func<CallExpression, bool> drops) =>
        ClaimFormulas.Replace(formula, part => part is CallExpression call && IsSign(call) && drops(call)
            ? new CallExpression(call.Function, [.. call.Arguments.Where(argument => argument.Name != "keepdims")
                .Select(argument => argument with { Value = Dropped(argument.Value, drops) })], call.Span)
            : null);

    // The sign itself is all that there is to point at.
    private static bool IsSign(CallExpression call) => call.Arguments.Any(
        argument => argument.Name == "keepdims" && argument.Span == call.Function.Span);
}
