using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Multiply-adds from registers alone.</summary>
internal sealed class MultiplyAddWorkload(int threads) : KernelWorkload
{
    private readonly Workers workers = new(threads);
    private Chains job;

    public override double Operations =>
        2.0 * threads * Math.Max(1, SimdWidth.Bits / 32) * Chains.Count * Chains.Steps;

    public override void Run(int repeats)
    {
        for (int i = 0; i < repeats; i++) workers.Run(ref job, threads);
    }

    protected override void Dispose(bool disposing) => workers.Dispose();

    // Twelve independent chains of sums: two ports with a latency of four cycles need eight.
    private struct Chains : IJob, ISimdKernel<float>
    {
        public const int Count = 12;
        public const int Steps = 100_000;

        private float kept;

        public void Run(int part, int thread)
        {
            Chains own = default;
            SimdWidth.Run<float, Chains>(ref own);
            // Uses the sums, so that they are not optimized away; never true.
            if (own.kept == 1) kept = own.kept;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ISimd<V, float>
        {
            V x = V.Constant(0.999), y = V.Constant(1e-3);
            V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (int step = 0; step < Steps; step++)
            {
                V.MultiplyAddTo(x, y, ref a);
                V.MultiplyAddTo(x, y, ref b);
                V.MultiplyAddTo(x, y, ref c);
                V.MultiplyAddTo(x, y, ref d);
                V.MultiplyAddTo(x, y, ref e);
                V.MultiplyAddTo(x, y, ref f);
                V.MultiplyAddTo(x, y, ref g);
                V.MultiplyAddTo(x, y, ref h);
                V.MultiplyAddTo(x, y, ref i);
                V.MultiplyAddTo(x, y, ref j);
                V.MultiplyAddTo(x, y, ref k);
                V.MultiplyAddTo(x, y, ref l);
            }
            kept = V.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
