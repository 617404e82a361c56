using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>
/// −t·log p − (1 − t)·log(1 − p) for p = sigmoid(x), from the logit x: max(x, 0) − x·t + log(1 + exp(−|x|)).
/// </summary>
internal sealed unsafe class BinaryCrossEntropy : ElementwiseOperator
{
    public override string Name => "binary_cross_entropy";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * (Functions.Sigmoid(x[0]) - x[1]), -(dy * x[0])];

    public override string Reason => "Sigmoid and logarithm cancel: the slope at the logit is p − t.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.Fractions]];

    public override void Apply(int length, float* a, float* b, float* c, float* y) =>
        Rows.BinaryCrossEntropy<float>(new(a, length), new(b, length), new(y, length), default, 1);

    public override void Apply(int length, double* a, double* b, double* c, double* y) =>
        Rows.BinaryCrossEntropy<double>(new(a, length), new(b, length), new(y, length), default, 1);
}
