namespace Chainrule;

/// <summary>Why the gradient through a standardized value loses its mean and its part along that value.</summary>
internal sealed class StandardizationReason(DerivationWalk walk, FormulaBuilder formulas)
{
    /// <summary>The reason, where the use is that of a standardized value; else null.</summary>
    public string? Explain(Use use)
    {
        if (walk.Standardized.GetValueOrDefault(use.User) is not { } found || use.Value == found.Deviation)
            return null;
        string x = found.X.Name ?? "the result", result = found.Result.Name ?? "the standardized value";
        string gradient = $"d{walk.CostName}/d{found.Result.Name ?? "it"}";
        Node[] inFront = !walk.Found.TryGetValue(found.Result, out FoundGradient dy) ? []
            : [.. found.InFront(dy.Expression)];
        string scale = inFront.Length == 0 ? ""
            : $"; {string.Join(" and ", inFront.Select(factor => FormulaText.Of(formulas.Of(factor))))}, the same " +
                "all along, stands in front";
        string over = found.X.Shape.Rank != 2 || found.Mean.FirstAxis != found.Mean.LastAxis ? "over its axes"
            : found.Mean.FirstAxis == 0 ? "of its column" : "of its row";
        string deviation = FormulaText.Of(formulas.Of(found.Deviation));
        return $"{result} is {x} less the mean {over}, over the deviation {deviation}: each element of {x} " +
            $"moves both, so {gradient} loses its mean and its part along {result}, and is divided by the " +
            $"deviation{scale}";
    }
}
