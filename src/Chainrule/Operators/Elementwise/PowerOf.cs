using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>a to the power b, both tensors.</summary>
internal sealed unsafe class PowerOf : ElementwiseOperator
{
    public override string Name => "power";

    public override Notation Write(Notation[] inputs, Node node) => new(
        $"{inputs[0].In(Binding.Postfix)}^{inputs[1].In(Binding.Power)}", Binding.Power);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * x[1] * Functions.Pow(x[0], x[1] - 1), dy * y * Functions.Log(x[0])];

    public override string Reason => "a^b changes with a by b·a^(b−1), and with b by a^b·log a.";

    public override Tensor[][] Samples() => [[SampleValues.Positive, SampleValues.OtherReal]];

    public override void Apply(int length, float* a, float* b, float* c, float* y) => Apply<float>(length, a, b, y);

    public override void Apply(int length, double* a, double* b, double* c, double* y) =>
        Apply<double>(length, a, b, y);

    private static void Apply<T>(int length, T* a, T* b, T* y) where T : unmanaged, IPowerFunctions<T>
    {
        for (int i = 0; i < length; i++) y[i] = T.Pow(a[i], b[i]);
    }
}
