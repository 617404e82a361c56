using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The same elements in the same order under another shape; in a plan it costs nothing.</summary>
internal sealed class Reshape(Shape shape) : Operator
{
    public override string Name => "reshape";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Call(Name, [inputs[0], .. shape.Select(length => Notation.Atom(length.ToString()))]);

    protected override object Key => shape;

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Size == shape.Size
        ? shape
        : throw new ShapeException(
            $"reshape: {inputs[0].Name ?? "a tensor"} of shape {inputs[0].Shape} has " +
            $"{inputs[0].Shape.Size} elements, which do not fill {shape} with {shape.Size}.");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [Functions.Reshape(dy, x[0].Shape)];

    public override string Reason => "The elements only change places, and so do their gradients.";

    public override Tensor[][] Samples() => shape.Size == 6 ? [[SampleValues.AnyReal]] : [];

    public override KernelKey KernelKey => new ReshapeKey();
}
