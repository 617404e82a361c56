using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// Recognises a wrong slope of the function between a value and what is made of it: forgotten, upside down, taken at
/// the wrong argument, of another function, or multiplied by the wrong gradient.
/// </summary>
/// <param name="derivation">The right derivation.</param>
/// <param name="point">Where both are computed.</param>
/// <param name="shape">The shape of the gradient.</param>
/// <param name="consumer">The function of one element that makes a named value of the one in question.</param>
/// <param name="same">Whether a tensor is what was claimed.</param>
internal sealed class ClaimSlopes(
    Derivation derivation, ClaimPoint point, Shape shape, Func<string, Node?> consumer, Func<Tensor, bool> same)
{
    public string? Find()
    {
        foreach (DerivationLine other in derivation.Lines)
        {
            if (consumer(other.Of.Name!) is not { } function) continue;
            Tensor upstream = point.Of(other.Value);
            if (upstream.Shape == shape && Find(other.Left, upstream, function) is { } cause) return cause;
        }
        return null;
    }

    private string? Find(string above, Tensor upstream, Node function)
    {
        Tensor x = point.Of(function.Inputs[0].Tensor), y = point.Of(function.Tensor);
        Tensor one = Tensor.Scalar(1, DType.Float64);
        if (function.Operator.Gradient([x], y, one)[0] is not { } slope) return null;
        string name = function.Operator.Name, value = function.Name ?? "its result",
            argument = function.Inputs[0].Name ?? "its argument";
        if (same(upstream * (1 - slope))) return $"the slope of {name} is upside down: 1 stands where 0 belongs";
        if (same(upstream * slope * slope)) return $"the slope of {name} is counted twice";
        if (same(upstream / slope)) return $"it is divided by the slope of {name} instead of multiplied";
        Tensor inner = function.Operator.On(y);
        if (function.Operator.Gradient([y], inner, one)[0] is { } late && same(upstream * late))
            return $"the slope of {name} is taken at {value} instead of at {argument}";
        if (function.Operator.Gradient([x], x, one)[0] is { } early && same(upstream * early))
            return $"the slope of {name} is written with {argument} where {value} belongs";
        if (same(upstream * x * (1 - x)))
            return $"{argument} ⊙ (1 − {argument}) is not the slope of {name}: that of {Sigmoid.Entry.Name} is " +
                $"written with its value, {value} ⊙ (1 − {value})";
        if (same(upstream * y)) return $"the slope of {name} is not {name} itself";
        if (same(upstream * (1 - y)))
            return $"the factor {function.Name ?? "of the function's value"} of the slope is missing";
        if (same(slope)) return $"that is the slope of {name} alone: the gradient {above} that it passes on is missing";
        (string sigmoid, string tanh) = (Sigmoid.Entry.Name, Tanh.Entry.Name);
        if (name != tanh && same(upstream * (1 - Functions.Pow(y, 2))))
            return $"1 − {value}² is the slope of {tanh}, not of {name}";
        if (name != sigmoid && same(upstream * y * (1 - y)))
            return $"{value} ⊙ (1 − {value}) is the slope of {sigmoid}, not of {name}";
        foreach (DerivationLine wrong in derivation.Lines)
        {
            Tensor gradient = point.Of(wrong.Value);
            if (wrong.Left != above && gradient.Shape == shape && same(gradient * slope))
                return $"the slope of {name} multiplies {wrong.Left}, and it should multiply {above}";
        }
        return null;
    }
}
