using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a to the power b, both tensors.</summary>
internal sealed class PowerOf : ElementwiseOperator
{
    public override string Name => "power";

    public override string RegisteredName => "power_of";

    public override Notation Write(Notation[] inputs, Node node) => new(
        $"{inputs[0].In(Binding.Postfix)}^{inputs[1].In(Binding.Power)}", Binding.Power);

    public override DType InferDType(Node[] inputs) => FloatingType(inputs);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * x[1] * Functions.Pow(x[0], x[1] - 1), dy * y * Functions.Log(x[0])];

    public override string Reason => "a^b changes with a by b·a^(b−1), and with b by a^b·log a.";

    public override Tensor[][] Samples() => [[SampleValues.Positive, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.PowerOf);
}
