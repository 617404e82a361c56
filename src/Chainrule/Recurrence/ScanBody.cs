using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// One step of a <see cref="Scan"/> as a graph: from the states before, one element of each sequence and values that
/// are the same in all steps, to the states after and to outputs.
/// </summary>
/// <param name="States">What stands for the states before the step.</param>
/// <param name="Elements">What stands for the elements of the sequences.</param>
/// <param name="Shared">What stands for the values that all steps share.</param>
/// <param name="Next">The states after the step.</param>
/// <param name="Outputs">What the step gives beside; its values of all steps are kept.</param>
internal sealed record ScanBody(Node[] States, Node[] Elements, Node[] Shared, Node[] Next, Node[] Outputs)
{
    /// <summary>The number of values that a scan reads.</summary>
    public int Inputs => States.Length + Elements.Length + Shared.Length;

    /// <summary>All that stands for something outside, in the order of a scan's inputs.</summary>
    public IEnumerable<Node> Variables => [.. States, .. Elements, .. Shared];

    /// <summary>The place of a state among the outputs, or −1 where the states between are not kept.</summary>
    public int OutputOf(int state) => Array.IndexOf(Outputs, Next[state]);

    /// <summary>A step as a graph, with what it reads from outside.</summary>
    /// <param name="states">The types of the states.</param>
    /// <param name="elements">The types of the sequences' elements.</param>
    /// <param name="step">Makes the states after and the outputs.</param>
    /// <param name="outside">What the step reads from outside, which the body has as shared values.</param>
    public static ScanBody Of(
        IEnumerable<ResultType> states, IEnumerable<ResultType> elements,
        Func<Tensor[], Tensor[], (Tensor[] Next, Tensor[] Outputs)> step, out Node[] outside)
    {
        Node[] before = [.. states.Select(Variable)], element = [.. elements.Select(Variable)];
        (Tensor[] next, Tensor[] outputs) = step(
            Array.ConvertAll(before, node => node.Tensor), Array.ConvertAll(element, node => node.Tensor));
        Node[] results = [.. next.Concat(outputs).Select(Node.Of)];
        var own = new HashSet<Node>(before.Concat(element));
        List<Node> below = Traversal.Below(results);
        foreach (Node node in below) if (Array.Exists(node.Inputs, own.Contains)) own.Add(node);
        if (below.Find(node => own.Contains(node) && node.Updates.Count > 0) is { } updating)
            throw new ChainruleException(
                $"{updating.Name ?? updating.Operator.Name} updates variables, which a step of a scan cannot do: " +
                "apply such a layer before or after the scan.");
        outside = [.. below.Where(own.Contains).SelectMany(node => node.Inputs).Concat(results)
            .Where(node => !own.Contains(node) && node.Operator is not Constant).Distinct()];
        Node[] shared = Array.ConvertAll(outside, node => Variable(new(node.Shape, node.DType)));
        var closed = new Rewriter(new RuleSet());
        for (int i = 0; i < shared.Length; i++) closed.Replace(outside[i], shared[i]);
        return new ScanBody(
            before, element, shared, [.. next.Select(value => closed.Of(Node.Of(value)))],
            [.. outputs.Select(value => closed.Of(Node.Of(value)))]);
    }

    /// <summary>The same step of other variables.</summary>
    /// <param name="copy">Rewrites the variables and all that depends on them.</param>
    public ScanBody By(Rewriter copy) => new(
        Array.ConvertAll(States, copy.Of), Array.ConvertAll(Elements, copy.Of), Array.ConvertAll(Shared, copy.Of),
        Array.ConvertAll(Next, copy.Of), Array.ConvertAll(Outputs, copy.Of));

    /// <summary>The same step on nodes in place of its variables: the states after, then the outputs.</summary>
    public Node[] On(Node[] nodes)
    {
        var copy = new Rewriter(new RuleSet());
        foreach ((Node variable, Node node) in Variables.Zip(nodes)) copy.Replace(variable, node);
        return [.. Next.Concat(Outputs).Select(copy.Of)];
    }

    private static Node Variable(ResultType type) => Node.Of(Tensor.Input(type.Shape, type.DType));
}
