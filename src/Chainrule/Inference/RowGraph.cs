using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule.Inference;

/// <summary>
/// A graph from a batch to its predictions in which every value that depends on the batch has one row per sample,
/// computed from that sample alone. It can therefore be rebuilt for any batch size.
/// </summary>
internal sealed class RowGraph
{
    private readonly Node x;
    private readonly List<Node> rows;

    private RowGraph(Node x, Node y, List<Node> rows)
    {
        this.x = x;
        this.rows = rows;
        Y = y;
    }

    /// <summary>The input, one sample per row.</summary>
    public Node X => x;

    /// <summary>The predictions, one per row.</summary>
    public Node Y { get; }

    /// <summary>The input and the values that depend on it; inputs come before the values that use them.</summary>
    public IReadOnlyList<Node> Rows => rows;

    /// <summary>The graph from input to output, or null if samples depend on each other.</summary>
    public static RowGraph? Between(Tensor input, Tensor output)
    {
        (Node x, Node y) = (Node.Of(input), Node.Of(output));
        var found = new HashSet<Node> { x };
        List<Node> rows = [x];
        foreach (Node node in Traversal.Below(y))
        {
            if (node == x || node.Operator is Leaf) continue;
            if (node.Inputs.Length == 0) return null;   // random numbers
            if (!Array.Exists(node.Inputs, found.Contains)) continue;
            bool isOfBatch = node.Shape.Rank > 0 && node.Shape[0] == x.Shape[0];
            if (!isOfBatch || !node.Operator.IsRowWise(node, found.Contains)) return null;
            found.Add(node);
            rows.Add(node);
        }
        return found.Contains(y) ? new(x, y, rows) : null;
    }

    /// <summary>The same computation on another input, whose batch size may differ.</summary>
    /// <param name="input">The new input.</param>
    /// <param name="rules">Further changes to make.</param>
    public RowGraph For(Tensor input, params Rule[] rules)
    {
        Rewriter bound = new(new RuleSet([.. rules, .. Batches(input.Shape[0])]));
        return Between(input, bound.Replace(x, Node.Of(input)).Of(Y).Tensor)
            ?? throw new InvalidOperationException("Another batch keeps the rows of a graph apart.");
    }

    /// <summary>Whether both apply the same functions to the same leaves.</summary>
    public bool IsSameAs(RowGraph other)
    {
        var pairs = new Dictionary<Node, Node> { [x] = other.x };
        var pending = new Stack<(Node, Node)>([(Y, other.Y)]);
        while (pending.TryPop(out (Node A, Node B) pair))
        {
            (Node a, Node b) = pair;
            if (pairs.TryGetValue(a, out Node? known))
            {
                if (known != b) return false;
                continue;
            }
            if (a.Shape != b.Shape || a.DType != b.DType || a.Inputs.Length != b.Inputs.Length) return false;
            if (!IsSame(a.Operator, b.Operator)) return false;
            pairs[a] = b;
            for (int i = 0; i < a.Inputs.Length; i++) pending.Push((a.Inputs[i], b.Inputs[i]));
        }
        return true;
    }

    private static bool IsSame(Operator a, Operator b) => a.Equals(b)
        || (a is Constant one && b is Constant two && one.Value.Bytes.SequenceEqual(two.Value.Bytes));

    // Operators that contain a shape. If an input depends on the batch, the shape begins with the batch size.
    private static Rule[] Batches(int batch) =>
    [
        Rule.For<Reshape>("a reshape of the batch", (node, graph) => node.IsSource ? null
            : graph.Make(new Reshape(node.Source!.Shape.With(0, batch)), node.Inputs)),
        Rule.For<BroadcastTo>("a stretch of the batch", (node, graph) => node.IsSource ? null
            : graph.Make(new BroadcastTo(node.Source!.Shape.With(0, batch)), node.Inputs)),
        Rule.For<Slice>("a slice of the batch", (slice, node, graph) => node.IsSource ? null
            : graph.Make(
                new Slice(slice.Starts, slice.Steps, node.Source!.Shape.With(0, batch)), node.Inputs)),
    ];
}
