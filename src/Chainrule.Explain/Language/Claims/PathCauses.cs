using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// The whole way back walked with one mistake in it: softmax taken as diagonal, a slope or a mask left out, a value
/// held constant. The claim may be written in one piece or with other gradients.
/// </summary>
internal static class PathCauses
{
    public static IEnumerable<string> Find(ClaimCase one)
    {
        var region = new ForwardRegion(one);
        // Also one that is written by hand, which the derivation recognizes.
        Node cost = Node.Of(one.Point.Cost), derived = one.Point.Derivation.Walk.Cost;
        foreach ((Node end, Node softmax) in region.Nodes.Where(node => node.Operator is Softmax)
            .Select(node => (cost, node)).Concat(one.Point.Derivation.Walk.Forward.Where(
                node => node.Operator is Softmax && node.Name is not null).Select(node => (derived, node))))
        {
            Tensor? of = end == cost ? one.Of
                : one.Point.Derivation.Walk.Forward.Find(node => node.Name == one.Claim.Variable)?.Tensor;
            string p = softmax.Name ?? "p";
            if (of is not null && one.IsClaimed(Gradient(end.Tensor, of, (node, dy) => node == softmax
                ? [dy * node.Tensor * (1 - node.Tensor)] : null)))
                yield return Wording.Say($"softmax is taken to act on each element alone, with the slope {p} ⊙ (1 − " +
                    $"{p}): each logit moves the whole row of probabilities, so its Jacobian is not diagonal");
        }
        if (region.Nodes.Any(IsMasked) && one.IsClaimed(Gradient(one, (node, dy) => IsMasked(node)
            ? Array.ConvertAll(node.Inputs, input => input.Operator is DropoutMask ? null : dy) : null)))
            yield return Wording.Say($"the mask of dropout is missing: what was dropped gets no gradient, and the " +
                $"rest is scaled");
        if (region.Nodes.Any(IsMasked) && one.Point.WithoutDropout is { } plain
            && one.IsClaimed(plain.Derivative(one.Claim.Variable)))
            yield return Wording.Say($"that is the gradient without dropout: the mask is missing, in the forward " +
                $"pass and behind it");
        foreach (IGrouping<string, Node> functions in region.Nodes.Where(IsCurve).GroupBy(
            node => node.Call?.Function.Name ?? node.Operator.Name))
        {
            if (one.IsClaimed(Gradient(one, (node, dy) => functions.Contains(node) ? [dy] : null)))
                yield return functions.Count() == 1
                    ? Wording.Say($"the slope of {functions.Key} at " +
                        $"{functions.First().Inputs[0].Name ?? Wording.Say($"its argument")} is missing")
                    : Wording.Say($"the slopes of {functions.Key} are missing");
        }
        if (region.Nodes.Any(node => node is { Operator: Mean, Name: null }) && one.IsClaimed(Gradient(
            one, (node, _) => node is { Operator: Mean, Name: null } ? [null] : null)))
            yield return Wording.Say($"the mean is held constant, but it moves with every element");
        foreach (Node held in region.Nodes.Where(node => node.Name is not null && node.Inputs.Length > 0))
        {
            if (one.IsClaimed(Gradient(one, (node, _) => node == held ? new Tensor?[node.Inputs.Length] : null)))
                yield return Wording.Say($"{held.Name} is held constant, but it depends on {one.Claim.Variable}");
        }
    }

    private static Tensor Gradient(ClaimCase one, Func<Node, Tensor, Tensor?[]?> rule) =>
        Gradient(one.Point.Cost, one.Of, rule);

    private static Tensor Gradient(Tensor cost, Tensor of, Func<Node, Tensor, Tensor?[]?> rule) =>
        new ReverseMode(cost, null, [of], null, rule).At(of) ?? Tensor.Zeros(of.Shape, DType.Float64);

    private static bool IsMasked(Node node) =>
        node.Operator is Multiply && Array.Exists(node.Inputs, input => input.Operator is DropoutMask);

    private static bool IsCurve(Node node) => node.Operator is UnaryOperator and not Power
        && node.Inputs[0].DType.IsFloating();
}
