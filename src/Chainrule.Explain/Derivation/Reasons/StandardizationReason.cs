namespace Chainrule;

/// <summary>Why the gradient through a standardized value loses its mean and its part along that value.</summary>
internal sealed class StandardizationReason(DerivationWalk walk, FormulaBuilder formulas)
{
    /// <summary>The reason, where the use is that of a standardized value; else null.</summary>
    public string? Explain(Use use)
    {
        if (walk.Standardized.GetValueOrDefault(use.User) is not { } found || use.Value == found.Deviation)
            return null;
        string x = found.X.Name ?? Wording.Say($"the result");
        string result = found.Result.Name ?? Wording.Say($"the standardized value");
        string gradient = $"d{walk.CostName}/d{found.Result.Name ?? "it"}";
        Node[] inFront = !walk.Found.TryGetValue(found.Result, out FoundGradient dy) ? []
            : [.. found.InFront(dy.Expression)];
        string factors = string.Join(
            Wording.Say($" and "), inFront.Select(factor => FormulaText.Of(formulas.Of(factor))));
        string scale = inFront.Length == 0 ? ""
            : Wording.Say($"; {factors}, the same all along, {inFront.Length:stands|stand} in front");
        string over = found.X.Shape.Rank != 2 || found.Mean.FirstAxis != found.Mean.LastAxis
            ? Wording.Say($"over its axes")
            : found.Mean.FirstAxis == 0 ? Wording.Say($"of its column") : Wording.Say($"of its row");
        string deviation = FormulaText.Of(formulas.Of(found.Deviation));
        return Wording.Say(
            $"{result} is {x} less the mean {over}, over the deviation {deviation}: each element of {x} moves both, " +
            $"so {gradient} loses its mean and its part along {result}, and is divided by the deviation{scale}");
    }
}
