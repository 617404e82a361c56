namespace Chainrule;

/// <summary>Remarks on a model that its formulas alone do not make.</summary>
internal static class DerivationNotes
{
    public static IEnumerable<string> Of(Derivation derivation)
    {
        List<Node> below = Traversal.Below(derivation.Forward.Select(line => Node.Of(line.Of)));
        string?[] samples =
        [
            .. below.Where(node => node.Tensor.IsInput && node.Shape.Rank > 0)
                .Select(node => node.Shape.AxisName(0)).Distinct(),
        ];
        foreach (IGrouping<string?, Node> group in below.Where(node => node.Tensor.IsParameter && node.Shape.Rank > 0)
            .GroupBy(node => node.Shape.AxisName(0))
            .Where(group => group.Key is not null && samples.Contains(group.Key)))
        {
            string names = string.Join(", ", group.Select(node => node.Name));
            string verb = group.Count() == 1 ? "has" : "have";
            yield return $"{names} {verb} the axis {group.Key} of the samples: every sample has values of its own, " +
                "so the cost can fall to 0 by memorising the data, and nothing is learnt for other samples.";
        }
    }
}
