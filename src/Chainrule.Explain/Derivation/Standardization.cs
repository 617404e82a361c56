using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// x̂ = (x − mean x) / σ with σ = √(mean (x − mean x)² + ε), as batch and layer normalization have it. What comes back
/// through x, the mean and σ together is short: dx = (dx̂ − mean dx̂ − x̂ ⊙ mean(dx̂ ⊙ x̂)) / σ.
/// </summary>
/// <param name="X">What is standardized.</param>
/// <param name="Result">x̂.</param>
/// <param name="Mean">The mean, for its axes.</param>
/// <param name="Inside">What lies between both: the mean, the squares, σ.</param>
internal sealed record Standardization(Node X, Node Result, Mean Mean, IReadOnlySet<Node> Inside)
{
    /// <summary>σ as it stands below the line.</summary>
    public Node Deviation => Result.Inputs[1];

    /// <summary>Recognizes x̂, unless a part of it is used elsewhere, too.</summary>
    /// <param name="result">The value that may be x̂.</param>
    /// <param name="forward">The forward pass, inputs first.</param>
    /// <param name="usersOf">Who uses a value.</param>
    /// <param name="isAsked">Whether a gradient by a value is asked for.</param>
    public static Standardization? Find(
        Node result, IReadOnlyList<Node> forward, Func<Node, IEnumerable<Node>> usersOf, Func<Node, bool> isAsked)
    {
        if (result.Operator is not Divide || Centered(result.Inputs[0]) is not var (x, mean)) return null;
        Node deviation = Plain(result.Inputs[1]);
        if (deviation.Operator is not (Sqrt or Power { Exponent: 0.5 })) return null;
        Node variance = deviation.Inputs[0];
        if (variance.Operator is Add)
        {
            (Node first, Node second) = (variance.Inputs[0], variance.Inputs[1]);
            if (Monomial.Of(first).IsNumber) (first, second) = (second, first);
            if (!Monomial.Of(second).IsNumber) return null;
            variance = first;
        }
        variance = Plain(variance);
        if (variance.Operator is not Mean average || !IsOver(average, mean)) return null;
        if (variance.Inputs[0] is not { Operator: Power { Exponent: 2 } } squares) return null;
        if (Centered(squares.Inputs[0]) is not var (again, same) || again != x || !IsOver(same, mean)) return null;

        HashSet<Node> reached = [x], below = [.. Traversal.Below(result)], inside = [];
        foreach (Node node in forward)
            if (below.Contains(node) && Array.Exists(node.Inputs, reached.Contains) && reached.Add(node))
                inside.Add(node);
        inside.Remove(result);
        return inside.Any(node => isAsked(node)
            || usersOf(node).Any(user => user != result && !inside.Contains(user)))
                ? null : new(x, result, mean, inside);
    }

    /// <summary>
    /// The gradient at x from that at x̂: (γ/σ) ⊙ (dy − mean dy − x̂ ⊙ mean(dy ⊙ x̂)) for dx̂ = γ ⊙ dy.
    /// </summary>
    public Tensor Gradient(Tensor dy, Rewriter simplifier)
    {
        Tensor y = Result.Tensor;
        Monomial all = Monomial.Of(Node.Of(dy).Opened());
        Factor[] inFront = [.. all.Factors.Where(IsInFront)], rest = [.. all.Factors.Except(inFront)];
        if (inFront.Length == 0 || rest.Length == 0)
            return (dy - Averaged(dy) - (y * Averaged(dy * y))) / Deviation.Tensor;
        dy = simplifier.Product(new(Coefficient.One, rest), X.Shape, dy.DType).Tensor;
        Tensor scale = simplifier.Product(new(all.Coefficient, inFront), X.Shape, dy.DType).Tensor;
        return scale * (dy - Averaged(dy) - (y * Averaged(dy * y))) / Deviation.Tensor;
    }

    /// <summary>The factors of the gradient at x̂ that are the same along the axes of the mean.</summary>
    public IEnumerable<Node> InFront(Node dy)
    {
        IReadOnlyList<Factor> all = Monomial.Of(dy.Opened()).Factors;
        return all.All(IsInFront) ? [] : all.Where(IsInFront).Select(factor => factor.Node);
    }

    private bool IsInFront(Factor factor)
    {
        Shape shape = factor.Node.Shape;
        int missing = X.Shape.Rank - shape.Rank;
        for (int axis = Mean.FirstAxis; axis <= Mean.LastAxis; axis++)
            if (axis >= missing && shape[axis - missing] != 1) return false;
        return true;
    }

    // The first axes stretch by themselves, others have to be kept.
    private Tensor Averaged(Tensor tensor) => new Mean(Mean.FirstAxis, Mean.LastAxis, Mean.FirstAxis > 0).On(tensor);

    private static (Node X, Mean Mean)? Centered(Node node) => node.Operator is Subtract
        && Plain(node.Inputs[1]) is { Operator: Mean mean } average && average.Inputs[0] == node.Inputs[0]
            ? (node.Inputs[0], mean) : null;

    private static Node Plain(Node node) =>
        node is { Name: null, Operator: Reshape or BroadcastTo } ? Plain(node.Inputs[0]) : node;

    private static bool IsOver(Mean one, Mean other) =>
        one.FirstAxis == other.FirstAxis && one.LastAxis == other.LastAxis;
}
