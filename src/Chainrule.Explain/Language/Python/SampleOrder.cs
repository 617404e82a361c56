namespace Chainrule.Language.Python;

/// <summary>
/// The places of the samples in an order that chance makes, as <c>np.random.permutation(m)</c> gives them, or a part of
/// them. Whatever the order, the gradients are the same functions of the samples: they are taken as they stand.
/// </summary>
/// <param name="Count">How many samples there are.</param>
internal sealed record SampleOrder(Expression Count) : PythonValue
{
    /// <summary>Which of them these are; null for all.</summary>
    public AxisIndex? Part { get; init; }

    /// <summary>How many they are, where the file says it.</summary>
    public double? Number { get; init; }

    /// <summary>How many these are.</summary>
    public ArrayValue Length(TextSpan span)
    {
        if (Part is not { } part) return new(Count) { Number = Number };
        var from = (part.Start as NumberExpression)?.Value;
        var to = (part.End as NumberExpression)?.Value;
        if ((part.Start is null || from is >= 0) && to is >= 0 && !(to > Number))
            return OfNumber(to.Value - (from ?? 0));
        Expression end = part.End is null || to > Number ? Count : part.End;
        return part.Start is null ? new(end)
            : new(ChainFormula.Binary(BinaryOperator.Subtract, end, part.Start, span));

        ArrayValue OfNumber(double number) => new(ChainFormula.Number(number, span)) { Number = number };
    }
}
