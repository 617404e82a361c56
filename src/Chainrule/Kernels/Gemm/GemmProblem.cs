namespace Chainrule.Kernels;

/// <summary>One product C = op(A)·op(B) or C += op(A)·op(B): m×k · k×n → m×n.</summary>
/// <remarks>
/// All matrices are stored row-major; a stride is the distance in elements between stored rows. A transposed operand is
/// stored as k×m (A) or n×k (B).
/// </remarks>
internal unsafe struct GemmProblem<T> where T : unmanaged
{
    public int M, N, K;
    public T* A, B, C;
    public nint StrideA, StrideB, StrideC;
    public bool TransposeA, TransposeB, Accumulate;

    /// <summary>B's panels if it is already packed (see PackedMatrix); otherwise null.</summary>
    public T* PackedB;

    /// <summary>Whether A is likely to have zeros worth skipping.</summary>
    public bool SeeksZeros;

    /// <summary>Whether B is known to be finite; zero times ∞ or NaN would be NaN.</summary>
    public bool IsFiniteB;

    /// <summary>A product of contiguous matrices.</summary>
    public GemmProblem(int m, int n, int k, T* a, bool transposeA, T* b, bool transposeB, T* c)
    {
        (M, N, K) = (m, n, k);
        A = a;
        B = b;
        C = c;
        (TransposeA, TransposeB) = (transposeA, transposeB);
        (StrideA, StrideB, StrideC) = (transposeA ? m : k, transposeB ? k : n, n);
    }

    /// <summary>The address of op(A)[row, step].</summary>
    public readonly T* AtA(int row, int step) => TransposeA ? A + (step * StrideA) + row : A + (row * StrideA) + step;

    /// <summary>The address of op(B)[step, column].</summary>
    public readonly T* AtB(int step, int column) =>
        TransposeB ? B + (column * StrideB) + step : B + (step * StrideB) + column;

    public readonly T* AtC(int row, int column) => C + (row * StrideC) + column;

    /// <summary>The product restricted to a rectangle of C; if B is packed, the rectangle starts at a panel.</summary>
    public readonly GemmProblem<T> Part(int row, int rows, int column, int columns)
    {
        GemmProblem<T> part = this;
        part.M = rows;
        part.N = columns;
        part.A = AtA(row, 0);
        if (PackedB != null) part.PackedB = PackedB + ((nint)column * K);
        else part.B = AtB(0, column);
        part.C = AtC(row, column);
        return part;
    }
}
