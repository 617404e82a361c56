using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>
/// 1/(1 − rate) with probability 1 − rate, otherwise 0; the stream of random numbers depends on the step.
/// </summary>
internal sealed class DropoutMaskKernel(ArrayView output, DropoutMaskKey key) : Kernel
{
    public override void Run()
    {
        double keep = 1 - key.Rate;
        ulong stream = RandomPurpose.Dropout + ((ulong)key.Layer << 32) + (uint)key.Counter.Step;
        if (output.Type == ElementType.Float32)
            CounterRandom.Bernoulli(output.Span<float>(), keep, (float)(1 / keep), key.Seed, stream);
        else
            CounterRandom.Bernoulli(output.Span<double>(), keep, 1 / keep, key.Seed, stream);
    }
}
