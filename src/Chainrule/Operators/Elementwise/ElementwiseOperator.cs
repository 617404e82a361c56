using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>
/// An operator that acts on each element alone, after broadcasting: the planner may fuse it with its neighbours.
/// </summary>
internal abstract unsafe class ElementwiseOperator : Operator, IElementwise
{
    public override Shape InferShape(Node[] inputs)
    {
        Shape shape = inputs[0].Shape;
        for (int i = 1; i < inputs.Length; i++)
        {
            shape = Shape.TryBroadcast(shape, inputs[i].Shape)
                ?? throw new ShapeException(ShapeMessages.CannotBroadcast(Name, inputs[0], inputs[i]));
        }
        return shape;
    }

    /// <summary>The input values at which the slope jumps: numeric differentiation is meaningless there.</summary>
    public virtual double[] Kinks => [];

    public override Kernel Bind(NDArray[] inputs, NDArray output, Workers workers)
    {
        var operands = Array.ConvertAll(
            inputs,
            input => new TileInput(input.Pointer, input.DType.Size(), input.Shape.Lengths, output.Shape.Lengths));
        var instruction = new Instruction(
            this, 0, inputs.Length > 1 ? 1 : -1, inputs.Length > 2 ? 2 : -1, output.Pointer);
        return new ElementwiseProgram(
            (ElementType)output.DType, output.Shape.Lengths, operands, [instruction], workers);
    }

    public abstract void Apply(int length, float* a, float* b, float* c, float* y);

    public abstract void Apply(int length, double* a, double* b, double* c, double* y);

    public virtual void Apply(int length, int* a, int* b, int* c, int* y) =>
        throw new ChainruleException(
            $"{Name} needs floating-point numbers, not int32: convert the tensor with Cast first.");
}

/// <summary>A function of one floating-point number.</summary>
internal abstract unsafe class UnaryOperator : ElementwiseOperator
{
    public override DType InferDType(Node[] inputs) => inputs[0].DType.IsFloating()
        ? inputs[0].DType
        : throw new ChainruleException(
            $"{Name} needs floating-point numbers, not int32: convert the tensor with Cast first.");

    public sealed override void Apply(int length, float* a, float* b, float* c, float* y) =>
        Apply<float>(new(a, length), new(y, length));

    public sealed override void Apply(int length, double* a, double* b, double* c, double* y) =>
        Apply<double>(new(a, length), new(y, length));

    protected abstract void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A function of one number of any type.</summary>
internal abstract unsafe class UnaryNumberOperator : ElementwiseOperator
{
    public sealed override void Apply(int length, float* a, float* b, float* c, float* y) =>
        Apply<float>(new(a, length), new(y, length));

    public sealed override void Apply(int length, double* a, double* b, double* c, double* y) =>
        Apply<double>(new(a, length), new(y, length));

    public sealed override void Apply(int length, int* a, int* b, int* c, int* y) =>
        Apply<int>(new(a, length), new(y, length));

    protected abstract void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>;
}

/// <summary>A function of two numbers of any type.</summary>
internal abstract unsafe class BinaryOperator : ElementwiseOperator
{
    public sealed override void Apply(int length, float* a, float* b, float* c, float* y) =>
        Apply<float>(new(a, length), new(b, length), new(y, length));

    public sealed override void Apply(int length, double* a, double* b, double* c, double* y) =>
        Apply<double>(new(a, length), new(b, length), new(y, length));

    public override void Apply(int length, int* a, int* b, int* c, int* y) =>
        Apply<int>(new(a, length), new(b, length), new(y, length));

    protected abstract void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>;
}
