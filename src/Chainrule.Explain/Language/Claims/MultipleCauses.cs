using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>The claim is the gradient times a number: a sign, a factor, a size, a scalar of the forward pass.</summary>
internal static class MultipleCauses
{
    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (Array.TrueForAll(one.Values, value => value == 0)) yield return Wording.Say($"the claim is zero");
        if (ClaimCase.Ratio(one.Claimed!, one.Truth) is not { } ratio) yield break;
        double size = Math.Abs(ratio);
        // Right at this point, and wrong beyond a kink.
        if (NumberMeaning.IsNear(ratio, 1)) yield break;
        if (NumberMeaning.IsNear(size, 1))
        {
            yield return one.Parts.Any(part => part is BinaryExpression { Operator: BinaryOperator.Subtract })
                ? Wording.Say($"the sign is wrong: the difference stands the other way round, or a minus was lost")
                : Wording.Say($"the sign is wrong: there is a minus too many or too few");
            yield break;
        }
        var region = new ForwardRegion(one);
        foreach (string cause in MeanCauses.Find(one, region, size)
            .SelectMany(cause => Times(one, size).Select(times => $"{times}: {cause}"))
            .Concat(OfSizes(one, region, size)).Concat(OfScalars(one, size)).Concat(OfNumbers(one, region, size))
            .Concat(OfMixed(one, region, size)))
            yield return ratio < 0 ? Wording.Say($"the sign is wrong and, apart from that, {cause}") : cause;
    }

    // With each of the sizes that are not given: the right one gives the same text at every point.
    private static IEnumerable<string> Times(ClaimCase one, double size) =>
        NumberMeaning.Of(size, one.Point, anyFactor: true).Where(meaning => !meaning.IsDivided)
            .Select(meaning => meaning.ToString()).Append(FormulaText.OfNumber(Math.Round(size, 6)))
            .Select(times => Wording.Say($"it is {times} times the gradient"));

    // A size and a number that is none of those known: the same at two points of other sizes.
    private static IEnumerable<string> OfMixed(ClaimCase one, ForwardRegion region, double size)
    {
        foreach (NumberMeaning meaning in NumberMeaning.Of(size, one.Point, anyFactor: true))
        {
            string divisor = NumberMeaning.Over(1, meaning.Sizes);
            if (meaning.IsDivided)
                yield return Wording.Say($"it is {meaning} of the gradient: it is divided by {meaning.Sizes} once " +
                    $"too often, and a constant factor is wrong");
            else if (Divided(one, region, meaning.Sizes) is { } divided)
                yield return Wording.Say($"it is {meaning} times the gradient: the {divisor} of {divided} is " +
                    $"missing, and a constant factor is wrong");
        }
    }

    private static IEnumerable<string> OfSizes(ClaimCase one, ForwardRegion region, double size)
    {
        bool usesMean = IsRightWith(one, "sum", inPlaceOf: "mean");
        foreach (NumberMeaning meaning in NumberMeaning.Of(size, one.Point))
        {
            string divisor = NumberMeaning.Over(1, meaning.Sizes);
            if (meaning is { IsRoot: true, IsDivided: false })
                yield return Wording.Say($"it is {meaning} times the gradient: a division by {meaning.Sizes} is " +
                    $"missing");
            else if (!meaning.IsDivided)
                yield return Divided(one, region, meaning.Sizes) is { } divided
                    ? Wording.Say($"it is {meaning} times the gradient: the {divisor} of {divided} is missing")
                    : Wording.Say($"it is {meaning} times the gradient: the factor {meaning.Sizes} is there once " +
                        $"too often");
            else
                yield return usesMean ? Wording.Say($"it is {meaning} of the gradient: a mean stands where a sum " +
                    $"belongs: every row sends its whole share back")
                    : Wording.Say($"it is {meaning} of the gradient: it is divided by {meaning.Sizes} once too often");
        }
        (string Name, double Length)[] sizes = [.. one.Point.Model.Dimensions
            .Where(dimension => !one.Point.FixedSizes.Contains(dimension.Key))
            .Select(dimension => (dimension.Key, (double)dimension.Value))];
        foreach ((string above, double first) in sizes)
            foreach ((string below, double second) in sizes)
                if (above != below && NumberMeaning.IsNear(size, first / second))
                    yield return Wording.Say($"it is {above}/{below} times the gradient: it is divided by {below} " +
                        $"where {above} belongs");
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
                    yield return Wording.Say($"it is {times + value.Name} times the gradient: a division by " +
                        $"{value.Name} is missing");
                if (NumberMeaning.IsNear(size, factor / scalar))
                    yield return Wording.Say($"it is " +
                        $"{(factor == 1 ? "1" : FormulaText.OfNumber(factor))}/{value.Name} of the gradient: the " +
                        $"factor {value.Name} is missing");
            }
        }
    }

    private static bool IsRightWith(ClaimCase one, string function, string inPlaceOf) =>
        one.Parts.OfType<CallExpression>().Any(call => call.Function.Name == inPlaceOf
            && one.IsRight(ClaimFormulas.Replace(
                one.Claim.Expression, call, new CallExpression(new(function, default), call.Arguments, call.Span))));

    // What is divided by a size: the cost, or another value by its name; null where nothing is.
    private static string? Divided(ClaimCase one, ForwardRegion region, string size) => region.DivisionBy(size) switch
    {
        null => null,
        { Length: > 0 } name when one.Point.Model[name].Rank > 0 => name,
        _ => Wording.Say($"the cost"),
    };

    // A size that the file knows as a number.
    private static bool HasFactor(ForwardRegion region, double size) => region.Factors.Any(
        factor => NumberMeaning.IsNear(Math.Abs(factor), size) || NumberMeaning.IsNear(Math.Abs(1 / factor), size));

    // Whether the claim divides by a size, or takes a mean.
    private static bool IsDividedBy(ClaimCase one, string size) =>
        Traversal.Below([Node.Of(one.Claim.Value!)]).Exists(
            node => node.Operator is Mean || ForwardRegion.IsDivision(node, size));

    private static IEnumerable<string> OfNumbers(ClaimCase one, ForwardRegion region, double size)
    {
        string times = size switch
        {
            _ when NumberMeaning.IsNear(size, 0.5) => Wording.Say($"half the gradient"),
            _ when NumberMeaning.IsNear(size, 1.0 / 3) => Wording.Say($"a third of the gradient"),
            _ when NumberMeaning.IsNear(1 / size, Math.Round(1 / size)) =>
                Wording.Say($"1/{FormulaText.OfNumber(Math.Round(1 / size))} of the gradient"),
            _ => Wording.Say($"{FormulaText.OfNumber(Math.Round(size, 6))} times the gradient"),
        };
        if (IsRightWith(one, "sum", inPlaceOf: "mean"))
            yield return Wording.Say($"it is {times}: a mean stands where a sum belongs: every row sends its whole " +
                $"share back");
        if (IsRightWith(one, "mean", inPlaceOf: "sum"))
            yield return Wording.Say($"it is {times}: a sum stands where a mean belongs");
        string[] sizes = [.. NumberMeaning.Of(size, one.Point, ofFixed: true).Where(meaning => meaning.Factor == 1
            && (meaning.IsDivided ? IsDividedBy(one, meaning.Sizes)
                : region.DividesBy(meaning.Sizes) || HasFactor(region, size)))
            .Select(meaning => meaning.IsDivided
            ? Wording.Say($"a division by {meaning.Sizes} too many") : Wording.Say($"a lost " +
                $"1/{meaning.Sizes}")).Distinct()];
        if (sizes.Length > 0)
        {
            string meanings = sizes.Aggregate((a, b) => Wording.Say($"{a} or {b}")), given = string.Join(
                ", ", one.Point.Model.Dimensions.Where(dimension => one.Point.FixedSizes.Contains(dimension.Key))
                    .Select(dimension => $"{dimension.Key} = {dimension.Value}"));
            yield return Wording.Say($"it is {times}, which is consistent with {meanings}, since the sizes are " +
                $"given: {given}");
        }
        foreach (double factor in region.Factors.Where(factor => factor is not (0 or 1)))
        {
            string number = FormulaText.OfNumber(Math.Abs(factor));
            if (NumberMeaning.IsNear(size, 1 / Math.Abs(factor)) && IsMultiplied(region, factor))
                yield return Wording.Say($"it is {times}: the factor {number} is missing");
            if (NumberMeaning.IsNear(size, Math.Abs(factor)) && !IsMultiplied(region, factor))
                yield return Wording.Say($"it is {times}: the division by {number} is missing");
        }
        string? why = size switch
        {
            _ when NumberMeaning.IsNear(size, 2) && region.HasPower(2) =>
                Wording.Say($"the 2 of the square's slope is not canceled by the cost's ½"),
            _ when NumberMeaning.IsNear(size, 0.5) && region.HasPower(2) =>
                Wording.Say($"the factor 2 of a square's slope is missing"),
            _ when NumberMeaning.IsNear(size, 1.0 / 3) && region.HasPower(3) =>
                Wording.Say($"the factor 3 of a cube's slope is missing"),
            _ => null,
        };
        yield return why is null ? Wording.Say($"it is {times} throughout: a constant factor is " +
            $"wrong") : Wording.Say($"it is {times}: {why}");
    }

    private static bool IsMultiplied(ForwardRegion region, double factor) => region.Nodes.Any(node =>
        node.Operator is Multiply && node.Inputs.Any(input => IsNumber(input, factor)));

    private static bool IsNumber(Node node, double number) =>
        node.Operator is Constant { Uniform: { } uniform } && uniform == number;
}
