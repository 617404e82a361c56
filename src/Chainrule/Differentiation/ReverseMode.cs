namespace Chainrule;

/// <summary>
/// Reverse-mode differentiation, from graph to graph: each gradient is a tensor like any other, so it can be evaluated,
/// printed and differentiated again. Only the walk is here; the rules live with the operators.
/// </summary>
internal sealed class ReverseMode
{
    private readonly Dictionary<Node, Tensor> gradients = [];

    /// <summary>Walks back from the cost to everything that it depends on through floating-point numbers.</summary>
    /// <param name="cost">What is differentiated.</param>
    /// <param name="seed">The gradient at the cost itself: of its shape; ones where none is given.</param>
    /// <param name="targets">What to differentiate by; branches that lead to none of these are left out.</param>
    /// <param name="complete">
    /// Called with each node whose gradient has all its shares, users before what they
    /// use; the walk goes on with what it returns.
    /// </param>
    /// <param name="rule">
    /// The gradients at a node's inputs where they are known in a better form than its operator's; else null.
    /// </param>
    public ReverseMode(
        Tensor cost, Tensor? seed, IEnumerable<Tensor> targets, Func<Node, Tensor, Tensor>? complete = null,
        Func<Node, Tensor, Tensor?[]?>? rule = null)
    {
        Node root = Node.Of(cost);
        if (!root.DType.IsFloating())
            throw new ChainruleException(
                $"{root.Name ?? "The cost"} holds {root.DType.Name()}: only floating-point numbers have gradients.");
        List<Node> below = Traversal.Below(root);
        HashSet<Node> useful = Useful(below, targets.Select(Node.Of));
        gradients[root] = seed ?? Functions.Number(1, root.DType);
        if (seed is null && root.Shape.Rank > 0) gradients[root] = Functions.BroadcastTo(gradients[root], root.Shape);

        for (int i = below.Count - 1; i >= 0; i--)
        {
            Node node = below[i];
            if (!useful.Contains(node) || !gradients.TryGetValue(node, out Tensor? dy)) continue;
            if (complete is not null) gradients[node] = dy = complete(node, dy);
            if (node.Inputs.Length == 0) continue;
            Tensor?[] local = rule?.Invoke(node, dy) ?? node.Operator.Gradient(
                Array.ConvertAll(node.Inputs, input => input.Tensor), node.Tensor, dy);
            for (int j = 0; j < local.Length; j++)
            {
                Node input = node.Inputs[j];
                if (local[j] is not { } share || !useful.Contains(input)) continue;
                share = Functions.SumTo(share, input.Shape);
                gradients[input] = gradients.TryGetValue(input, out Tensor? others) ? others + share : share;
            }
        }
    }

    /// <summary>The gradient at a tensor: of its shape, or null when the cost does not depend on it.</summary>
    public Tensor? At(Tensor tensor) => gradients.GetValueOrDefault(Node.Of(tensor));

    /// <summary>The targets and what depends on them, among nodes that come in order of their inputs.</summary>
    internal static HashSet<Node> Useful(List<Node> nodes, IEnumerable<Node> targets)
    {
        HashSet<Node> useful = [.. targets];
        foreach (Node node in nodes)
            if (Array.Exists(node.Inputs, useful.Contains)) useful.Add(node);
        return useful;
    }
}
