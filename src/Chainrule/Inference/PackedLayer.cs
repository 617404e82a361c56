using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Inference;

/// <summary>
/// softmax(f(x·B + bias)) with B packed: a product with a constant matrix and the operators it absorbed.
/// </summary>
internal sealed class PackedLayer(PackedDense dense, bool isSoftmax, RowWindow? window = null) : Operator
{
    public override string Name => "packed_layer";

    private PackedDense Dense => dense;

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.With(inputs[0].Shape.Rank - 1, dense.Columns);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        throw new InvalidOperationException("A packed layer has no gradient: differentiate the graph it came from.");

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => node.Shape.Rank > 1;

    public override string Reason => "It is made of other operators, for predicting only.";

    public override bool Equals(object? obj) => obj is PackedLayer other && ReferenceEquals(other.Dense, dense);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(dense);

    public override KernelKey KernelKey => new PackedLayerKey(
        dense, isSoftmax, window ?? throw new InvalidOperationException("A packed layer runs within a window."));

    /// <summary>The same layer bound to the window of one plan.</summary>
    public PackedLayer Within(RowWindow runs) => new(dense, isSoftmax, runs);
}
