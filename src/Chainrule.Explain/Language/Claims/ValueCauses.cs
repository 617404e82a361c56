namespace Chainrule.Language;

/// <summary>
/// The claim lacks a factor that a value of the forward pass makes, or has one too many; or it is such a value itself,
/// no slope of one.
/// </summary>
internal static class ValueCauses
{
    // So many elements are no multiple of others by accident.
    private const int Enough = 4;

    public static IEnumerable<string> FindFactors(ClaimCase one)
    {
        if (one.Truth.Length < Enough || one.Claimed is not { } claimed) yield break;
        foreach (Tensor value in one.Point.Model.Values.Where(value => value.DType.IsFloating() && value.Rank > 0
            && value.Shape.BroadcastsTo(one.Truth.Shape)))
        {
            string v = value.Name!;
            foreach ((string factor, Tensor of) in ((string, Tensor)[])
            [
                (v, value), ($"(1 − {v})", 1 - value), ($"{v} ⊙ (1 − {v})", value * (1 - value)),
                ($"(1 − {v}²)", 1 - (value * value)),
            ])
            {
                if (ClaimCase.AreSame(claimed * of, one.Truth))
                    yield return Wording.Say($"the factor {factor} is missing");
                if (ClaimCase.AreSame(claimed, one.Truth * of))
                    yield return Wording.Say($"the division by {factor} is missing");
            }
        }
    }

    /// <summary>The claim is a value of the forward pass up to a factor.</summary>
    public static IEnumerable<string> FindValues(ClaimCase one)
    {
        if (one.Truth.Length < Enough || one.Claimed is not { } claimed) yield break;
        foreach (Node node in new ForwardRegion(one).Nodes.Where(node => node.DType.IsFloating()
            && node.Shape == one.Truth.Shape && NonFinite.IsFinite(node.Tensor)))
        {
            if (ClaimCase.Ratio(claimed, node.Tensor) is not null)
                yield return Wording.Say($"that is {FormulaText.Of(one.Point.Formulas.Of(node))}, a value of the " +
                    $"forward pass, up to a factor, and no gradient");
        }
    }
}
