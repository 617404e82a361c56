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
        if (x.Rank == 2 && call.Unify(x[0], x[1])) return Inferred.Scalar;
        string why = x.Rank == 2 ? $" and {call.Conflict(x[0], x[1])}" : "";
        return call.Misfit($"{call.Function} needs a square matrix, but `{call.NameOf(0)}` is {x}{why}",
            "take sum(x) for the sum of all elements");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Identity(x[0].Shape, x[0].DType)];

    public override string Reason => "The trace adds up the diagonal, so the gradient is the identity matrix times dy.";

    public override Tensor[][] Samples() => [[SampleValues.Matrix(1.5, -0.5, 2.25, 0.75)]];

    public override KernelKey KernelKey => new TraceKey();

    // It has the names of the axes that it stands for.
    private static Tensor Identity(Shape shape, DType dtype)
    {
        var identity = new Constant(Tensor.Eye(shape[0], dtype: dtype).Value);
        return new Node(identity, [], shape, dtype).Tensor.Named("I");
    }
}
