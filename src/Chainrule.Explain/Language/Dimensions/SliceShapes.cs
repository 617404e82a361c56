using System.Numerics;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>The shapes of parts: elements, ranges, and what labels pick.</summary>
internal sealed class SliceShapes(
    ShapeInference inference, Scope scope, DimensionSolver solver, Diagnostics diagnostics)
{
    private const string ExampleOfPart = "write `x[2]`, `x[:, 0:3]` or `x[-1]`";

    private bool isWrong, isUnknown;

    /// <summary>The shape of a part.</summary>
    public Inferred Infer(SliceExpression slice)
    {
        if (LabelIndices.Read(slice, AxesOfLabels, IsFree) is not { } read)
        {
            diagnostics.Error(slice.Span, "labels stand in these brackets as they cannot",
                $"take rows with `E[idx]`, columns with `E[:, idx]`, or an element of each row with " +
                $"`p[{Functions.Rows}, y]`");
            return Inferred.Unknown;
        }
        if (read != slice) return inference.Infer(read);
        Inferred operand = inference.InferValue(slice.Operand);
        if (operand.Shape is not { } shape) return operand;
        string name = Explanation.Name(slice.Operand);
        if (slice.Indices.Length > shape.Rank)
        {
            return inference.Misfit(slice.Span, shape.Rank == 0
                ? Wording.Say($"`{name}` is a scalar, which has no parts")
                : Wording.Say($"`{name}` {shape} has no axis {shape.Rank}"),
                shape.Rank == 0 ? "take out the brackets" : "give one index for each axis");
        }
        var lengths = new List<Dimension>();
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (axis >= slice.Indices.Length || slice.Indices[axis] == AxisIndex.Whole)
            {
                lengths.Add(shape[axis]);
                continue;
            }
            AxisIndex index = slice.Indices[axis];
            Dimension? start = Place(index.Element ?? index.Start, shape[axis]) ?? Dimension.Of(0);
            Dimension? end = index.Element is not null ? start.Plus(Dimension.Of(1))
                : Place(index.End, shape[axis]) ?? shape[axis];
            if (isWrong) return Unreadable();
            if (end is null || end.Plus(start, -1) is not { } length) return Unreadable();
            if (index.Element is null && length.Evaluate() is { Sign: <= 0 })
            {
                string none = $"no element is in the range {SyntaxPrinter.Print(index)}";
                if (index.End is null) return inference.Misfit(slice.Span, none, Remedy(shape[axis]));
                diagnostics.Error(slice.Span, none, Remedy(shape[axis]));
                return Inferred.Unknown;
            }
            if (Outside(index, shape[axis], start, end) is { } problem)
                return inference.Misfit(slice.Span, $"{problem} of `{name}` {shape}", Remedy(shape[axis]));
            if (index.Element is null) lengths.Add(length);
        }
        return new(new SymbolicShape([.. lengths]));

        Inferred Unreadable()
        {
            if (!isUnknown)
                diagnostics.Error(slice.Span, "an index is a whole number, a range of them, or labels", ExampleOfPart +
                    ", or declare places as `input idx[m] : labels`");
            (isWrong, isUnknown) = (false, false);
            return Inferred.Unknown;
        }
    }

    // A place on an axis, counted from its beginning.
    private Dimension? Place(Expression? written, Dimension length)
    {
        if (written is null) return null;
        Inferred value = inference.Infer(written);
        isUnknown |= value is { Shape: null, Truth: null };
        if (value.Whole is not { } place)
        {
            isWrong = true;
            return null;
        }
        bool isFromEnd = place.Evaluate() is { } number ? number.Sign < 0 : written is NegationExpression;
        return isFromEnd ? length.Plus(place) : place;
    }

    // What lies outside an axis; where its length is not known yet, it has to be long enough.
    private string? Outside(AxisIndex index, Dimension axis, Dimension start, Dimension end)
    {
        BigInteger? size = axis.Evaluate(), first = start.Evaluate(), last = end.Evaluate();
        if (index.Element is { } element && size is { } known && first is { } at && (at < 0 || at >= known))
            return $"there is no element {SyntaxPrinter.Print(element)} among the {known}";
        if (size is { } total && ((first is { } from && (from < 0 || from > total)) || (last is { } to && to > total)))
            return $"the range {SyntaxPrinter.Print(index)} goes beyond the {total} elements";
        if (size is null)
        {
            if (last is { } needed) solver.AtLeast(needed);
            // From the end: as many elements have to be there.
            if (axis.Plus(start, -1)?.Evaluate() is { } before) solver.AtLeast(before);
            if (axis.Plus(end, -1)?.Evaluate() is { } after) solver.AtLeast(after + 1);
        }
        return null;
    }

    private static string Remedy(Dimension axis) => axis.Evaluate() is { } size
        ? $"its places are 0 to {size - 1}, or -1 to -{size} from the end; a range ends before its second number"
        : ExampleOfPart;

    private int? AxesOfLabels(string name) => (inference.Local(name) ?? scope.Find(name)?.Inferred) is
    { AreLabels: true, Shape: { } shape } ? shape.Rank : null;

    private bool IsFree(string name) =>
        scope.Find(name) is null && solver.Find(name) is null && inference.Local(name) is null;
}
