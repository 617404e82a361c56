using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Repeats the elements along new axes and axes of length 1 until the shape is reached.</summary>
internal sealed class BroadcastTo(Shape shape) : Operator
{
    public static FunctionEntry Entry { get; } = new("broadcast")
    {
        NumPy = SourceForm.OfShape("np.broadcast_to"),
        PyTorch = SourceForm.OfShape("torch.broadcast_to"),
        CSharp = SourceForm.OfShape("BroadcastTo"),
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Notation Write(Notation[] inputs, Node node) => inputs[0];

    protected override AttributeList Describe() => [new("shape", shape)];

    public static BroadcastTo From(AttributeList attributes) => new(attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.BroadcastsTo(shape)
        ? shape
        : throw new ShapeException(
            $"broadcast: {inputs[0].Name ?? "a tensor"} of shape {inputs[0].Shape} does not stretch to {shape}.");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [Functions.SumTo(dy, x[0].Shape)];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) =>
        node.Inputs[0].Shape.Rank == node.Shape.Rank;

    public override string Reason => "An element that was repeated receives the sum of its copies' gradients.";

    public override Tensor[][] Samples() => shape.Rank == 3 ? [[SampleValues.AnyReal]] : [];

    public override long Flops(Node node) => 0;

    public override KernelKey KernelKey => new BroadcastKey();
}
