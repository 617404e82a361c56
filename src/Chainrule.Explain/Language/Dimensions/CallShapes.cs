using System.Collections.Immutable;
using System.Numerics;
using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>What the shape rules of functions ask and say, in the words of the program.</summary>
internal sealed class CallShapes(ShapeInference inference, BoundCall call) : ShapeCall
{
    private Inferred[]? values;

    public override string Function => call.Function.Name;

    public override int Count => call.Values.Length;

    public override SymbolicShape[]? Shapes()
    {
        values ??= [.. call.Values.Select(inference.InferValue)];
        foreach (FunctionOption option in call.Function.Signature.Options)
            if (option.Kind == OptionKind.Number) CheckNumber(option);
        if (!Array.Exists(values, value => value.Shape is null))
            return Array.ConvertAll(values, value => value.Shape!);
        Axes(null);
        return null;
    }

    public override Inferred Argument(int value) => inference.Infer(call.Values[value]);

    public override Inferred Value(int value) => inference.InferValue(call.Values[value]);

    public override (Inferred Whole, Inferred Part)? Indexed(int value) => inference.InferIndexed(call.Values[value]);

    public override string NameOf(int value) => Explanation.Name(call.Values[value]);

    public override bool IsOpen(int value) =>
        call.Values[value] is NegationExpression { Operand: NumberExpression { Value: 1 } };

    public override bool Unify(Dimension left, Dimension right) => inference.Unify(left, right, call.Call);

    public override SymbolicShape? Broadcast()
    {
        (Expression Formula, SymbolicShape Shape)[] all =
            [.. call.Values.Zip(values!, (formula, value) => (formula, value.Shape!))];
        (Expression Formula, SymbolicShape Shape) result = all[^1];
        for (int i = all.Length - 2; i >= 0; i--)
        {
            if (inference.Broadcast(call.Call, all[i], result) is not { } shape) return null;
            result = (call.Call, shape);
        }
        return result.Shape;
    }

    public override Dimension Fresh() => inference.Fresh();

    public override void SetClasses(Inferred labels, Dimension classes)
    {
        if (labels.LabelsOf is { } input) inference.SetClasses(input, classes, call.Call);
    }

    public override void AddMask(SymbolicShape shape) => inference.AddMask(shape);

    public override string Conflict(Dimension left, Dimension right) => Explanation.Conflict(left, right);

    public override Inferred Misfit(string problem, string remedy, int? at = null) =>
        inference.Misfit(Span(at), problem, remedy);

    public override Inferred Error(string problem, string remedy, int? at = null)
    {
        inference.Diagnostics.Error(Span(at), problem, remedy);
        return Inferred.Unknown;
    }

    public override ImmutableArray<int>? Axes(SymbolicShape? shape)
    {
        if (Array.Find(call.Function.Signature.Options, o => o.Kind is OptionKind.Axis or OptionKind.Axes)
            is not { } axisOption)
        {
            return [];
        }
        bool single = axisOption.Kind == OptionKind.Axis;
        int rank = shape?.Rank ?? int.MaxValue / 2;
        if (call.Option(axisOption.Name) is not { } option)
        {
            if (!single) return shape is null ? [] : [.. Enumerable.Range(0, rank)];
            if (rank > 0) return [axisOption.Default < 0 ? rank - 1 : 0];
            Misfit($"`{Function}` needs at least one axis", "give it a vector or a matrix");
            return null;
        }
        ImmutableArray<Expression> items = option is ListExpression list && !single ? list.Items : [option];
        if (items.IsEmpty)
        {
            inference.Diagnostics.Error(
                option.Span, "the list of axes is empty", "name an axis, or leave axis out for all of them");
            return null;
        }
        ImmutableArray<int>.Builder axes = ImmutableArray.CreateBuilder<int>();
        foreach (Expression item in items)
        {
            if (AxisOf(item, shape, rank) is not { } axis) return null;
            if (axes.Contains(axis))
            {
                inference.Diagnostics.Error(
                    item.Span, $"the axis {axis} is there twice", "name each axis once");
                return null;
            }
            axes.Add(axis);
        }
        return axes.ToImmutable();
    }

    public override bool? Flag(FunctionOption option)
    {
        if (call.Option(option.Name) is not { } given) return false;
        Inferred value = inference.Infer(given);
        if (value.Truth is { } truth) return truth;
        if (value.Shape is not null)
        {
            inference.Diagnostics.Error(
                given.Span, $"{option.Name} is true or false", $"write {option.Example}");
        }
        return null;
    }

    public override bool IsGiven(FunctionOption option) => call.Option(option.Name) is not null;

    public override double? Number(FunctionOption option) =>
        call.Option(option.Name) is { } given ? inference.Infer(given).Number : option.Default;

    private int? AxisOf(Expression item, SymbolicShape? shape, int rank)
    {
        if (item is NameExpression { Name: var length } && shape is not null
            && shape.Dimensions.Where(axis => axis.Variable?.Name == length).Take(2).Count() == 1)
            return shape.Dimensions.ToList().FindIndex(axis => axis.Variable?.Name == length);
        Inferred value = inference.Infer(item);
        // In a function that is only defined, an axis may be a parameter.
        if (value is { Shape: null, Truth: null }) return null;
        if (value.Whole?.Evaluate() is not { } number || !value.Whole.Variables.All(v => v.Name is null))
        {
            if (item is NameExpression && value.Whole is not null && shape is not null)
            {
                inference.Misfit(item.Span, $"`{NameOf(0)}` {shape} has not exactly one axis of the length " +
                    $"{value.Whole}", "write the number of the axis, as in axis=0");
                return null;
            }
            inference.Diagnostics.Error(
                item.Span, "an axis is a whole number", $"write `{call.Function.Signature.Form(Function)}`");
            return null;
        }
        BigInteger axis = number.Sign < 0 ? number + rank : number;
        if (axis >= 0 && axis < rank) return (int)axis;
        inference.Misfit(item.Span, $"`{NameOf(0)}` {shape} has no axis {number}",
            rank == 0 ? "leave axis out" : $"its axes are 0 to {rank - 1}, or -1 for the last");
        return null;
    }

    private void CheckNumber(FunctionOption option)
    {
        if (call.Option(option.Name) is not { } given) return;
        Inferred value = inference.Infer(given);
        if (value is { Shape: null, Truth: null } || (value.Number is { } number && option.Fits(number))) return;
        inference.Diagnostics.Error(
            given.Span, $"the {option.Name} of {Function} is a number", option.Remedy);
    }

    private TextSpan Span(int? value) => value is { } place ? call.Values[place].Span : call.Call.Span;
}
