using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>
/// log Σ exp(x) along neighboring axes: the greatest element is taken out first, so that no exponential overflows.
/// </summary>
internal sealed class LogSumExpKernel(ArrayView input, ArrayView output, int firstAxis, int lastAxis) : Kernel
{
    public override void Run()
    {
        if (input.Type == ElementType.Float32) Run<float>();
        else Run<double>();
    }

    private void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = input.Span<T>();
        Span<T> y = output.Span<T>();
        int count = 1, inner = 1;
        for (int axis = firstAxis; axis <= lastAxis; axis++) count *= input[axis];
        for (int axis = lastAxis + 1; axis < input.Rank; axis++) inner *= input[axis];
        for (int i = 0; i < y.Length; i++)
        {
            int start = (i / inner * count * inner) + (i % inner);
            T greatest = T.NegativeInfinity;
            for (int j = 0; j < count; j++) greatest = T.Max(greatest, x[start + (j * inner)]);
            // Of infinities the greatest is all that counts; their difference would be NaN.
            T sum = T.Zero;
            for (int j = 0; j < count && T.IsFinite(greatest); j++) sum += T.Exp(x[start + (j * inner)] - greatest);
            y[i] = T.IsFinite(greatest) ? greatest + T.Log(sum) : greatest;
        }
    }
}
