using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>A matrix product for each index of the broadcast leading axes.</summary>
internal sealed unsafe class ProductKernel<T> : Kernel where T : unmanaged, INumber<T>
{
    // m×k · k×n → m×n
    private readonly int m, n, k;
    private readonly int strideA, strideB;
    private readonly bool transposeA, transposeB, seeksZeros;
    private readonly T* a, b, c;
    private readonly long[] offsetsA, offsetsB;   // where each matrix of the batch starts
    private readonly Workers workers;

    // seeksZeros: whether the left operand is likely to have zeros worth skipping.
    public ProductKernel(
        ArrayView left, bool transposeA, ArrayView right, bool transposeB, ArrayView output, Workers workers,
        bool seeksZeros)
    {
        this.seeksZeros = seeksZeros;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.workers = workers;
        a = (T*)left.Data;
        b = (T*)right.Data;
        c = (T*)output.Data;
        m = output[-2];
        n = output[-1];
        k = left[transposeA ? -2 : -1];
        strideA = left[-1];
        strideB = right[-1];
        ReadOnlySpan<int> batch = output.Lengths[..^2];
        offsetsA = Offsets(left.Lengths, batch);
        offsetsB = Offsets(right.Lengths, batch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        for (int i = 0; i < offsetsA.Length; i++) Multiply(a + offsetsA[i], b + offsetsB[i], c + ((long)i * m * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(T* left, T* right, T* output)
    {
        if (typeof(T) == typeof(float)) Multiply((float*)left, (float*)right, (float*)output);
        else if (typeof(T) == typeof(double)) Multiply((double*)left, (double*)right, (double*)output);
        else PlainGemm.Multiply(m, n, k, left, strideA, transposeA, right, strideB, transposeB, output, n, false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Multiply<TFloat>(TFloat* left, TFloat* right, TFloat* output)
        where TFloat : unmanaged, IBinaryFloatingPointIeee754<TFloat>
    {
        GemmProblem<TFloat> problem =
            new(m, n, k, left, transposeA, right, transposeB, output) { SeeksZeros = seeksZeros };
        Gemm.Multiply(ref problem, workers);
    }

    private static long[] Offsets(ReadOnlySpan<int> shape, ReadOnlySpan<int> batch)
    {
        int count = 1;
        foreach (int length in batch) count *= length;
        var offsets = new long[count];
        long matrix = (long)shape[^2] * shape[^1];
        for (int i = 0; i < count; i++)
        {
            long offset = 0, step = matrix;
            int rest = i;
            for (int axis = 1; axis <= batch.Length; axis++)
            {
                int index = rest % batch[^axis];
                rest /= batch[^axis];
                if (axis > shape.Length - 2) continue;
                int length = shape[^(axis + 2)];
                if (length > 1) offset += index * step;
                step *= length;
            }
            offsets[i] = offset;
        }
        return offsets;
    }
}
