using static Chainrule.Functions;

namespace Chainrule.Language;

/// <summary>The slope of one loss stands with another.</summary>
internal static class LossCauses
{
    private const int Enough = 4;

    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (one.Truth.Length < Enough) yield break;
        Tensor x = one.Of;
        foreach (Tensor target in one.Point.Model.Values.Where(value =>
            value.Shape == x.Shape && value != x && value.DType.IsFloating()))
        {
            string t = target.Name!;
            (string Loss, Tensor Slope)[] losses =
            [
                ("a squared error", x - target),
                ("an absolute error", Sign(x - target)),
                ($"the cross-entropy −{t} log {x.Name}", -target / x),
                ($"the binary cross-entropy of {x.Name} as a probability", (x - target) / (x * (1 - x))),
                ($"the binary cross-entropy of {x.Name} as a logit", Sigmoid(x) - target),
                .. x.Rank == 0 ? [] : new[] { ($"the cross-entropy of {x.Name} as logits", Softmax(x) - target) },
            ];
            foreach ((string loss, Tensor slope) in losses)
                if (NonFinite.IsFinite(slope) && ClaimCase.Ratio(one.Claimed!, slope) is not null)
                    yield return $"that is the slope of {loss}, up to a factor; the cost has another slope";
        }
    }
}
