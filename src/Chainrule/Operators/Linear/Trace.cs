using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The sum of a square matrix's diagonal.</summary>
internal sealed class Trace : Operator
{
    public override string Name => "trace";

    public override Shape InferShape(Node[] inputs)
    {
        Shape shape = inputs[0].Shape;
        if (shape.Rank == 2 && shape[0] == shape[1]) return Shape.Scalar;
        throw new ShapeException($"trace needs a square matrix; {inputs[0].Name ?? "its operand"} has shape {shape}.");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Identity(x[0].Shape, x[0].DType)];

    public override string Reason => "The trace adds up the diagonal, so the gradient is the identity matrix times dy.";

    public override Tensor[][] Samples() => [[SampleValues.Matrix(1.5, -0.5, 2.25, 0.75)]];

    public override KernelKey KernelKey => new TraceKey();

    private static Tensor Identity(Shape shape, DType dtype) =>
        Tensor.Eye(shape[0], dtype: dtype).Named("I");
}
