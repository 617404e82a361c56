using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Softmax, logsumexp and log_softmax as they are written with exp, log and sums. Where a value that is the same along
/// the axis is subtracted first, as the maximum is against overflow, the result does not depend on it.
/// </summary>
/// <param name="inside">The operator of a value that may be passed over, else null.</param>
internal sealed class ExponentialsByHand(Func<Node, Operator?> inside)
{
    public Node? SoftmaxOf(Application node, Rewriter graph)
    {
        if (inside(node[0]) is not Exp || Totaled(node[1]) is not var (sum, total)) return null;
        Node x = node[0].Inputs[0], added = total.Inputs[0];
        if (added != node[0] && (inside(added) is not Exp || added.Inputs[0] != x)) return null;
        if (sum.FirstAxis != sum.LastAxis || !StandsAlong(node[1], sum.FirstAxis, x.Shape)) return null;
        while (Shifted(x, sum) is { } from) x = from.Inputs[0];
        return graph.SoftmaxAlong(sum.FirstAxis, x);
    }

    public Node? LogSumExpOf(Application node, Rewriter graph) =>
        inside(node[0]) is Sum sum && inside(node[0].Inputs[0]) is Exp
            ? graph.Make(new LogSumExp(sum.FirstAxis, sum.LastAxis, sum.KeepDims), node[0].Inputs[0].Inputs[0]) : null;

    public Node? Unshifted(Application node, Rewriter graph)
    {
        for (int place = 0; place < 2; place++)
        {
            if (inside(node[place]) is not LogSumExp total || node[place].Shape != node.Shape) continue;
            Node x = node[place].Inputs[0];
            if (Shifted(x, total) is { } from && Plain(from.Inputs[1]) == Plain(node[1 - place]))
                return graph.Make(total, from.Inputs[0]);
        }
        return null;
    }

    public Node? LogSoftmaxOf(Application node, Rewriter graph)
    {
        Node x = node[0];
        if (Totaled(node[1]) is not { Total.Operator: LogSumExp } below) return null;
        LogSumExp total = (LogSumExp)below.Total.Operator;
        if (below.Total.Inputs[0] != x || total.FirstAxis != total.LastAxis
            || !StandsAlong(node[1], total.FirstAxis, x.Shape)) return null;
        while (Shifted(x, total) is { } from) x = from.Inputs[0];
        return graph.SoftmaxAlong(total.FirstAxis, x, log: true);
    }

    public Node? SoftmaxOfLogarithm(Application node, Rewriter graph) => inside(node[0]) switch
    {
        LogSoftmax => graph.Make(new Softmax(), node[0].Inputs),
        Permute permute when inside(node[0].Inputs[0]) is LogSoftmax =>
            graph.Make(permute, graph.Make(new Softmax(), node[0].Inputs[0].Inputs)),
        _ => null,
    };

    // A reduction, with an axis of length 1 in place of what was summed or put back there later.
    private (Reduction Sum, Node Total)? Totaled(Node node)
    {
        Node total = node;
        while (inside(total) is Reshape or BroadcastTo && total.Name is null) total = total.Inputs[0];
        return inside(total) is Reduction sum ? (sum, total) : null;
    }

    // Whether a total stretches along its axis in the value that it is a total of.
    private static bool StandsAlong(Node total, int axis, Shape within)
    {
        Shape shape = Unstretched(total);
        int place = axis - within.Rank + shape.Rank;
        if (shape.Rank > within.Rank || (place >= 0 && shape[place] != 1)) return false;
        for (int other = 0; other < shape.Rank; other++)
            if (other != place && shape[other] != within[other + within.Rank - shape.Rank]) return false;
        return place >= 0 || axis == 0;
    }

    // x − c, where c is the same along the axes that are summed.
    private Node? Shifted(Node x, Reduction sum)
    {
        if (inside(x) is not Subtract || x.Inputs[0].Shape != x.Shape) return null;
        Shape constant = Unstretched(x.Inputs[1]);
        for (int axis = sum.FirstAxis; axis <= sum.LastAxis; axis++)
        {
            int place = axis - x.Shape.Rank + constant.Rank;
            if (place >= 0 && constant[place] != 1) return null;
        }
        return x;
    }

    private static Shape Unstretched(Node node) =>
        node is { Name: null, Operator: BroadcastTo } ? node.Inputs[0].Shape : node.Shape;

    private static Node Plain(Node node) =>
        node is { Name: null, Operator: Reshape or BroadcastTo } ? Plain(node.Inputs[0]) : node;
}
