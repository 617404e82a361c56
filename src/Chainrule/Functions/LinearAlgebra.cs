using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule;

public static partial class Functions
{
    internal static FunctionEntry OuterEntry { get; } = new("outer")
    {
        Signature = new(["a", "b"]),
        Shape = call => call.Shapes() switch
        {
            null => Inferred.Unknown,
            [{ Rank: 1 } a, { Rank: 1 } b] => new(new SymbolicShape([a[0], b[0]])),
            [var a, var b] => call.Misfit($"{call.Function} multiplies two vectors, but `{call.NameOf(0)}` is {a} " +
                $"and `{call.NameOf(1)}` is {b}", "write @ for a product of matrices"),
            _ => Inferred.Unknown,
        },
        Apply = arguments => Outer(arguments[0], arguments[1]),
    };

    // For vectors and matrices what @ is.
    internal static FunctionEntry DotEntry { get; } = new("dot")
    {
        Aliases = ["inner", "vdot", "matmul"],
        Signature = new(["a", "b"]),
        Shape = ShapeOfDot,
        Apply = arguments => Dot(arguments[0], arguments[1]),
    };

    private static Inferred ShapeOfDot(ShapeCall call)
    {
        if (call.Shapes() is not [var a, var b]) return Inferred.Unknown;
        if (a.Rank == 0 || b.Rank == 0) return new(a.Rank == 0 ? b : a);
        if (a.Rank > 2 || b.Rank > 2)
            return call.Misfit($"{call.Function} takes vectors and matrices", "write @ for stacks of matrices");
        Dimension columns = a[a.Rank - 1], rows = b[0];
        if (!call.Unify(columns, rows))
        {
            return call.Misfit($"`{call.NameOf(0)}` {a} and `{call.NameOf(1)}` {b} do not fit; " +
                call.Conflict(columns, rows), "the last axis of the one is summed with the first of the other");
        }
        ImmutableArray<Dimension> shape = [.. a.Dimensions[..^1], .. b.Dimensions[1..]];
        return new(new SymbolicShape(shape));
    }
}
