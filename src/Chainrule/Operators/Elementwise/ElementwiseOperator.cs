using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>
/// An operator that acts on each element alone, after broadcasting: the planner may fuse it with its neighbours.
/// </summary>
internal abstract unsafe class ElementwiseOperator : Operator
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
            Loop((ElementType)output.DType), 0, inputs.Length > 1 ? 1 : -1, inputs.Length > 2 ? 2 : -1, output.Pointer);
        return new ElementwiseProgram(
            (ElementType)output.DType, output.Shape.Lengths, operands, [instruction], workers);
    }

    /// <summary>The function, bound to an element type.</summary>
    public abstract ElementLoop Loop(ElementType type);

    protected ChainruleException TakesNoIntegers() => new(
        $"{Name} needs floating-point numbers, not int32: convert the tensor with Cast first.");
}

/// <summary>A function of one floating-point number.</summary>
internal abstract class UnaryOperator : ElementwiseOperator
{
    public override DType InferDType(Node[] inputs) =>
        inputs[0].DType.IsFloating() ? inputs[0].DType : throw TakesNoIntegers();
}
