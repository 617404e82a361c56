using Chainrule.Backends;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// A graph bound to memory once, to be run many times while its values change by hand: after a change only what depends
/// on the changed value is computed anew.
/// </summary>
internal sealed class BoundGraph
{
    private readonly Node[] all;     // the computed ones and views of them, inputs before what uses them
    private readonly Node[] nodes;   // the computed ones, inputs before what uses them
    private readonly Kernel[] kernels;
    private readonly Dictionary<Node, NDArray> values = [];
    private readonly Dictionary<Node, int[]> dependants = [];

    public BoundGraph(params IEnumerable<Tensor> outputs)
    {
        List<Node> below = Traversal.Below(outputs.Select(Node.Of));
        foreach (Node node in below)
            values[node] = node.Operator switch
            {
                Leaf leaf => leaf.Value,
                SelectedResult selected => values[node.Inputs[0]].Section(
                    selected.OffsetIn(node.Inputs[0]), node.Shape, node.DType),
                _ => NDArray.Uninitialized(node.Shape, node.DType),
            };
        all = [.. below.Where(node => node.Operator is not Leaf)];
        nodes = Array.FindAll(all, node => node.Operator is not SelectedResult);
        kernels = Array.ConvertAll(
            nodes,
            node => Backend.Default.Lower(
                node.Operator.KernelKey, Array.ConvertAll(node.Inputs, input => new Operand(Value(input))),
                values[node]));
    }

    /// <summary>The nodes that are computed.</summary>
    public IReadOnlyList<Node> Computed => nodes;

    /// <summary>Whether the outputs depend on a node.</summary>
    public bool Contains(Node node) => values.ContainsKey(node);

    /// <summary>The memory of a node's values, as of the last run.</summary>
    public NDArray Value(Node node) => values[node];

    public void Run()
    {
        foreach (Kernel kernel in kernels) kernel.Run();
    }

    /// <summary>Computes what depends on a node, after its memory was written to.</summary>
    public void RunAfter(Node changed)
    {
        foreach (int index in Dependants(changed)) kernels[index].Run();
    }

    private int[] Dependants(Node changed)
    {
        if (dependants.TryGetValue(changed, out int[]? known)) return known;
        HashSet<Node> reached = [changed];
        var indices = new List<int>();
        int kernel = 0;
        foreach (Node node in all)
        {
            bool isView = node.Operator is SelectedResult;
            if (Array.Exists(node.Inputs, reached.Contains))
            {
                reached.Add(node);
                if (!isView) indices.Add(kernel);
            }
            if (!isView) kernel++;
        }
        return dependants[changed] = [.. indices];
    }
}
