using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Tensors one after another along an axis; the other axes are equal.</summary>
internal sealed class Concat(int axis) : Operator
{
    public int Axis => axis;

    public override string Name => "concat";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Call(Name, [.. inputs, Notation.Atom($"axis={axis}")]);

    protected override object Key => axis;

    public override Shape InferShape(Node[] inputs)
    {
        Shape first = inputs[0].Shape;
        int length = 0;
        foreach (Node input in inputs)
        {
            if (input.Shape.Rank != first.Rank || input.Shape.With(axis, 0) != first.With(axis, 0))
            {
                throw new ShapeException(
                    $"concat along axis {axis}: shapes {first} and {input.Shape} must be equal on every other axis.");
            }
            length += input.Shape[axis];
        }
        return first.With(axis, length);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        var gradients = new Tensor?[x.Length];
        var starts = new int[y.Rank];
        int[] steps = [.. Enumerable.Repeat(1, y.Rank)];
        for (int i = 0; i < x.Length; i++)
        {
            gradients[i] = new Slice([.. starts], steps, x[i].Shape).On(dy);
            starts[axis] += x[i].Shape[axis];
        }
        return gradients;
    }

    public override string Reason => "Each part receives its own piece of the gradient.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override KernelKey KernelKey => new ConcatKey(axis);
}
