using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The sum of a square matrix's diagonal.</summary>
internal sealed class Trace : Operator
{
    public static FunctionEntry Entry { get; } = new("trace")
    {
        Aliases = ["tr"],
        Shape = ShapeOf,
        Apply = arguments => Functions.Trace(arguments[0]),
        NumPy = "np.trace",
        PyTorch = "torch.trace",
        LatexName = @"\operatorname{tr}",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs)
    {
        Shape shape = inputs[0].Shape;
        if (shape.Rank == 2 && shape[0] == shape[1]) return Shape.Scalar;
        throw new ShapeException($"trace needs a square matrix; {inputs[0].Name ?? "its operand"} has shape {shape}.");
    }

    private static Inferred ShapeOf(ShapeCall call)
    {
        if (call.Shapes() is not [var x]) return Inferred.Unknown;
        return SquareMatrixOperator.Square(call, x, "take sum(x) for the sum of all elements") is null
            ? Inferred.Unknown : Inferred.Scalar;
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * Functions.Identity(x[0].Shape, x[0].DType)];

    public override string Reason =>
        "The trace adds up the diagonal: each of its elements receives the gradient, and all others receive 0.";

    public override Tensor[][] Samples() => [[SampleValues.Matrix(1.5, -0.5, 2.25, 0.75)]];

    public override KernelKey KernelKey => new TraceKey();
}
