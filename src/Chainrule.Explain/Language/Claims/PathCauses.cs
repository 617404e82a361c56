using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// The whole way back walked with one mistake in it: softmax taken as diagonal, a slope or a mask left out, a value
/// held constant. The claim may be written in one piece or with other gradients.
/// </summary>
internal static class PathCauses
{
    // Their pairs are tried.
    private const int MostStatistics = 8;

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
        foreach (string cause in HeldTogether(one, region)) yield return cause;
        foreach (string input in Factors(one))
            if (one.Point.WithOnes(input) is { } without && one.IsClaimed(without.Derivative(one.Claim.Variable)))
                yield return Wording.Say($"the factor {input} of the forward pass is missing");
    }

    // Mean and deviation of a normalization, which is written step by step.
    private static IEnumerable<string> HeldTogether(ClaimCase one, ForwardRegion region)
    {
        Node[] statistics = [.. region.Nodes.Where(node => node.Name is not null && node.Inputs.Length > 0
            && node.Shape.Size < one.Of.Shape.Size && node.Shape.BroadcastsTo(one.Of.Shape)).Take(MostStatistics)];
        for (int i = 0; i < statistics.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (Node a, Node b) = (statistics[i], statistics[j]);
                if (one.IsClaimed(Gradient(
                    one, (node, _) => node == a || node == b ? new Tensor?[node.Inputs.Length] : null)))
                    yield return Wording.Say($"{b.Name} and {a.Name} are held constant, but they depend on " +
                        $"{one.Claim.Variable}");
            }
        }
    }

    // Inputs that the forward pass only multiplies by: masks and weights.
    private static IEnumerable<string> Factors(ClaimCase one)
    {
        List<Node> nodes = Traversal.Below([Node.Of(one.Point.Cost)]);
        return one.Point.Model.Inputs.Where(input => input.Rank > 0 && input.DType.IsFloating()
            && nodes.TrueForAll(node => node.Operator is Multiply || !node.Inputs.Contains(Node.Of(input)))
            && nodes.Exists(node => node.Inputs.Contains(Node.Of(input)))).Select(input => input.Name!);
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
