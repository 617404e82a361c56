using Chainrule.Operators;

using static Chainrule.Functions;

namespace Chainrule.Language;

/// <summary>The slope of one loss stands with another.</summary>
internal static class LossCauses
{
    private const int Enough = 4;

    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (one.Truth.Length < Enough || one.Claimed is not { } claimed) yield break;
        foreach ((string loss, Tensor slope) in Slopes(one, one.Of))
            if (IsMultiple(claimed, slope))
                yield return Wording.Say($"that is the slope of {loss}, up to a factor; the cost has another slope");
        foreach (Node function in FunctionsOf(one))
        {
            Tensor slope = Slope(function);
            string name = function.Operator is Operators.Softmax
                ? Wording.Say($"{function.Operator.Name} taken element by element") : function.Operator.Name;
            foreach ((string loss, Tensor outer) in Slopes(one, function.Tensor))
                if (IsMultiple(claimed, outer * slope))
                    yield return Wording.Say($"that is the slope of {loss} times that of {name}, " +
                        $"up to a factor; the cost has another slope");
            if (IsMultiple(claimed, slope))
                yield return Wording.Say($"that is the slope of {name} alone, up to a factor: what " +
                    $"comes back from the cost is missing");
        }
    }

    // What is made of the value in question by a function of one element, and by softmax, taken as if it were one.
    private static IEnumerable<Node> FunctionsOf(ClaimCase one) => one.Point.Model.Values.Select(Node.Of).Where(node =>
        node.Operator is UnaryOperator or Operators.Softmax && node.Inputs[0] == Node.Of(one.Of)
        && node.DType.IsFloating() && node.Shape == one.Truth.Shape);

    private static Tensor Slope(Node function) => function.Operator is Operators.Softmax
        ? function.Tensor * (1 - function.Tensor)
        : function.Operator.Gradient(
            [function.Inputs[0].Tensor], function.Tensor, Tensor.Scalar(1, DType.Float64))[0]
            ?? Tensor.Scalar(0, DType.Float64);

    private static bool IsMultiple(Tensor claimed, Tensor slope) =>
        NonFinite.IsFinite(slope) && ClaimCase.Ratio(claimed, slope) is not null;

    private static IEnumerable<(string Loss, Tensor Slope)> Slopes(ClaimCase one, Tensor x)
    {
        foreach (Tensor target in one.Point.Model.Values.Where(value =>
            value.Shape == x.Shape && value != x && value.DType.IsFloating()))
        {
            string t = target.Name!;
            yield return (Wording.Say($"a squared error"), x - target);
            yield return (Wording.Say($"an absolute error"), Sign(x - target));
            yield return (Wording.Say($"the cross-entropy −{t} log {x.Name}"), -target / x);
            yield return (Wording.Say($"the binary cross-entropy of {x.Name} as a probability"),
                (x - target) / (x * (1 - x)));
            yield return (Wording.Say($"the binary cross-entropy of {x.Name} as a logit"), Sigmoid(x) - target);
            if (x.Rank > 0)
                yield return (Wording.Say($"the cross-entropy of {x.Name} as logits"), Softmax(x) - target);
        }
    }
}
