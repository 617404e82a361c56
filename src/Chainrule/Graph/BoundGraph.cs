using Chainrule.Backends;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// A graph bound to memory once, to be run many times while its variables change by hand: after a change only what
/// depends on the changed variable is computed anew.
/// </summary>
internal sealed class BoundGraph
{
    private readonly Node[] nodes;   // the computed ones, inputs before what uses them
    private readonly Kernel[] kernels;
    private readonly Dictionary<Node, NDArray> values = [];
    private readonly Dictionary<Node, int[]> dependants = [];

    public BoundGraph(params IEnumerable<Tensor> outputs)
    {
        List<Node> below = Traversal.Below(outputs.Select(Node.Of));
        foreach (Node node in below)
            values[node] = node.Operator is Leaf leaf ? leaf.Value : NDArray.Uninitialized(node.Shape, node.DType);
        nodes = [.. below.Where(node => node.Operator is not Leaf)];
        kernels = Array.ConvertAll(
            nodes,
            node => Backend.Default.Lower(
                node.Operator.KernelKey, Array.ConvertAll(node.Inputs, input => new Operand(Value(input))),
                values[node]));
    }

    /// <summary>The nodes that are computed.</summary>
    public IReadOnlyList<Node> Computed => nodes;

    /// <summary>The memory of a node's values, as of the last run.</summary>
    public NDArray Value(Node node) => values[node];

    public void Run()
    {
        foreach (Kernel kernel in kernels) kernel.Run();
    }

    /// <summary>Computes what depends on a leaf, after its memory was written to.</summary>
    public void RunAfter(Node leaf)
    {
        foreach (int index in Dependants(leaf)) kernels[index].Run();
    }

    private int[] Dependants(Node leaf)
    {
        if (dependants.TryGetValue(leaf, out int[]? known)) return known;
        HashSet<Node> reached = [leaf];
        var indices = new List<int>();
        for (int i = 0; i < nodes.Length; i++)
        {
            if (!Array.Exists(nodes[i].Inputs, reached.Contains)) continue;
            reached.Add(nodes[i]);
            indices.Add(i);
        }
        return dependants[leaf] = [.. indices];
    }
}
