using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>A vector as the diagonal of a matrix of zeros; of a square matrix, its diagonal as a vector.</summary>
internal sealed class Diagonal : Operator
{
    public static FunctionEntry Entry { get; } = new("diag")
    {
        Aliases = ["diagonal"],
        Shape = ShapeOf,
        Apply = arguments => Functions.Diagonal(arguments[0]),
        NumPy = "np.diag",
        PyTorch = "torch.diag",
        CSharp = "Diagonal",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs)
    {
        Shape shape = inputs[0].Shape;
        if (shape.Rank == 1) return shape.Concat(shape);
        if (shape.Rank == 2 && shape[0] == shape[1]) return shape.Without(-1);
        throw new ShapeException(
            $"diag needs a vector or a square matrix; {inputs[0].Name ?? "its operand"} has shape {shape}.");
    }

    private static Inferred ShapeOf(ShapeCall call)
    {
        if (call.Shapes() is not [var x]) return Inferred.Unknown;
        if (x.Rank == 1) return new(new SymbolicShape([x[0], x[0]]));
        return SquareMatrixOperator.Square(call, x, "give it a vector, or as many rows as columns") is null
            ? Inferred.Unknown : new(new SymbolicShape([x[0]]));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [Functions.Diagonal(dy)];

    public override string Reason => "Only the diagonal takes part, so the gradient is its diagonal, or stands on one.";

    public override string ReasonFor(ReasonNames names) => names.IsVector
        ? names.Say(
            "{0} stands on the diagonal of {1}, so it receives the diagonal of the gradient",
            names.Value, names.Result)
        : names.Say(
            "only the diagonal of {0} is in {1}, so the gradient goes back to the diagonal, and all other " +
            "elements get 0",
            names.Value, names.Result);

    // With the identity I it is an elementwise product.
    public override Tensor? InIndices(Tensor[] x, Tensor y) => x[0].Rank == 1
        ? x[0] * Functions.Identity(y.Shape, y.DType)
        : Functions.Sum(x[0] * Functions.Identity(x[0].Shape, y.DType), axis: 1);

    public override Tensor[][] Samples() =>
        [[SampleValues.Vector(0.4, -1.3, 2.1)], [SampleValues.Matrix(1.5, -0.5, 2.25, 0.75)]];

    public override KernelKey KernelKey => new DiagonalKey();
}
