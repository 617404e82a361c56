namespace Chainrule;

/// <summary>Remarks on a model that its formulas alone do not make.</summary>
internal static class DerivationNotes
{
    public static IEnumerable<string> Of(Derivation derivation)
    {
        List<Node> below = Traversal.Below(derivation.Forward.Select(line => Node.Of(line.Of)));
        HashSet<string> samples = [];
        foreach (Node node in below)
            if (node.Tensor.IsInput && node.Shape.Rank > 0 && node.Shape.AxisName(0) is { } axis) samples.Add(axis);
        foreach (string axis in samples)
        {
            string[] names =
            [
                .. below.Where(node => node.Tensor.IsParameter && node.Shape.Rank > 0 && node.Shape.AxisName(0) == axis)
                    .Select(node => node.Name ?? "a parameter"),
            ];
            if (names.Length == 0) continue;
            yield return $"{string.Join(", ", names)} {(names.Length == 1 ? "has" : "have")} the axis {axis} of the " +
                "samples: every sample has values of its own, so the cost can fall to 0 by memorising the data, and " +
                "nothing is learnt for other samples.";
        }
    }
}
