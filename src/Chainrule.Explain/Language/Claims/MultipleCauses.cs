using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>The claim is the gradient times a number: a sign, a factor, a size, a scalar of the forward pass.</summary>
internal static class MultipleCauses
{
    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (Array.TrueForAll(one.Values, value => value == 0)) yield return "the claim is zero";
        if (ClaimCase.Ratio(one.Claimed!, one.Truth) is not { } ratio) yield break;
        string sign = ratio < 0 ? "the sign is wrong: " : "";
        double size = Math.Abs(ratio);
        if (NumberMeaning.IsNear(size, 1))
        {
            yield return "the sign is wrong: the difference stands the other way round, or a minus was lost";
            yield break;
        }
        var region = new ForwardRegion(one);
        foreach (string cause in OfSizes(one, region, size).Concat(OfScalars(one, size)).Concat(
            OfNumbers(one, region, size))) yield return sign + cause;
    }

    private static IEnumerable<string> OfSizes(ClaimCase one, ForwardRegion region, double size)
    {
        bool usesMean = one.Parts.Any(part => part is CallExpression { Function.Name: "mean" });
        foreach (NumberMeaning meaning in NumberMeaning.Of(size, one.Point))
        {
            string divisor = $"1/{(meaning.Sizes.Contains('·') ? $"({meaning.Sizes})" : meaning.Sizes)}";
            if (!meaning.IsDivided)
                yield return $"it is {meaning} times the gradient: " + (region.DividesBy(meaning.Sizes)
                    ? $"the {divisor} of the cost is missing" : $"the factor {meaning.Sizes} is there once too often");
            else
                yield return $"it is {meaning} of the gradient: " + (usesMean
                    ? "a mean stands where a sum belongs: every row sends its whole share back"
                    : $"it is divided by {meaning.Sizes} once too often");
        }
        (string Name, double Length)[] sizes = [.. one.Point.Model.Dimensions
            .Where(dimension => !one.Point.FixedSizes.Contains(dimension.Key))
            .Select(dimension => (dimension.Key, (double)dimension.Value))];
        foreach ((string above, double first) in sizes)
            foreach ((string below, double second) in sizes)
                if (above != below && NumberMeaning.IsNear(size, first / second))
                    yield return $"it is {above}/{below} times the gradient: it is divided by {below} where {above} " +
                        "belongs";
    }

    // A norm, a gain: a scalar with a name that is there once too often, or not at all.
    private static IEnumerable<string> OfScalars(ClaimCase one, double size)
    {
        foreach (Tensor value in one.Point.Model.Values.Where(value => value.Rank == 0 && value.DType.IsFloating()))
        {
            double scalar = Math.Abs(value.Item());
            foreach (double factor in (double[])[1, 2, 0.5])
            {
                string times = factor == 1 ? "" : FormulaText.OfNumber(factor) + "·";
                if (NumberMeaning.IsNear(size, factor * scalar))
                    yield return $"it is {times}{value.Name} times the gradient: a division by {value.Name} is missing";
                if (NumberMeaning.IsNear(size, factor / scalar))
                    yield return $"it is {(factor == 1 ? "1" : FormulaText.OfNumber(factor))}/{value.Name} of the " +
                        $"gradient: the factor {value.Name} is missing";
            }
        }
    }

    private static IEnumerable<string> OfNumbers(ClaimCase one, ForwardRegion region, double size)
    {
        string times = size switch
        {
            _ when NumberMeaning.IsNear(size, 0.5) => "half the gradient",
            _ when NumberMeaning.IsNear(size, 1.0 / 3) => "a third of the gradient",
            _ => $"{FormulaText.OfNumber(Math.Round(size, 6))} times the gradient",
        };
        string[] sizes = [.. NumberMeaning.Of(size, one.Point, ofFixed: true).Select(meaning => meaning.IsDivided
            ? $"a division by {meaning.Sizes} too many" : $"a lost 1/{meaning.Sizes}").Distinct()];
        if (sizes.Length > 0)
        {
            yield return $"it is {times}, which is consistent with {string.Join(" or ", sizes)}, since the sizes are " +
                "given: " + string.Join(", ", one.Point.Model.Dimensions.Where(
                    dimension => one.Point.FixedSizes.Contains(dimension.Key))
                    .Select(dimension => $"{dimension.Key} = {dimension.Value}"));
        }
        foreach (double factor in region.Factors.Where(factor => factor is not (0 or 1)))
        {
            string number = FormulaText.OfNumber(Math.Abs(factor));
            if (NumberMeaning.IsNear(size, 1 / Math.Abs(factor)) && IsMultiplied(region, factor))
                yield return $"it is {times}: the factor {number} is missing";
            if (NumberMeaning.IsNear(size, Math.Abs(factor)) && !IsMultiplied(region, factor))
                yield return $"it is {times}: the division by {number} is missing";
        }
        string why = size switch
        {
            _ when NumberMeaning.IsNear(size, 2) && region.HasPower(2) =>
                "the 2 of the square's slope is not cancelled by the cost's ½",
            _ when NumberMeaning.IsNear(size, 0.5) && region.HasPower(2) =>
                "the factor 2 of a square's slope is missing",
            _ when NumberMeaning.IsNear(size, 1.0 / 3) && region.HasPower(3) =>
                "the factor 3 of a cube's slope is missing",
            _ => "a constant factor is wrong",
        };
        yield return $"it is {times}{(why.StartsWith("a constant", StringComparison.Ordinal) ? " throughout" : "")}: " +
            why;
    }

    private static bool IsMultiplied(ForwardRegion region, double factor) => region.Nodes.Any(node =>
        node.Operator is Multiply && node.Inputs.Any(input => IsNumber(input, factor)));

    private static bool IsNumber(Node node, double number) =>
        node.Operator is Constant { Uniform: { } uniform } && uniform == number;
}
