using System.Collections.Immutable;
using System.Numerics;

namespace Chainrule.Language;

/// <content>The shapes of the built-in functions.</content>
internal sealed partial class ShapeInference
{
    private Inferred InferBuiltIn(BoundCall call)
    {
        switch (call.Function)
        {
            case "concat": return InferConcat(call);
            case "reshape": return InferReshape(call);
            case "cross_entropy": return InferCrossEntropy(call);
        }

        Inferred[] values = [.. call.Values.Select(InferValue)];
        CheckNumber(
            call.Option("rate"), "the rate of dropout", x => x is >= 0 and < 1, "a share from 0 up to, but not, 1");
        CheckNumber(call.Option("delta"), "the delta of huber", x => x > 0, "a number above 0");
        if (Array.Exists(values, v => v.Shape is null))
        {
            Axes(call, null);
            return Inferred.Unknown;
        }
        SymbolicShape x = values[0].Shape!;
        switch (call.Function)
        {
            case "trace":
                if (x.Rank == 2 && Unify(x[0], x[1], call.Call)) return Scalar;
                string why = x.Rank == 2 ? $" and {Explanation.Conflict(x[0], x[1])}" : "";
                return Misfit(
                    call.Call.Span,
                        $"trace needs a square matrix, but `{Explanation.Name(call.Values[0])}` is {x}{why}",
                    "take sum(x) for the sum of all elements");
            case "softmax" or "log_softmax":
                return Axes(call, x, lastByDefault: true) is null ? Inferred.Unknown : new(x);
            case "column":
                return new(new SymbolicShape(x.Dimensions.Add(Dimension.Of(1))));
            case "where":
                SymbolicShape? choice = Broadcast(
                    call.Call, (call.Values[1], values[1].Shape!), (call.Values[2], values[2].Shape!));
                return new(choice is null ? null : Broadcast(call.Call, (call.Values[0], x), (call.Call, choice)));
            case "max" or "min" when values.Length == 2:
                return new(Broadcast(call.Call, (call.Values[0], x), (call.Values[1], values[1].Shape!)));
            case "sum" or "mean" or "var" or "norm" or "max" or "min":
                return InferReduction(call, x);
            case "mse" or "mae" or "huber" or "binary_cross_entropy":
                return InferPairLoss(call, x, values[1].Shape!);
            default:
                return new(x);   // elementwise, and dropout
        }
    }

