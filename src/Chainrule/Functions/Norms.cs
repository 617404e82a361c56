using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    // Of vectors: of a matrix the 1- and 2-norm are others, and norm is the Frobenius norm.
    internal static FunctionEntry FirstNormEntry { get; } = new("norm1")
    {
        Shape = ShapeOfVectorNorm,
        Apply = arguments => Sum(Abs(arguments[0])),
    };

    internal static FunctionEntry SecondNormEntry { get; } = new("norm2")
    {
        Shape = ShapeOfVectorNorm,
        Apply = arguments => Norm(arguments[0]),
    };

    internal static FunctionEntry NormEntry { get; } = new("norm")
    {
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments => Norm(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
        Latex = x => $@"\left\lVert {x} \right\rVert",
        MathMl = x => $"<mrow><mo>‖</mo>{x}<mo>‖</mo></mrow>",
    };

    /// <summary>The value whose norm a node is: the root of the sum of all its squares; null if it is none.</summary>
    internal static Node? NormedBy(Node node)
    {
        if (node is not { Shape.Rank: 0, Operator: RootOfSquares, Inputs: [{ Name: null } total] }) return null;
        return total is { Operator: Operators.Sum, Inputs: [{ Name: null, Operator: Power { Exponent: 2 } } square] }
            && square.Shape.Rank > 0 ? square.Inputs[0] : null;
    }

    /// <summary>The Euclidean norm of all elements, √Σx². Its gradient is x/‖x‖, taken as 0 at 0.</summary>
    public static Tensor Norm(Tensor x) => Norm(x, []);

    /// <summary>The norm along an axis.</summary>
    public static Tensor Norm(Tensor x, int axis, bool keepDims = false) => Norm(x, [axis], keepDims);

    /// <summary>The norm along several axes; along all of them if none are given.</summary>
    public static Tensor Norm(Tensor x, int[] axes, bool keepDims = false) => Sqrt(Sum(Pow(x, 2), axes, keepDims));

    private static Inferred ShapeOfVectorNorm(ShapeCall call) => call.Shapes() switch
    {
        [{ Rank: 1 }] => Inferred.Scalar,
        [var x] => call.Misfit($"{call.Function} takes a vector, but `{call.NameOf(0)}` is {x}",
            $"write `{NormEntry.Name}(x)` for the root of the sum of all squares, or sum(abs(x))"),
        _ => Inferred.Unknown,
    };
}
