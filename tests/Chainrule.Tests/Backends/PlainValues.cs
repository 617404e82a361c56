namespace Chainrule.Tests.Backends;

/// <summary>Values computed by the plain backend, one node after another and without a plan.</summary>
internal static class PlainValues
{
    public static double[] Of(Tensor tensor)
    {
        var backend = new PlainBackend();
        var values = new Dictionary<Node, NDArray>();
        foreach (Node node in Traversal.Below(Node.Of(tensor)))
        {
            values[node] = node.Operator is Leaf leaf ? leaf.Value : backend.Compute(
                node.Operator.KernelKey, Array.ConvertAll(node.Inputs, input => values[input]), node.Shape, node.DType);
        }
        return [.. values[Node.Of(tensor)].Cast(DType.Float64).Span<double>()];
    }
}
