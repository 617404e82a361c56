using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Rules for both reading and running: they do not change a bit of any value.</summary>
internal static class SharedRules
{
    public static readonly Rule[] Views =
    [
        Rule.For<Reshape>("a reshape to the same shape", (node, graph) =>
            graph.HasShape(node[0], node.Shape) ? node[0] : null),
        Rule.For<Reshape>("a reshape of a reshape", (reshape, node, graph) =>
            graph.Inside(node[0]) is Reshape ? graph.Apply(reshape, node[0].Inputs[0]) : null),
        Rule.For<Reshape>("a reshape of one number, stretched", (node, graph) =>
            graph.Inside(node[0]) is BroadcastTo && node[0].Inputs[0] is { Shape.Size: 1 } single
                ? graph.Apply(new BroadcastTo(node.Shape), graph.Apply(new Reshape(Shape.Scalar), single)) : null),
        Rule.For<BroadcastTo>("a stretch to the same shape", (node, graph) =>
            graph.HasShape(node[0], node.Shape) ? node[0] : null),
        Rule.For<BroadcastTo>("a stretch of what is stretched", (broadcast, node, graph) =>
            graph.Inside(node[0]) is BroadcastTo ? graph.Apply(broadcast, node[0].Inputs[0]) : null),
        Rule.For<Permute>("axes in their own order", (permute, node, _) =>
            permute.Axes.SequenceEqual(Enumerable.Range(0, permute.Axes.Length).ToArray()) ? node[0] : null),
        Rule.For<Permute>("(Aᵀ)ᵀ = A", (permute, node, graph) =>
            graph.Inside(node[0]) is Permute first
                ? graph.Apply(new Permute(Chained(first, permute)), node[0].Inputs[0]) : null),
        Rule.For<Cast>("a conversion to the type that it has", (node, _) =>
            node[0].DType == node.DType ? node[0] : null),
    ];

    /// <summary>Transposes that a product reads instead of having them made.</summary>
    public static readonly Rule[] Transposes =
    [
        Rule.For<MatrixProduct>("(Aᵀ)·B reads A", (product, node, graph) =>
            graph.Inside(node[0]) is Permute { SwapsLastTwo: true }
                ? graph.Apply(
                    new MatrixProduct(!product.TransposeA, product.TransposeB), node[0].Inputs[0], node[1]) : null),
        Rule.For<MatrixProduct>("A·(Bᵀ) reads B", (product, node, graph) =>
            graph.Inside(node[1]) is Permute { SwapsLastTwo: true }
                ? graph.Apply(
                    new MatrixProduct(product.TransposeA, !product.TransposeB), node[0], node[1].Inputs[0]) : null),
    ];

    /// <summary>Numbers that change nothing.</summary>
    public static readonly Rule[] Identities =
    [
        Rule.For<Multiply>("1·x = x", (node, graph) => Other(node, graph, 0, 1)),
        Rule.For<Multiply>("x·1 = x", (node, graph) => Other(node, graph, 1, 1)),
        Rule.For<Divide>("x/1 = x", (node, graph) => Other(node, graph, 1, 1)),
        Rule.For<Add>("0 + x = x", (node, graph) => Other(node, graph, 0, 0)),
        Rule.For<Add>("x + 0 = x", (node, graph) => Other(node, graph, 1, 0)),
        Rule.For<Subtract>("x − 0 = x", (node, graph) => Other(node, graph, 1, 0)),
    ];

    // The operand beside a number, if that does nothing to it.
    private static Node? Other(Application node, Rewriter graph, int place, double number) =>
        graph.NumberIn(node[place]) == number && graph.HasShape(node[1 - place], node.Shape) ? node[1 - place] : null;

    private static int[] Chained(Permute first, Permute second)
    {
        int[] axes = new int[second.Axes.Length];
        for (int i = 0; i < axes.Length; i++) axes[i] = first.Axes[second.Axes[i]];
        return axes;
    }
}
