using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>The sum of a square matrix's diagonal.</summary>
internal sealed unsafe class Trace : Operator
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

    public override Kernel Bind(NDArray[] inputs, NDArray output, Workers workers) =>
        new TraceKernel(inputs[0], output);

    private static Tensor Identity(Shape shape, DType dtype)
    {
        NDArray identity = NDArray.Zeros(shape, dtype);
        for (int i = 0; i < shape[0]; i++)
        {
            int diagonal = (i * shape[0]) + i;
            if (dtype == DType.Float32) identity.Span<float>()[diagonal] = 1;
            else identity.Span<double>()[diagonal] = 1;
        }
        return new Node(new Constant(identity), [], shape, dtype) { Name = "I" }.Tensor;
    }

    private sealed class TraceKernel(NDArray input, NDArray output) : Kernel
    {
        public override void Run()
        {
            switch (input.DType)
            {
                case DType.Float32: AddUp<float>(); break;
                case DType.Float64: AddUp<double>(); break;
                default: AddUp<int>(); break;
            }
        }

        private void AddUp<T>() where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> matrix = input.Span<T>();
            T sum = T.Zero;
            for (int i = 0; i < input.Shape[0]; i++) sum += matrix[(i * input.Shape[0]) + i];
            output.Span<T>()[0] = sum;
        }
    }
}
