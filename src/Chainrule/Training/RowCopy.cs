using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chainrule;

/// <summary>
/// Copies rows of an array by their indices to the beginning of another. Indices are trusted: an epoch's order is a
/// permutation.
/// </summary>
internal sealed unsafe class RowCopy
{
    private const int CacheLine = 64;

    private readonly NDArray from, to;
    private readonly int rowBytes;

    public RowCopy(NDArray from, NDArray to)
    {
        (this.from, this.to) = (from, to);
        rowBytes = from.Shape[0] == 0 ? 0 : (int)((long)from.Bytes.Length / from.Shape[0]);
    }

    /// <summary>
    /// Asks for rows that will be copied soon: rows of a shuffled epoch lie anywhere in memory, and so arrive while
    /// others are computed with.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prefetch(ReadOnlySpan<int> rows)
    {
        if (!Sse.IsSupported || rowBytes < 2 * CacheLine) return;
        foreach (int row in rows)
        {
            byte* start = (byte*)from.Pointer + ((long)row * rowBytes);
            for (int offset = 0; offset < rowBytes; offset += CacheLine) Sse.Prefetch1(start + offset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<int> rows)
    {
        var source = (byte*)from.Pointer;
        var target = (byte*)to.Pointer;
        switch (rowBytes)
        {
            // Narrow rows: a call to copy one would take longer than the copy.
            case 4:
                for (int i = 0; i < rows.Length; i++) ((int*)target)[i] = ((int*)source)[rows[i]];
                break;
            case 8:
                for (int i = 0; i < rows.Length; i++) ((long*)target)[i] = ((long*)source)[rows[i]];
                break;
            default:
                for (int i = 0; i < rows.Length; i++)
                {
                    byte* row = source + ((long)rows[i] * rowBytes);
                    Unsafe.CopyBlockUnaligned(target + ((long)i * rowBytes), row, (uint)rowBytes);
                }
                break;
        }
        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }
}
