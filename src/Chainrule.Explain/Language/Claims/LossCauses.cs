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
                (Wording.Say($"a squared error"), x - target),
                (Wording.Say($"an absolute error"), Sign(x - target)),
                (Wording.Say($"the cross-entropy −{t} log {x.Name}"), -target / x),
                (Wording.Say($"the binary cross-entropy of {x.Name} as a probability"), (x - target) / (x * (1 - x))),
                (Wording.Say($"the binary cross-entropy of {x.Name} as a logit"), Sigmoid(x) - target),
                .. x.Rank == 0 ? [] : new[] { (Wording.Say($"the cross-entropy of {x.Name} as " +
                    $"logits"), Softmax(x) - target) },
            ];
            foreach ((string loss, Tensor slope) in losses)
                if (NonFinite.IsFinite(slope) && ClaimCase.Ratio(one.Claimed!, slope) is not null)
                    yield return Wording.Say($"that is the slope of {loss}, up to a factor; the cost has another " +
                        $"slope");
        }
    }
}
