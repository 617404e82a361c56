namespace Chainrule;

/// <summary>
/// Reverse-mode differentiation from graph to graph: each gradient is an ordinary tensor that can be evaluated, printed
/// and differentiated again. Only the traversal is here; the rules live with the operators.
/// </summary>
internal sealed class ReverseMode
{
    private readonly Dictionary<Node, Tensor> gradients = [];

    /// <summary>Walks back from the cost through everything floating-point that it depends on.</summary>
    /// <param name="cost">What to differentiate.</param>
    /// <param name="seed">The gradient at the cost itself, of its shape; ones if not given.</param>
    /// <param name="targets">
    /// What to differentiate with respect to; branches that lead to none of these are skipped.
    /// </param>
    /// <param name="complete">
    /// Called with each node once its gradient is complete, so a node comes after everything that uses it; the walk
    /// continues with the gradient it returns.
    /// </param>
    /// <param name="rule">
    /// Returns the gradients at a node's inputs if it knows a better form than the operator's own; otherwise null.
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
            if (!useful.Contains(node)) continue;
            if (node.Operator is SeveralResults several) PassOn(node, OfResults(several, node));
            if (!gradients.TryGetValue(node, out Tensor? dy)) continue;
            if (complete is not null) gradients[node] = dy = complete(node, dy);
            if (node.Inputs.Length == 0) continue;
            PassOn(node, rule?.Invoke(node, dy) ?? node.Operator.Gradient(
                Array.ConvertAll(node.Inputs, input => input.Tensor), node.Tensor, dy));
        }

        void PassOn(Node node, Tensor?[] shares)
        {
            for (int j = 0; j < shares.Length; j++)
            {
                Node input = node.Inputs[j];
                if (shares[j] is not { } share || !useful.Contains(input)) continue;
                share = Functions.SumTo(share, input.Shape);
                gradients[input] = gradients.TryGetValue(input, out Tensor? others) ? others + share : share;
            }
        }

        // The results came later than what computes them, so their gradients have all their shares.
        Tensor?[] OfResults(SeveralResults several, Node node)
        {
            Tensor[] y = several.ResultsOf(node);
            var dy = new Tensor?[y.Length];
            foreach (Node result in below)
            {
                if (result.Operator is not SelectedResult selected || result.Inputs[0] != node) continue;
                y[selected.Index] = result.Tensor;
                if (gradients.TryGetValue(result, out Tensor? share))
                    dy[selected.Index] = dy[selected.Index] is { } others ? others + share : share;
            }
            return Array.TrueForAll(dy, share => share is null) ? []
                : several.Gradient(Array.ConvertAll(node.Inputs, input => input.Tensor), y, dy);
        }
    }

    /// <summary>The gradient at a tensor, of its shape; null if the cost does not depend on it.</summary>
    public Tensor? At(Tensor tensor) => gradients.GetValueOrDefault(Node.Of(tensor));

    /// <summary>The targets and everything that depends on them; inputs come before the nodes that use them.</summary>
    internal static HashSet<Node> Useful(List<Node> nodes, IEnumerable<Node> targets)
    {
        HashSet<Node> useful = [.. targets];
        foreach (Node node in nodes)
            if (Array.Exists(node.Inputs, useful.Contains)) useful.Add(node);
        return useful;
    }
}
