namespace Chainrule.Kernels.Keys;

/// <summary>Functions of one to three numbers, applied elementwise.</summary>
internal enum ElementFunction
{
    Abs,
    Add,
    BinaryCrossEntropy,
    Clip,
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
    Tan,
    Tanh,
    Where,
}

/// <summary>An elementwise function, applied after broadcasting.</summary>
/// <param name="Function">The function.</param>
/// <param name="First">The exponent of a power, the slope of a leaky ReLU, or the factor of an ELU below 0.</param>
/// <param name="Second">The factor of an ELU above 0.</param>
internal record ElementKey(ElementFunction Function, double First = 0, double Second = 0) : KernelKey;

/// <summary>A function of one number built from other functions, step by step; the last step is the result.</summary>
internal sealed record FormulaKey(FormulaStep[] Steps) : ElementKey(ElementFunction.Formula);

/// <summary>A step of a formula: a function of earlier steps, referred to by index.</summary>
/// <param name="Function">The function; null for the formula's variable or a constant.</param>
/// <param name="Inputs">The steps that it reads.</param>
/// <param name="Number">The value of a constant step; null for the variable.</param>
internal readonly record struct FormulaStep(ElementKey? Function, int[] Inputs, double? Number = null);
