using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A right operand B (k×n) that does not change, copied once into the order in which the tile reads it.
/// </summary>
/// <remarks>
/// The panels, two registers wide, are stored one after the other, each with all k steps. The last one may be a single
/// register wide and is padded with zeros.
/// </remarks>
internal sealed unsafe class PackedMatrix<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly byte[] memory;

    /// <summary>
    /// Packs op(B), which is k×n. The rows of B are strideB apart; if transposed, B is stored as n×k.
    /// </summary>
    public PackedMatrix(int k, int n, T* b, int strideB, bool transposeB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        K = k;
        N = n;
        Bits = SimdWidth.Bits;
        int unit = Math.Max(1, Bits / (8 * sizeof(T)));
        long columns = ((long)n + unit - 1) / unit * unit;
        memory = GC.AllocateUninitializedArray<byte>(checked((int)(columns * k * sizeof(T)) + 64), pinned: true);
        Panels = (T*)(((nint)Unsafe.AsPointer(ref memory[0]) + 63) & ~(nint)63);
        Packer packer = new()
        {
            Problem = new() { N = n, K = k, B = b, StrideB = strideB, TransposeB = transposeB },
            Panels = Panels,
        };
        SimdWidth.Run<T, Packer>(ref packer);
        IsFinite = TensorPrimitives.IsFiniteAll<T>(new(Panels, (int)(columns * k)));
    }

    public int K { get; }

    public int N { get; }

    /// <summary>The vector width that the panels are made for, in bits.</summary>
    public int Bits { get; }

    public T* Panels { get; }

    /// <summary>Whether all elements are finite.</summary>
    public bool IsFinite { get; }

    private struct Packer : ISimdKernel<T>
    {
        public GemmProblem<T> Problem;
        public T* Panels;

        public void Run<V>() where V : unmanaged, ISimd<V, T>
        {
            for (int column = 0; column < Problem.N; column += 2 * V.Count)
            {
                int columns = Math.Min(2 * V.Count, Problem.N - column);
                int pad = columns > V.Count ? 2 * V.Count : V.Count;
                T* panel = Panels + ((long)column * Problem.K);
                Packing<V, T>.PackB(ref Problem, 0, Problem.K, column, columns, pad, panel);
            }
        }
    }
}
