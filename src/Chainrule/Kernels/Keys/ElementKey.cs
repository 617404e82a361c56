namespace Chainrule.Kernels.Keys;

/// <summary>Functions of one to three numbers that are applied to each element.</summary>
internal enum ElementFunction
{
    Abs,
    Add,
    BinaryCrossEntropy,
    Cos,
    Divide,
    Elu,
    Equal,
    Erf,
    Exp,
    Formula,
    Gelu,
    GeluTanh,
    Greater,
    GreaterOrEqual,
    LeakyRelu,
    Less,
    LessOrEqual,
    Log,
    Maximum,
    Minimum,
    Multiply,
    Negate,
    NonZero,
    NotEqual,
    Power,
    PowerOf,
    Relu,
    Sigmoid,
    Sign,
    Silu,
    Sin,
    Softplus,
    Sqrt,
    Subtract,
    Tanh,
    Where,
}

/// <summary>A function of each element, after broadcasting.</summary>
/// <param name="Function">The function.</param>
/// <param name="First">The exponent of a power, the slope of a leaky relu, or the factor of an elu below 0.</param>
/// <param name="Second">The factor of an elu above 0.</param>
internal record ElementKey(ElementFunction Function, double First = 0, double Second = 0) : KernelKey;

/// <summary>A function of one number that is made of others, step by step; the last step is the result.</summary>
internal sealed record FormulaKey(FormulaStep[] Steps) : ElementKey(ElementFunction.Formula);

/// <summary>A step of a formula: a function of earlier steps, by their numbers.</summary>
/// <param name="Function">The function, or null for the formula's variable or a number.</param>
/// <param name="Inputs">The steps that it reads.</param>
/// <param name="Number">The number that the step is, or null for the variable.</param>
internal readonly record struct FormulaStep(ElementKey? Function, int[] Inputs, double? Number = null);
