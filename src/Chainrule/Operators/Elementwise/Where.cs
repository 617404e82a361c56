using System.Numerics;

namespace Chainrule.Operators;

/// <summary>a where the condition is not 0, else b.</summary>
internal sealed unsafe class Where : ElementwiseOperator
{
    public override string Name => "where";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [null, Functions.Where(x[0], dy, 0), Functions.Where(x[0], 0, dy)];

    public override string Reason => "The gradient goes to whichever branch was taken.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal > 0, SampleValues.AnyReal, SampleValues.OtherReal]];

    public override void Apply(int length, float* a, float* b, float* c, float* y) => Apply<float>(length, a, b, c, y);

    public override void Apply(int length, double* a, double* b, double* c, double* y) =>
        Apply<double>(length, a, b, c, y);

    public override void Apply(int length, int* a, int* b, int* c, int* y) => Apply<int>(length, a, b, c, y);

    private static void Apply<T>(int length, T* condition, T* a, T* b, T* y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < length; i++) y[i] = condition[i] != T.Zero ? a[i] : b[i];
    }
}
