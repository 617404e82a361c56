using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Functions that are written out over several lines with names of their own, such as softmax as e = exp(z),
/// s = Σ_columns e, p = e / s: the derivation takes p as softmax(z), whose gradient is short, and passes over e and s.
/// </summary>
/// <param name="kept">The names that the derivation must not pass over, since gradients by them are asked for.</param>
internal sealed class WrittenByHand(HashSet<string> kept)
{
    /// <summary>The graph with what was recognized in place of how it was written.</summary>
    public static Rewriter Recognize(IEnumerable<Node> kept)
    {
        var one = new WrittenByHand(kept.Select(node => node.Name).OfType<string>().ToHashSet());
        return new(new RuleSet(
            Rule.For<Divide>("exp(x) / Σ exp(x) = softmax(x)", (node, graph) => one.SoftmaxOf(node, graph)),
            Rule.For<Divide>("1 / (1 + exp(x)) = sigmoid(−x)", (node, graph) => one.SigmoidOf(node, graph))));
    }

    private Node? SoftmaxOf(Application node, Rewriter graph)
    {
        if (Inside(node[0]) is not Exp || Inside(node[1]) is not Sum sum) return null;
        Node x = node[0].Inputs[0], added = node[1].Inputs[0];
        if (added != node[0] && (Inside(added) is not Exp || added.Inputs[0] != x)) return null;
        if (sum.FirstAxis != x.Shape.Rank - 1 || !(sum.KeepDims || x.Shape.Rank == 1)) return null;
        // As for the maximum that people subtract.
        while (Inside(x) is Subtract && IsConstantInRows(x.Inputs[1]) && x.Inputs[0].Shape == x.Shape) x = x.Inputs[0];
        return graph.Make(new Softmax(), x);
    }

    private Node? SigmoidOf(Application node, Rewriter graph)
    {
        if (graph.NumberIn(node[0]) != 1 || Inside(node[1]) is not Add) return null;
        (Node a, Node b) = (node[1].Inputs[0], node[1].Inputs[1]);
        if (graph.NumberIn(a) != 1) (a, b) = (b, a);
        return graph.NumberIn(a) == 1 && Inside(b) is Exp && b.Shape == node.Shape
            ? graph.Make(new Sigmoid(), graph.Negative(b.Inputs[0])) : null;
    }

    private Operator? Inside(Node node) => node.Name is { } name && kept.Contains(name) ? null : node.Operator;

    private static bool IsConstantInRows(Node node) => node.Shape.Rank == 0 || node.Shape[-1] == 1;
}
