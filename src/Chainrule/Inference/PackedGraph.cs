using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule.Inference;

/// <summary>Rewrites a graph for inference: constants are folded, and products with them are packed.</summary>
internal static class PackedGraph
{
    private static readonly RuleSet Building = new(Rule.For<PackedLayerBuilder>(
        "a layer with all that it absorbs", (builder, node, graph) => graph.Make(builder.Build(), node[0])));

    /// <summary>The same predictions from the same input; all other leaves are constants.</summary>
    public static RowGraph Of(RowGraph graph)
    {
        HashSet<Node> rows = [.. graph.Rows];
        Dictionary<Node, int> readers = [];
        foreach (Node input in graph.Rows.SelectMany(node => node.Inputs))
            readers[input] = readers.GetValueOrDefault(input) + 1;

        var absorbing = new Rewriter(new RuleSet(
            Rule.For<MatrixProduct>("a product with constants begins a layer", (product, node, rewriter) =>
                node[1].Shape.Rank == 2 && !product.TransposeA && node.DType.IsFloating() && IsConstant(node, 1)
                    ? rewriter.Make(new PackedLayerBuilder(node[1].Evaluate(), product.TransposeB), node[0]) : null),
            Rule.For<Operator>("its only reader joins a layer", Joined)));
        foreach (Node constant in readers.Keys.Where(input => !rows.Contains(input)))
            absorbing.Replace(
                constant, constant.Operator is Leaf ? constant : Node.Of(new Tensor(constant.Evaluate())));
        absorbing.Replace(graph.X, graph.X);
        Node packed = new Rewriter(Building).Of(absorbing.Of(graph.Y));
        return RowGraph.Between(graph.X.Tensor, packed.Tensor)
            ?? throw new InvalidOperationException("Packing keeps the rows of a graph apart.");

        bool IsConstant(Application node, int input) => !rows.Contains(node.Source!.Inputs[input]);

        Node? Joined(Application node, Rewriter _)
        {
            int place = Array.FindIndex(node.Inputs, input => input.Operator is PackedLayerBuilder);
            if (place < 0 || readers[node.Source!.Inputs[place]] > 1 || node.Inputs.Length > 2
                || node.Source.Shape != node[place].Shape)
                return null;
            bool isAlone = node.Inputs.Length == 1;
            if (!isAlone && !IsConstant(node, 1 - place)) return null;
            var builder = (PackedLayerBuilder)node[place].Operator;
            NDArray? constant = isAlone ? null : node[1 - place].Evaluate();
            return builder.Absorbs(node.Operator, constant, isLeft: place == 1) ? node[place] : null;
        }
    }
}
