using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>One row times a packed matrix, split among threads between its panels.</summary>
/// <remarks>
/// Every element of the matrix is used once, so the product takes as long as loading the matrix. Two threads load it
/// twice as fast, and each core keeps more of its half in its own caches.
/// </remarks>
internal unsafe struct PackedRowJob<V, T, TEpilogue>(ref GemmProblem<T> problem, TEpilogue epilogue) : IJob
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    // Bytes of the matrix per thread: a microsecond or two to load from the L2 cache.
    private const long MinBytes = 128 << 10;

    // A smaller matrix takes less time than waking a thread.
    private const long BytesToWakeFor = 2 << 20;

    private readonly GemmProblem<T> problem = problem;
    private TEpilogue epilogue = epilogue;
    private int parts;

    // The nonzero elements of the row, if enough of it is zero; otherwise null.
    private T* values;
    private int* places;
    private int count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RunOn(Workers workers)
    {
        if (problem.IsFiniteB && (!problem.TransposeA || problem.StrideA == 1)
            && NonZeroRows<V, T>.IsWorthwhile(problem.N, problem.K, problem.A))
        {
            int room = problem.K + V.Count;
            values = (T*)GemmWorkspace.Get((long)room * (sizeof(T) + sizeof(int)));
            places = (int*)(values + room);
            count = NonZeroRows<V, T>.Gather(problem.K, problem.A, values, places);
        }
        long bytes = (long)problem.N * problem.K * sizeof(T);
        parts = bytes < 2 * MinBytes ? 1 : (int)Math.Min(workers.Count, bytes / MinBytes);
        if (parts > 1) workers.Run(ref this, parts, isShort: bytes < BytesToWakeFor);
        else Run(0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part, int thread)
    {
        int unit = 2 * V.Count;
        int panels = (problem.N + unit - 1) / unit;
        int first = (int)((long)panels * part / parts) * unit;
        int last = Math.Min(problem.N, (int)((long)panels * (part + 1) / parts) * unit);
        nint stepA = problem.TransposeA ? problem.StrideA : 1;
        for (int column = first; column < last; column += unit)
        {
            int columns = Math.Min(unit, problem.N - column);
            int pad = columns > V.Count ? unit : V.Count;
            T* panel = problem.PackedB + ((nint)column * problem.K);
            if (places != null)
            {
                NonZeroRows<V, T>.Multiply(
                    count, values, places, panel, pad, problem.C + column, columns, problem.Accumulate);
                continue;
            }
            RowTimesMatrix<V, T>.Multiply(
                columns, problem.K, problem.A, stepA, panel, pad, problem.C + column, problem.Accumulate);
        }
        if (!TEpilogue.IsEmpty && first < last)
            epilogue.Apply<V>(problem.C + first, problem.StrideC, first, 1, last - first);
    }
}
