using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>a to the power b, both tensors.</summary>
internal sealed class PowerOf : ElementwiseOperator
{
    public override string Name => "power";

    public override Notation Write(Notation[] inputs, Node node) => new(
        $"{inputs[0].In(Binding.Postfix)}^{inputs[1].In(Binding.Power)}", Binding.Power);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * x[1] * Functions.Pow(x[0], x[1] - 1), dy * y * Functions.Log(x[0])];

    public override string Reason => "a^b changes with a by b·a^(b−1), and with b by a^b·log a.";

    public override Tensor[][] Samples() => [[SampleValues.Positive, SampleValues.OtherReal]];

    public override ElementLoop Loop(ElementType type) => type switch
    {
        ElementType.Float32 => new PowerOfLoop<float>(),
        ElementType.Float64 => new PowerOfLoop<double>(),
        _ => throw TakesNoIntegers(),
    };
}