    private Inferred InferReduction(BoundCall call, SymbolicShape x)
    {
        if (Axes(call, x) is not { } axes || Truth(call.Option("keepdims")) is not { } keep) return Inferred.Unknown;
        ImmutableArray<Dimension>.Builder result = ImmutableArray.CreateBuilder<Dimension>();
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (!axes.Contains(axis)) result.Add(x[axis]);
            else if (keep) result.Add(Dimension.Of(1));
        }
        return new(new SymbolicShape(result.ToImmutable()));
    }

    private Inferred InferPairLoss(BoundCall call, SymbolicShape prediction, SymbolicShape target)
    {
        // A target (m) fits a prediction (m×1): one number a sample, however it is kept.
        bool column = prediction.Rank == target.Rank + 1 && prediction[target.Rank].Evaluate() is { IsOne: true };
        bool fits = prediction.Rank == target.Rank || column;
        for (int axis = 0; fits && axis < target.Rank; axis++) fits = Unify(prediction[axis], target[axis], call.Call);
        return fits ? Scalar : Misfit(call.Call.Span,
            $"{call.Function} compares element by element, but `{Explanation.Name(call.Values[0])}` is {prediction} " +
            $"and `{Explanation.Name(call.Values[1])}` is {target}", "give both the same shape");
    }

    private Inferred InferCrossEntropy(BoundCall call)
    {
        Inferred logits = InferValue(call.Values[0]), labels = Infer(call.Values[1]);
        if (logits.Shape is not { } x || labels.Shape is not { } y) return Inferred.Unknown;
        string nameOfLogits = Explanation.Name(call.Values[0]), nameOfLabels = Explanation.Name(call.Values[1]);
        if (x.Rank != 2)
        {
            return Misfit(
                call.Call.Span, $"cross_entropy needs a row of logits for each sample, but `{nameOfLogits}` is {x}",
                "give a matrix of samples by classes");
        }
        if (!labels.AreLabels && y.Rank == 1)
        {
            return Misfit(
                call.Values[1].Span, $"`{nameOfLabels}` {y} holds a number for each sample, but not as labels",
                $"declare the classes as `input {nameOfLabels}[{y}] : labels`".Replace("[(", "[").Replace(")]", "]"));
        }
        bool fits = y.Rank == (labels.AreLabels ? 1 : 2);
        for (int axis = 0; fits && axis < y.Rank; axis++) fits = Unify(x[axis], y[axis], call.Call);
        if (fits && labels.LabelsOf is { } input) classes.TryAdd(input, x[1]);
        return fits ? Scalar : Misfit(call.Call.Span,
            $"cross_entropy needs a label for each row of the logits, but `{nameOfLogits}` is {x} " +
            $"and `{nameOfLabels}` is {y}",
            "labels are a vector over the samples, or probabilities of the logits' shape");
    }

    private Inferred InferConcat(BoundCall call)
    {
        Inferred[] values = [.. call.Values.Select(InferValue)];
        if (Array.Exists(values, v => v.Shape is null)) return Inferred.Unknown;
        SymbolicShape first = values[0].Shape!;
        if (first.Rank == 0)
            return Misfit(
                call.Call.Span, $"concat joins along an axis, but `{Explanation.Name(call.Values[0])}` is a scalar",
                "reshape it to [1]");
        if (Axes(call, first, firstByDefault: true) is not [var axis]) return Inferred.Unknown;
        Dimension? total = first[axis];
        for (int i = 1; i < values.Length; i++)
        {
            SymbolicShape next = values[i].Shape!;
            bool fits = next.Rank == first.Rank;
            for (int other = 0; fits && other < first.Rank; other++)
                fits = other == axis || Unify(first[other], next[other], call.Call);
            if (!fits)
            {
                return Misfit(call.Values[i].Span,
                    $"concat along axis {axis} needs equal lengths on every other axis, but " +
                    $"`{Explanation.Name(call.Values[0])}` is {first} " +
                    $"and `{Explanation.Name(call.Values[i])}` is {next}",
                    "choose another axis, or change one of the shapes");
            }
            total = total?.Plus(next[axis]);
        }
        total ??= Dimension.Of(solver.Fresh());
        return new(new SymbolicShape(first.Dimensions.SetItem(axis, total)));
    }

    private Inferred InferReshape(BoundCall call)
    {
        Inferred value = InferValue(call.Values[0]);
        var lengths = new List<Dimension?>();
        foreach (Expression length in call.Values.Skip(1))
        {
            if (length is NegationExpression { Operand: NumberExpression { Value: 1 } })
            {
                lengths.Add(null);
                continue;
            }
            Inferred number = Infer(length);
            if (number is { Shape: null, Truth: null }) return Inferred.Unknown;
            if (number.Whole is not { } whole || whole.Evaluate() is { Sign: <= 0 })
            {
                diagnostics.Error(length.Span, "reshape takes whole numbers and dimensions",
                    "write `reshape(x, [m, 4])`, and -1 for what remains");
                return Inferred.Unknown;
            }
            lengths.Add(whole);
        }
        if (value.Shape is not { } shape) return Inferred.Unknown;
        if (lengths.Count(length => length is null) > 1)
        {
            diagnostics.Error(call.Call.Span, "only one length of a reshape may be -1", "name the others");
            return Inferred.Unknown;
        }
        if (lengths.Count > 8)
        {
            diagnostics.Error(call.Call.Span, "a tensor here has at most 8 axes", "use fewer");
            return Inferred.Unknown;
        }

        Dimension? all = Product(shape.Dimensions), named = Product(lengths.OfType<Dimension>());
        int open = lengths.IndexOf(null);
        if (open >= 0)
        {
            Dimension? rest = named is null ? null : all?.DividedBy(named);
            lengths[open] = rest ?? Dimension.Of(solver.Fresh());
            named = Product(lengths.OfType<Dimension>());
        }
        if (all is not null && named is not null && !Unify(all, named, call.Call))
        {
            return Misfit(call.Call.Span,
                $"reshape keeps the number of elements, but `{Explanation.Name(call.Values[0])}` {shape} has {all} " +
                $"and the new shape {new SymbolicShape([.. lengths.OfType<Dimension>()])} {named}",
                "change one of the lengths, or write -1 for it");
        }
        return new(new SymbolicShape([.. lengths.OfType<Dimension>()]));
    }

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

    private static Dimension? Product(IEnumerable<Dimension> lengths) =>
        lengths.Aggregate((Dimension?)Dimension.Of(1), (product, length) => product?.Times(length));

    /// <summary>The axes of <c>axis=</c> counted from 0, all when it is left out; null after an error.</summary>
    private ImmutableArray<int>? Axes(
        BoundCall call, SymbolicShape? shape, bool firstByDefault = false, bool lastByDefault = false)
    {
        int rank = shape?.Rank ?? int.MaxValue / 2;
        if (call.Option("axis") is not { } option)
        {
            if (lastByDefault && rank == 0)
            {
                Misfit(call.Call.Span, $"`{call.Function}` needs at least one axis", "give it a vector or a matrix");
                return null;
            }
            return firstByDefault ? [0] : lastByDefault ? [rank - 1] : shape is null ? []
                : [.. Enumerable.Range(0, rank)];
        }
        bool single = firstByDefault || lastByDefault;
        ImmutableArray<Expression> items = option is ListExpression list && !single ? list.Items : [option];
        if (items.IsEmpty)
        {
            diagnostics.Error(
                option.Span, "the list of axes is empty", "name an axis, or leave axis out for all of them");
            return null;
        }
        ImmutableArray<int>.Builder axes = ImmutableArray.CreateBuilder<int>();
        foreach (Expression item in items)
        {
            Inferred value = Infer(item);
            // In a function that is only defined, an axis may be a parameter.
            if (value is { Shape: null, Truth: null }) return null;
            if (value.Whole?.Evaluate() is not { } number || !value.Whole.Variables.All(v => v.Name is null))
            {
                diagnostics.Error(
                    item.Span, "an axis is a whole number", $"write `{FunctionSignature.Find(call.Function)!.Form}`");
                return null;
            }
            BigInteger axis = number.Sign < 0 ? number + rank : number;
            if (axis < 0 || axis >= rank)
            {
                Misfit(item.Span, $"`{Explanation.Name(call.Values[0])}` {shape} has no axis {number}",
                    rank == 0 ? "leave axis out" : $"its axes are 0 to {rank - 1}, or -1 for the last");
                return null;
            }
            if (axes.Contains((int)axis))
            {
                diagnostics.Error(item.Span, $"the axis {number} is there twice", "name each axis once");
                return null;
            }
            axes.Add((int)axis);
        }
        return axes.ToImmutable();
    }

    private bool? Truth(Expression? option)
    {
        if (option is null) return false;
        Inferred value = Infer(option);
        if (value.Truth is { } truth) return truth;
        if (value.Shape is not null) diagnostics.Error(option.Span, "keepdims is true or false", "write keepdims=true");
        return null;
    }

    private void CheckNumber(Expression? option, string what, Func<double, bool> fits, string remedy)
    {
        if (option is null) return;
        Inferred value = Infer(option);
        if (value is { Shape: null, Truth: null }) return;
        if (value.Number is { } number && fits(number)) return;
        diagnostics.Error(option.Span, $"{what} is a number", remedy);
    }
}
