using System.Collections.Immutable;
using Chainrule.Dimensions;

namespace Chainrule.Catalog;

/// <summary>
/// A call whose shapes are checked before any number is known: what a function's shape rule can ask and report.
/// </summary>
internal abstract class ShapeCall
{
    /// <summary>The function's name.</summary>
    public abstract string Function { get; }

    /// <summary>The number of values.</summary>
    public abstract int Count { get; }

    /// <summary>The shapes of all values; null after an error in any of them.</summary>
    public abstract SymbolicShape[]? Shapes();

    /// <summary>An argument as given: labels, or a number.</summary>
    public abstract Inferred Argument(int value);

    /// <summary>An argument that must be a value of the graph.</summary>
    public abstract Inferred Value(int value);

    /// <summary>
    /// What an argument in brackets is a part of, and the part; null for an argument that is no part of a value.
    /// </summary>
    public abstract (Inferred Whole, Inferred Part)? Indexed(int value);

    /// <summary>An argument as written, for messages.</summary>
    public abstract string NameOf(int value);

    /// <summary>Whether an argument is written <c>-1</c>.</summary>
    public abstract bool IsOpen(int value);

    /// <summary>The axes given by the option <c>axis</c>, counted from 0; null after an error.</summary>
    public abstract ImmutableArray<int>? Axes(SymbolicShape? shape);

    /// <summary>Whether an option is true; null after an error.</summary>
    public abstract bool? Flag(FunctionOption option);

    /// <summary>Whether an option is given.</summary>
    public abstract bool IsGiven(FunctionOption option);

    /// <summary>A number given as an option, or null where it is none.</summary>
    public abstract double? Number(FunctionOption option);

    /// <summary>Makes two dimensions equal; returns false if they cannot be.</summary>
    public abstract bool Unify(Dimension left, Dimension right);

    /// <summary>The shape that all values broadcast to; null after an error.</summary>
    public abstract SymbolicShape? Broadcast();

    /// <summary>A new dimension without a name.</summary>
    public abstract Dimension Fresh();

    /// <summary>Sets how many classes the labels have.</summary>
    public abstract void SetClasses(Inferred labels, Dimension classes);

    /// <summary>Records a mask of this shape, which the call multiplies by.</summary>
    public abstract void AddMask(SymbolicShape shape);

    /// <summary>Explains why two dimensions are not equal.</summary>
    public abstract string Conflict(Dimension left, Dimension right);

    /// <summary>Reports shapes that do not match, in the whole call or at one value.</summary>
    public abstract Inferred Misfit(string problem, string remedy, int? at = null);

    /// <summary>Reports another mistake, in the whole call or at one value.</summary>
    public abstract Inferred Error(string problem, string remedy, int? at = null);
}

/// <summary>Shape rules shared by many functions.</summary>
internal static class ShapeRules
{
    /// <summary>The shape of the first value.</summary>
    public static Inferred Same(ShapeCall call) => call.Shapes() is [var x, ..] ? new(x) : Inferred.Unknown;

    /// <summary>The shape that all values broadcast to.</summary>
    public static Inferred Broadcast(ShapeCall call) =>
        call.Shapes() is null ? Inferred.Unknown : new(call.Broadcast());

    /// <summary>The shape of the value, which must have the axis given by the option.</summary>
    public static Inferred AlongAxis(ShapeCall call) =>
        call.Shapes() is [var x] && call.Axes(x) is not null ? new(x) : Inferred.Unknown;

    /// <summary>The shape without the reduced axes, or with length 1 there.</summary>
    public static Inferred Reduction(ShapeCall call)
    {
        if (call.Shapes() is not [var x] || call.Axes(x) is not { } axes) return Inferred.Unknown;
        if (call.Flag(FunctionOption.KeepDims) is not { } keep) return Inferred.Unknown;
        ImmutableArray<Dimension>.Builder result = ImmutableArray.CreateBuilder<Dimension>();
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (!axes.Contains(axis)) result.Add(x[axis]);
            else if (keep) result.Add(Dimension.Of(1));
        }
        return new(new SymbolicShape(result.ToImmutable()));
    }

    /// <summary>A scalar from a prediction and a target of the same shape.</summary>
    public static Inferred PairLoss(ShapeCall call)
    {
        if (call.Shapes() is not [var prediction, var target]) return Inferred.Unknown;
        // A target (m) also fits a prediction (m×1): both have one number per sample.
        bool column = prediction.Rank == target.Rank + 1 && prediction[target.Rank].Evaluate() is { IsOne: true };
        bool fits = prediction.Rank == target.Rank || column;
        for (int axis = 0; fits && axis < target.Rank; axis++) fits = call.Unify(prediction[axis], target[axis]);
        return fits ? Inferred.Scalar : call.Misfit(
            $"{call.Function} compares element by element, but `{call.NameOf(0)}` is {prediction} " +
            $"and `{call.NameOf(1)}` is {target}", "give both the same shape");
    }
}
