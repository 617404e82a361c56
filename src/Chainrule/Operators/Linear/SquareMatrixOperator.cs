using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>A function of a square matrix of floating-point numbers.</summary>
internal abstract class SquareMatrixOperator : Operator
{
    public override DType InferDType(Node[] inputs) => inputs[0].DType.IsFloating() ? inputs[0].DType
        : throw new ChainruleException($"{Name} needs floating-point numbers, not int32: convert with Cast first.");

    /// <summary>The shape of the operand.</summary>
    /// <exception cref="ShapeException">It is no square matrix.</exception>
    protected Shape Square(Node x) => x.Shape.Rank == 2 && x.Shape[0] == x.Shape[1] ? x.Shape
        : throw new ShapeException($"{Name} needs a square matrix; {x.Name ?? "its operand"} has shape {x.Shape}.");

    /// <summary>The shape of a call's value, which has to be a square matrix; null after an error.</summary>
    public static SymbolicShape? Square(ShapeCall call, SymbolicShape x, string remedy)
    {
        if (x.Rank == 2 && call.Unify(x[0], x[1])) return x;
        string why = x.Rank == 2 ? $" and {call.Conflict(x[0], x[1])}" : "";
        call.Misfit($"{call.Function} needs a square matrix, but `{call.NameOf(0)}` is {x}{why}", remedy);
        return null;
    }

    /// <summary>A scalar of a square matrix.</summary>
    protected static Inferred ScalarOf(ShapeCall call) => call.Shapes() is [var x]
        && Square(call, x, Remedy) is not null ? Inferred.Scalar : Inferred.Unknown;

    /// <summary>What to do about a matrix that is not square.</summary>
    protected const string Remedy = "give it as many rows as columns, as X' @ X has";

    /// <summary>A matrix that has an inverse.</summary>
    protected static Tensor Regular => SampleValues.Matrix(1.5, -0.5, 2.25, 0.75);
}
