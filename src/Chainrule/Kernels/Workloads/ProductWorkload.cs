namespace Chainrule.Kernels;

/// <summary>A product of random float32 matrices.</summary>
internal sealed unsafe class ProductWorkload : KernelWorkload
{
    private readonly AlignedMemory a, b, c;
    private readonly Workers workers;
    private GemmProblem<float> product;

    public ProductWorkload(int m, int n, int k, bool transposeA, bool transposeB, int threads)
    {
        a = Numbers(m * k, seed: 1);
        b = Numbers(k * n, seed: 2);
        c = Numbers(m * n, seed: 3);
        workers = new Workers(threads);
        product = new(m, n, k, (float*)a.Start, transposeA, (float*)b.Start, transposeB, (float*)c.Start);
        Operations = 2.0 * m * n * k;
    }

    public override double Operations { get; }

    public override void Run(int repeats)
    {
        for (int i = 0; i < repeats; i++) Gemm.Multiply(ref product, workers);
        GC.KeepAlive((a, b, c));
    }

    protected override void Dispose(bool disposing) => workers.Dispose();

    private static AlignedMemory Numbers(int count, int seed)
    {
        var memory = new AlignedMemory(count * sizeof(float));
        var random = new Random(seed);
        foreach (ref float one in new Span<float>(memory.Start, count)) one = 2 * random.NextSingle() - 1;
        return memory;
    }
}
