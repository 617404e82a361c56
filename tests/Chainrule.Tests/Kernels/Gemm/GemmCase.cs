using System.Numerics;
using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>
/// The operands of one product: small integers, so that sums are exact in any order, with NaN around each row.
/// </summary>
internal sealed unsafe class GemmCase<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly int M, N, K, StrideA, StrideB, StrideC;
    public readonly bool TransposeA, TransposeB, Accumulate;
    public readonly T* A, B, C;
    private readonly T[] before;
    private readonly T[] expected;
    private readonly int lengthC;

    public GemmCase(int m, int n, int k, int form, bool accumulate, int extra)
    {
        (M, N, K, Accumulate) = (m, n, k, accumulate);
        (TransposeA, TransposeB) = ((form & 1) != 0, (form & 2) != 0);
        (int rowsA, int columnsA) = TransposeA ? (k, m) : (m, k);
        (int rowsB, int columnsB) = TransposeB ? (n, k) : (k, n);
        (StrideA, StrideB, StrideC) = (columnsA + extra, columnsB + extra, n + extra);
        A = Fill(rowsA, columnsA, StrideA, 17);
        B = Fill(rowsB, columnsB, StrideB, 13);
        C = Fill(m, n, StrideC, 11);
        lengthC = Math.Max(1, m * StrideC);
        before = new Span<T>(C, lengthC).ToArray();
        PlainGemm.Multiply(m, n, k, A, StrideA, TransposeA, B, StrideB, TransposeB, C, StrideC, accumulate);
        expected = new Span<T>(C, lengthC).ToArray();
    }

    public ReadOnlySpan<T> Result => new(C, lengthC);

    public ReadOnlySpan<T> Expected => expected;

    public void Reset() => before.CopyTo(new Span<T>(C, lengthC));

    public void Multiply(Workers workers)
    {
        NoEpilogue<T> none = default;
        Multiply(workers, ref none);
    }

    public void Multiply<TEpilogue>(Workers workers, ref TEpilogue epilogue) where TEpilogue : struct, IEpilogue<T>
    {
        GemmProblem<T> problem = new(M, N, K, A, TransposeA, B, TransposeB, C)
        {
            StrideA = StrideA,
            StrideB = StrideB,
            StrideC = StrideC,
            Accumulate = Accumulate,
        };
        Gemm.Multiply(ref problem, workers, ref epilogue);
    }

    /// <summary>Fails unless every element is the given function of its row, its column and the sum.</summary>
    public void CheckWith(string what, Func<int, int, T, T> function)
    {
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                int at = (i * StrideC) + j;
                expected[at] = function(i, j, expected[at]);
            }
        }
        Check(what);
    }

    /// <summary>Fails unless every element, including those between the rows, has the expected bits.</summary>
    public void Check(string what)
    {
        ReadOnlySpan<byte> actual = MemoryMarshal.AsBytes(Result), wanted = MemoryMarshal.AsBytes(Expected);
        if (actual.SequenceEqual(wanted)) return;
        int at = actual.CommonPrefixLength(wanted) / sizeof(T);
        Assert.Fail($"{what} {typeof(T).Name} {M}×{N}×{K} {(TransposeA ? 'T' : 'N')}{(TransposeB ? 'T' : 'N')} "
            + $"accumulate {Accumulate}, stride {StrideC}: at ({at / StrideC},{at % StrideC}) "
            + $"is {C[at]}, not {expected[at]}");
    }

    public void Dispose()
    {
        NativeMemory.Free(A);
        NativeMemory.Free(B);
        NativeMemory.Free(C);
    }

    private static T* Fill(int rows, int columns, int stride, int seed)
    {
        T* memory = (T*)NativeMemory.Alloc((nuint)Math.Max(1, rows * stride), (nuint)sizeof(T));
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < stride; i++)
            {
                int mixed = ((row * 31) + (i * 7) + seed) * seed % 19;
                memory[(row * stride) + i] = i < columns ? T.CreateTruncating(mixed - 9) : T.NaN;
            }
        }
        return memory;
    }
}
