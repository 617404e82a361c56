using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Chainrule.Kernels;

namespace Chainrule.Benchmarks;

/// <summary>
/// The matrix products of a 784-512-512-10 network's step with batches of 128, and of a single sample.
/// </summary>
[MemoryDiagnoser]
public unsafe class ProductBenchmarks : IDisposable
{
    private float* a, b, c;
    private GemmProblem<float> product;
    private Workers workers = Workers.Single;

    [Params("128x512x784 NN", "784x512x128 TN", "128x512x512 NT", "128x10x512 NN", "1x128x784 NN", "784x32x1 TN")]
    public string Shape { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    private int M { get; set; }

    private int N { get; set; }

    private int K { get; set; }

    private bool TransposeA => Shape[^2] == 'T';

    private bool TransposeB => Shape[^1] == 'T';

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape[..^3].Split('x').Select(int.Parse)];
        (M, N, K) = (sizes[0], sizes[1], sizes[2]);
        a = Allocate(M * K);
        b = Allocate(K * N);
        c = Allocate(M * N);
        product = new(M, N, K, a, TransposeA, b, TransposeB, c);
        workers = new Workers(Threads);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        workers.Dispose();
        NativeMemory.AlignedFree(a);
        NativeMemory.AlignedFree(b);
        NativeMemory.AlignedFree(c);
    }

    [Benchmark]
    public void Product() => Gemm.Multiply(ref product, workers);

    private static float* Allocate(int length)
    {
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        for (int i = 0; i < length; i++) memory[i] = i % 17 * 0.125f;
        return memory;
    }
}
