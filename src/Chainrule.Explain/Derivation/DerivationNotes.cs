using Chainrule.Operators;

namespace Chainrule;

/// <summary>Remarks on a model that its formulas alone do not make.</summary>
internal static class DerivationNotes
{
    public static IEnumerable<string> Of(Derivation derivation)
    {
        IReadOnlyList<Node> below = derivation.Walk.Forward;
        HashSet<string> samples = [];
        foreach (Node node in below)
            if (node.Tensor.IsInput && node.Shape.Rank > 0 && node.Shape.AxisName(0) is { } axis) samples.Add(axis);
        samples.RemoveWhere(axis => below.Any(node => Mixes(node, axis)) || !IsShared(axis, below));
        foreach (string axis in samples)
        {
            string[] names =
            [
                .. below.Where(node => node.Tensor.IsParameter && node.Shape.Rank > 0 && node.Shape.AxisName(0) == axis)
                    .Select(node => node.Name ?? Wording.Say($"a parameter")),
            ];
            if (names.Length == 0) continue;
            string list = string.Join(", ", names);
            yield return Wording.Say($"{list} {names.Length:has|have} the axis {axis} of the samples: every sample " +
                $"has values of its own, and what is learned for them says nothing about other samples.");
        }
    }

    // All inputs have samples: with samples in columns, as X[n, m] and Y[K, m], K is none.
    private static bool IsShared(string axis, IReadOnlyList<Node> below)
    {
        string[][] inputs = [.. below.Where(node => node.Tensor.IsInput)
            .Select(node => node.Shape.Select((_, place) => node.Shape.AxisName(place)).OfType<string>().ToArray())];
        int CountOf(string name) => inputs.Count(axes => axes.Contains(name));
        return CountOf(axis) == inputs.SelectMany(axes => axes).Max(CountOf);
    }

    // Samples stay apart from each other: their axis comes first in every value, and no product sums over it.
    private static bool Mixes(Node node, string axis)
    {
        for (int i = 1; i < node.Shape.Rank; i++)
            if (node.Shape.AxisName(i) == axis) return true;
        if (node.Operator is not MatrixProduct product || MatrixProduct.IsOuter(node)) return false;
        Shape a = node.Inputs[0].Shape;
        return a.AxisName(a.Rank == 1 ? 0 : a.Axis(product.TransposeA ? -2 : -1)) == axis;
    }
}
