using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// An operator that acts on each element alone, after broadcasting: the planner may fuse it with its neighbors.
/// </summary>
internal abstract class ElementwiseOperator : Operator
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

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => AlignsRows(node, hasRows);

    /// <summary>The input values at which the slope jumps: numeric differentiation is meaningless there.</summary>
    public virtual double[] Kinks => [];

    public abstract override ElementKey KernelKey { get; }

    /// <summary>The type of the first input, for functions that integers have not.</summary>
    protected DType FloatingType(Node[] inputs) => inputs[0].DType.IsFloating()
        ? inputs[0].DType
        : throw new ChainruleException(
            $"{Name} needs floating-point numbers, not int32: convert the tensor with Cast first.");
}

/// <summary>A function of one floating-point number.</summary>
internal abstract class UnaryOperator : ElementwiseOperator
{
    public override DType InferDType(Node[] inputs) => FloatingType(inputs);
}
