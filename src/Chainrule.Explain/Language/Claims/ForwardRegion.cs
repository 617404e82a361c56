using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// The part of the forward pass whose slopes a claim is about: from the value to those whose gradients it takes for
/// given, or to the cost.
/// </summary>
internal sealed class ForwardRegion
{
    private readonly Node of;

    public ForwardRegion(ClaimCase one)
    {
        of = Node.Of(one.Of);
        HashSet<Node> ends = [.. one.Above.Select(Node.Of).Where(node => node != of)];
        if (ends.Count == 0) ends.Add(Node.Of(one.Point.Cost));
        var between = new HashSet<Node> { of };
        foreach (Node node in Traversal.Below(ends, node => node != of))
            if (Array.Exists(node.Inputs, between.Contains)) between.Add(node);
        between.Remove(of);
        Nodes = [.. between];
    }

    /// <summary>What depends on the value, inputs before what uses them.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Whether something is raised to a power there; a square may be a product or a trace.</summary>
    public bool HasPower(double exponent) => Nodes.Any(node =>
        (node.Operator is Power power && power.Exponent == exponent)
        || (exponent == 2 && node.Operator is Multiply or MatrixProduct && IsSquare(node)));

    /// <summary>Whether a mean is taken, or something is divided by a size.</summary>
    public bool DividesBy(string size) => DivisionBy(size) is not null;

    /// <summary>
    /// What is divided by a size there, the cost or another value, by its name, which may be empty; null where nothing
    /// is.
    /// </summary>
    public string? DivisionBy(string size)
    {
        Node? division = Nodes.FirstOrDefault(node => node.Operator is Mean
            || node.Inputs.SelectMany(Numbers).Append(node).Any(factor => IsDivision(factor, size)));
        if (division is null) return null;
        // It has no name where it stands inside a longer formula, whose value is the next one that has.
        var after = new HashSet<Node> { division };
        foreach (Node node in Nodes.SkipWhile(node => node != division).Skip(1))
            if (Array.Exists(node.Inputs, after.Contains)) after.Add(node);
        return Nodes.FirstOrDefault(node => after.Contains(node) && node.Name is not null)?.Name ?? "";
    }

    /// <summary>Whether a node divides by a size.</summary>
    public static bool IsDivision(Node node, string size) => node.Operator is Divide
        && Traversal.Below([node.Inputs[1]]).Exists(
            other => other.Operator is Constant { Symbol: { } symbol } && symbol == size);

    // −(1/m), and what it is made of.
    private static List<Node> Numbers(Node factor) =>
        factor.Shape.Size == 1 && Traversal.Below([factor]) is var parts
            && parts.TrueForAll(part => part.Operator is (not Leaf) or Constant) ? parts : [factor];

    // A·Aᵀ or A ⊙ A, whether the factor was written once or twice.
    private static bool IsSquare(Node product)
    {
        Node[] factors = Array.ConvertAll(
            product.Inputs, input => input.Operator is Permute ? input.Inputs[0] : input);
        return factors[0] == factors[1] || ClaimCase.AreSame(factors[0].Tensor, factors[1].Tensor);
    }

    /// <summary>The numbers that values are multiplied by and divided by.</summary>
    public IEnumerable<double> Factors => Nodes.Where(node => node.Operator is Multiply or Divide)
        .SelectMany(node => node.Inputs).Where(input => input.Operator is Constant { Symbol: null, Uniform: not null })
        .Select(input => ((Constant)input.Operator).Uniform!.Value).Distinct();
}
