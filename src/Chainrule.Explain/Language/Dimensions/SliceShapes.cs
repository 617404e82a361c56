using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <content>The shape of a part.</content>
internal sealed partial class ShapeInference
{
    private Inferred InferSlice(SliceExpression slice)
    {
        Inferred operand = InferValue(slice.Operand);
        if (operand.Shape is not { } shape) return operand;
        if (slice.Ranges.Length > shape.Rank)
        {
            return Misfit(slice.Span, $"`{Explanation.Name(slice.Operand)}` {shape} has no axis {shape.Rank}",
                "give one range for each axis");
        }
        Dimension[] lengths = [.. shape.Dimensions];
        for (int axis = 0; axis < slice.Ranges.Length; axis++)
        {
            (Expression? from, Expression? to) = slice.Ranges[axis];
            Dimension? start = from is null ? Dimension.Of(0) : Infer(from).Whole;
            Dimension? end = to is null ? lengths[axis] : Infer(to).Whole;
            if (start is null || end?.Plus(start, -1) is not { } length || length.Evaluate() is { Sign: < 0 }
                || lengths[axis].Plus(end, -1)?.Evaluate() is { Sign: < 0 })
            {
                diagnostics.Error(
                    slice.Span, "a range goes from one whole number to another", "write `h[:, a:b]` or `h[:, :n]`");
                return Inferred.Unknown;
            }
            lengths[axis] = length;
        }
        return new(new SymbolicShape([.. lengths]));
    }
}
