using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The gradients of a scalar cost as a person would derive them: backwards from the cost, one line for each value that has a name,
/// each written with those of the lines before, simplified, with the shapes of its factors and the reason why it holds.
/// </summary>
public sealed class Derivation
{
    private Derivation(DerivationWalk walk, Tensor[] by, IReadOnlyList<DerivationLine> forward, IReadOnlyList<DerivationLine> lines)
    {
        Walk = walk;
        By = by;
        Forward = forward;
        Lines = lines;
    }

    /// <summary>The cost's name.</summary>
    public string Cost => Walk.CostName;

    /// <summary>What is differentiated by.</summary>
    public IReadOnlyList<Tensor> By { get; }

    /// <summary>The forward pass: each value with a name and what it is computed from.</summary>
    public IReadOnlyList<DerivationLine> Forward { get; }

    /// <summary>The gradients, from the cost backwards.</summary>
    public IReadOnlyList<DerivationLine> Lines { get; }

    internal DerivationWalk Walk { get; }

    /// <summary>Derives the gradients of a cost by some tensors; by all parameters, or else all inputs, where none is named.</summary>
    /// <exception cref="ShapeException">The cost is not a scalar.</exception>
    /// <exception cref="ChainruleException">There is nothing to differentiate by, or the cost does not depend on it.</exception>
    public static Derivation Of(Tensor cost, params Tensor[] by) => Of(cost, by, []);

    /// <summary>Derives with other named values, such as the network's output, that lines may refer to.</summary>
    public static Derivation Of(Tensor cost, IReadOnlyList<Tensor> by, IReadOnlyList<Tensor> others)
    {
        if (cost.Length != 1)
            throw new ShapeException($"A derivation needs a scalar cost; {cost.Name ?? "this one"} has shape {cost.Shape}: use Sum or Mean.");
        Tensor[] targets = by.Count > 0 ? [.. by] : DefaultTargets(cost);
        HashSet<Node> below = [.. Traversal.Below(Node.Of(cost))];
        foreach (Tensor target in targets)
        {
            if (!below.Contains(Node.Of(target)))
                throw new ChainruleException($"{cost.Name ?? "The cost"} does not depend on {target.Name ?? "a tensor that was asked for"}.");
        }
        // The walk gives names to values that have none, so it works on nodes of its own.
        var copy = new GraphClone();
        Tensor own = copy.Of(cost);
        DerivationWalk walk = DerivationWalk.Run(own, Array.ConvertAll(targets, copy.Of), [.. others.Select(copy.Of)]);
        return DerivationBuilder.Build(walk, targets, cost, [.. others]);
    }

    /// <summary>The gradient's line by the name of what it belongs to, or null.</summary>
    public DerivationLine? Line(string of) => Lines.FirstOrDefault(line => line.Of.Name == of);

    /// <summary>The derivation as aligned text.</summary>
    public override string ToString() => ToText();

    /// <summary>The derivation as aligned text, in colours if the terminal shows them.</summary>
    public string ToText(bool colour = false) => new DerivationText(this, colour).Write();

    internal static Derivation Create(DerivationWalk walk, Tensor[] by, IReadOnlyList<DerivationLine> forward, IReadOnlyList<DerivationLine> lines) =>
        new(walk, by, forward, lines);

    private static Tensor[] DefaultTargets(Tensor cost)
    {
        List<Node> leaves = Traversal.Below(Node.Of(cost)).FindAll(node => node.Operator is Variable && node.DType.IsFloating());
        List<Node> parameters = leaves.FindAll(node => node.Operator is Variable { IsParameter: true });
        if (parameters.Count == 0) parameters = leaves;
        if (parameters.Count == 0)
            throw new ChainruleException($"{cost.Name ?? "The cost"} depends on no parameter and no input: there is nothing to differentiate by.");
        return [.. parameters.Select(node => node.Tensor)];
    }
}

/// <summary>The same graph with computed nodes of its own; leaves are shared, so the values stay in step.</summary>
internal sealed class GraphClone
{
    private readonly Dictionary<Node, Node> clones = [];

    public Tensor Of(Tensor tensor)
    {
        foreach (Node node in Traversal.Below(Node.Of(tensor)))
        {
            if (clones.ContainsKey(node)) continue;
            clones[node] = node.Operator is Leaf
                ? node
                : new Node(node.Operator, Array.ConvertAll(node.Inputs, input => clones[input]), node.Shape, node.DType) { Name = node.Name };
        }
        return clones[Node.Of(tensor)].Tensor;
    }
}
