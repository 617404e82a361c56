using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>Maps each elementwise function to its loop.</summary>
internal static class ElementLoopTable
{
    public static ElementLoop Of(ElementKey key, ElementType type) => key.Function switch
    {
        ElementFunction.Abs => ElementLoop.OfNumber(type, default(AbsFunction)),
        ElementFunction.Add => ElementLoop.OfTwoNumbers(type, default(AddFunction)),
        ElementFunction.BinaryCrossEntropy => ElementLoop.OfTwo(type, default(BinaryCrossEntropyFunction)),
        ElementFunction.Clip => ElementLoop.Of(type, new ClipFunction(key.First, key.Second)),
        ElementFunction.Cos when type == ElementType.Float32 => new WaveLoop<float>(isCosine: true),
        ElementFunction.Cos => new WaveLoop<double>(isCosine: true),
        ElementFunction.Divide => ElementLoop.OfTwoNumbers(type, default(DivideFunction)),
        ElementFunction.Elu => ElementLoop.Of(type, new EluFunction(key.First, key.Second)),
        ElementFunction.Equal => ElementLoop.OfTwoNumbers(type, default(EqualFunction)),
        ElementFunction.Erf => ElementLoop.Of(type, default(ErfFunction)),
        ElementFunction.Exp => ElementLoop.Of(type, default(ExpFunction)),
        ElementFunction.Formula => Formula((FormulaKey)key, type),
        ElementFunction.Gelu => ElementLoop.Of(type, default(GeluFunction)),
        ElementFunction.GeluTanh => ElementLoop.Of(type, default(GeluTanhFunction)),
        ElementFunction.Greater => ElementLoop.OfTwoNumbers(type, default(GreaterFunction)),
        ElementFunction.GreaterOrEqual => ElementLoop.OfTwoNumbers(type, default(GreaterOrEqualFunction)),
        ElementFunction.LeakyRelu => ElementLoop.Of(type, new LeakyReluFunction(key.First)),
        ElementFunction.Less => ElementLoop.OfTwoNumbers(type, default(LessFunction)),
        ElementFunction.LessOrEqual => ElementLoop.OfTwoNumbers(type, default(LessOrEqualFunction)),
        ElementFunction.Log => ElementLoop.Of(type, default(LogFunction)),
        ElementFunction.Maximum => ElementLoop.OfTwoNumbers(type, default(MaximumFunction)),
        ElementFunction.Minimum => ElementLoop.OfTwoNumbers(type, default(MinimumFunction)),
        ElementFunction.Multiply => ElementLoop.OfTwoNumbers(type, default(MultiplyFunction)),
        ElementFunction.Negate => ElementLoop.OfNumber(type, default(NegateFunction)),
        ElementFunction.NonZero => ElementLoop.Of(type, default(NonZeroFunction)),
        ElementFunction.NotEqual => ElementLoop.OfTwoNumbers(type, default(NotEqualFunction)),
        ElementFunction.Power => Power(key.First, type),
        ElementFunction.PowerOf when type == ElementType.Float32 => new PowerOfLoop<float>(),
        ElementFunction.PowerOf => new PowerOfLoop<double>(),
        ElementFunction.Relu => ElementLoop.Of(type, default(ReluFunction)),
        ElementFunction.Sigmoid => ElementLoop.Of(type, default(SigmoidFunction)),
        ElementFunction.Sign => ElementLoop.OfNumber(type, default(SignFunction)),
        ElementFunction.Silu => ElementLoop.Of(type, default(SiluFunction)),
        ElementFunction.Sin when type == ElementType.Float32 => new WaveLoop<float>(isCosine: false),
        ElementFunction.Sin => new WaveLoop<double>(isCosine: false),
        ElementFunction.Softplus => ElementLoop.Of(type, default(SoftplusFunction)),
        ElementFunction.Sqrt => ElementLoop.Of(type, default(SqrtFunction)),
        ElementFunction.Subtract => ElementLoop.OfTwoNumbers(type, default(SubtractFunction)),
        ElementFunction.Tan when type == ElementType.Float32 => new TangentLoop<float>(),
        ElementFunction.Tan => new TangentLoop<double>(),
        ElementFunction.Tanh => ElementLoop.Of(type, default(TanhFunction)),
        ElementFunction.Where => ElementLoop.OfThreeNumbers(type, default(WhereFunction)),
        _ => throw new NotSupportedException($"There is no loop for {key}."),
    };

    // Powers that take only a few instructions.
    private static ElementLoop Power(double exponent, ElementType type) => exponent switch
    {
        0 => ElementLoop.Of(type, default(OneFunction)),
        1 => ElementLoop.Of(type, default(IdentityFunction)),
        2 => ElementLoop.Of(type, default(SquareFunction)),
        3 => ElementLoop.Of(type, default(CubeFunction)),
        0.5 => ElementLoop.Of(type, default(SqrtFunction)),
        -1 => ElementLoop.Of(type, default(ReciprocalFunction)),
        _ when type == ElementType.Float32 => new PowerLoop<float>((float)exponent),
        _ => new PowerLoop<double>(exponent),
    };

    private static FormulaLoop Formula(FormulaKey key, ElementType type) => new(
        type, key.Steps, Array.ConvertAll(key.Steps, step => step.Function is { } one ? Of(one, type) : null));
}
