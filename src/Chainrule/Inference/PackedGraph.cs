using Chainrule.Operators;

namespace Chainrule.Inference;

/// <summary>Rewrites a graph for predicting: constants computed once, and products with them packed.</summary>
internal static class PackedGraph
{
    /// <summary>
    /// The same predictions from the same input, from copies of what parameters and buffers hold now.
    /// </summary>
    public static RowGraph Of(RowGraph graph)
    {
        var made = new Dictionary<Node, Node> { [graph.X] = graph.X };
        var drafts = new Dictionary<Node, LayerDraft>();
        HashSet<Node> rows = [.. graph.Rows];
        Dictionary<Node, int> readers = [];
        foreach (Node node in graph.Rows)
            foreach (Node input in node.Inputs) readers[input] = readers.GetValueOrDefault(input) + 1;

        foreach (Node node in graph.Rows.Skip(1))
        {
            if (Draft(node) is { } draft) drafts[node] = draft;
            else made[node] = Copy(node);
        }
        return RowGraph.Between(graph.X.Tensor, Made(graph.Y).Tensor)
            ?? throw new InvalidOperationException("Packing keeps the rows of a graph apart.");

        LayerDraft? Draft(Node node)
        {
            Node[] inputs = node.Inputs;
            if (node.Operator is MatrixProduct product && inputs[1].Shape.Rank == 2 && !product.TransposeA
                && node.DType.IsFloating() && !rows.Contains(inputs[1]))
            {
                return new(inputs[0], Value(inputs[1]), product.TransposeB);
            }
            int place = Array.FindIndex(inputs, drafts.ContainsKey);
            if (place < 0 || readers[inputs[place]] > 1 || inputs.Length > 2 || node.Shape != inputs[place].Shape)
                return null;
            if (inputs.Length == 2 && rows.Contains(inputs[1 - place])) return null;
            NDArray? constant = inputs.Length == 2 ? Value(inputs[1 - place]) : null;
            LayerDraft draft = drafts[inputs[place]];
            return draft.Takes(node.Operator, constant, place == 1) ? draft : null;
        }

        Node Copy(Node node) => node.Operator.On(Array.ConvertAll(node.Inputs, Made));

        Node Made(Node node)
        {
            if (made.TryGetValue(node, out Node? known)) return known;
            return made[node] = drafts.TryGetValue(node, out LayerDraft? draft)
                ? draft.Pack().On(Made(draft.X))
                : Node.Of(new Tensor(Value(node).Copy()));
        }
    }

    private static NDArray Value(Node node) => node.Evaluate();
}
