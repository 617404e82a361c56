using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// The cost is a mean over all elements of an array, and the claim does not divide by their number, or divides by
/// another: by the rows, where a row has several elements.
/// </summary>
internal static class MeanCauses
{
    private static readonly double[] Slopes = [1, 2, 0.5];

    /// <summary>The causes that a wrong number of elements is.</summary>
    /// <param name="one">The claim.</param>
    /// <param name="region">What the claim is about the slopes of.</param>
    /// <param name="ratio">How many times the gradient the claim is; positive.</param>
    public static IEnumerable<string> Find(ClaimCase one, ForwardRegion region, double ratio)
    {
        foreach (Node mean in region.Nodes.Where(node => node.Operator is Mean && node.Shape.Rank == 0))
        {
            Shape over = mean.Inputs[0].Shape;
            string count = over.ToSymbolicString().Trim('(', ')').Replace('×', '·');
            // A mean over m numbers is a division by m, of which others know.
            if (over.Rank == 1 && over.AxisName(0) is not null) continue;
            foreach (double slope in Slopes)
            {
                if (!NumberMeaning.IsNear(ratio * slope, over.Size)) continue;
                yield return Wording.Say($"the {NumberMeaning.Over(slope, count)} of the mean is missing");
            }
            foreach ((string name, double divisor) in Divisors(one))
            {
                if (divisor != over.Size && NumberMeaning.IsNear(ratio * divisor, over.Size))
                    yield return Wording.Say($"the mean is over {count} elements, and it is divided by {name}");
            }
        }
    }

    // What the claim divides by: numbers, sizes, and what its own means count.
    private static IEnumerable<(string Name, double Value)> Divisors(ClaimCase one)
    {
        foreach (Node node in Traversal.Below([Node.Of(one.Claim.Value!)]))
        {
            if (node.Operator is Divide && node.Inputs[1].Operator is Constant { Uniform: { } number } constant)
                yield return (constant.Symbol ?? FormulaText.OfNumber(number), number);
            else if (node.Operator is Mean && node.Inputs[0].Shape.Rank > 0)
            {
                int count = node.Inputs[0].Shape.Size / Math.Max(node.Shape.Size, 1);
                yield return (one.Point.Model.Dimensions.FirstOrDefault(size => size.Value == count).Key
                    ?? FormulaText.OfNumber(count), count);
            }
        }
    }
}
