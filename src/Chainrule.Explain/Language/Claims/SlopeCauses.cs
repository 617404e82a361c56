using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// Recognises a wrong slope of the function between a value and what is made of it: forgotten, upside down, taken at
/// the wrong argument, of another function, or multiplied by the wrong gradient.
/// </summary>
internal static class SlopeCauses
{
    public static IEnumerable<string> Find(ClaimCase one) => Above(one).SelectMany(
        pair => Find(one, pair.Line.Left, pair.Line.Value, pair.Function));

    /// <summary>The claim is the gradient at the function's value: its slope is missing.</summary>
    public static IEnumerable<string> Missing(ClaimCase one) => Above(one)
        .Where(pair => one.IsClaimed(pair.Line.Value))
        .Select(pair => Wording.Say($"that is {pair.Line.Left}: the factor {Written(one, pair.Function)}, the slope " +
            $"of {pair.Function.Operator.Name}, is missing"));

    /// <summary>The slope of a function as derivations write it.</summary>
    public static string Written(ClaimCase one, Node function)
    {
        Tensor slope = function.Operator.Gradient(
            [function.Inputs[0].Tensor], function.Tensor, Functions.Number(1, function.DType))[0]!;
        return FormulaText.Of(one.Point.Formulas.Of(one.Point.Derivation.Walk.Simplify(Node.Of(slope))));
    }

    /// <summary>
    /// The lines of values that a function of one element makes directly of the value in question, with that function.
    /// </summary>
    public static IEnumerable<(DerivationLine Line, Node Function)> Above(ClaimCase one)
    {
        foreach (DerivationLine line in one.Point.Derivation.Lines)
        {
            Node? function = one.Point.Derivation.Walk.Forward.Find(node => node.Name == line.Of.Name
                && node.Operator is UnaryOperator && node.Inputs[0].Name == one.Claim.Variable);
            if (function is not null && line.Value.Shape == one.Truth.Shape
                && function.Operator.Gradient([function.Inputs[0].Tensor], function.Tensor, function.Tensor)[0]
                    is not null) yield return (line, function);
        }
    }

    private static IEnumerable<string> Find(ClaimCase one, string above, Tensor upstream, Node function)
    {
        Tensor x = function.Inputs[0].Tensor, y = function.Tensor;
        Tensor unit = Tensor.Scalar(1, DType.Float64);
        if (function.Operator.Gradient([x], y, unit)[0] is not { } slope) yield break;
        // The slope is there: what is missing is another share.
        if (one.IsClaimed(upstream * slope)) yield break;
        string name = function.Operator.Name, value = function.Name ?? Wording.Say($"its result"),
            argument = function.Inputs[0].Name ?? Wording.Say($"its argument");
        if (one.IsClaimed(upstream * (1 - slope)))
            yield return IsStep(slope) ? Wording.Say($"the slope of {name} is upside down: 1 stands where 0 belongs")
                : Wording.Say($"the slope of {name} is upside down: 1 minus the slope stands in its place");
        if (one.IsClaimed(upstream * slope * slope)) yield return Wording.Say($"the slope of {name} is counted twice");
        if (one.IsClaimed(upstream / slope)) yield return Wording.Say($"it is divided by the slope of {name} " +
            $"instead of multiplied");
        Tensor inner = function.Operator.On(y);
        if (function.Operator.Gradient([y], inner, unit)[0] is { } late && one.IsClaimed(upstream * late))
            yield return Wording.Say($"the slope of {name} is taken at {value} instead of at {argument}");
        if (function.Operator.Gradient([x], x, unit)[0] is { } early && one.IsClaimed(upstream * early))
            yield return Wording.Say($"the slope of {name} is written with {argument} where {value} belongs");
        if (one.IsClaimed(upstream * x * (1 - x)))
            yield return Wording.Say($"{argument} ⊙ (1 − {argument}) is not the slope of {name}: that of " +
                $"{Sigmoid.Entry.Name} is written with its value, {value} ⊙ (1 − {value})");
        if (one.IsClaimed(upstream * y)) yield return Wording.Say($"the slope of {name} is not {name} itself");
        if (one.IsClaimed(upstream * (1 - y)) && ClaimCase.AreSame(slope, y * (1 - y)))
            yield return Wording.Say($"the factor {value} of the slope is missing");
        if (one.IsClaimed(slope))
            yield return Wording.Say($"that is the slope of {name} alone: the gradient {above} that it passes on is " +
                $"missing");
        (string sigmoid, string tanh) = (Sigmoid.Entry.Name, Tanh.Entry.Name);
        if (name != tanh && one.IsClaimed(upstream * (1 - Functions.Pow(y, 2))))
            yield return Wording.Say($"1 − {value}² is the slope of {tanh}, not of {name}");
        if (name != sigmoid && one.IsClaimed(upstream * y * (1 - y)))
            yield return Wording.Say($"{value} ⊙ (1 − {value}) is the slope of {sigmoid}, not of {name}");
        foreach (DerivationLine wrong in one.Point.Derivation.Lines)
        {
            Tensor gradient = wrong.Value;
            if (wrong.Left != above && gradient.Shape == one.Truth.Shape && one.IsClaimed(gradient * slope))
                yield return Wording.Say($"the slope of {name} multiplies {wrong.Left}, and it should multiply " +
                    $"{above}");
        }
    }

    private static bool IsStep(Tensor slope) => Array.TrueForAll(slope.ToArray<double>(), value => value is 0 or 1);
}
