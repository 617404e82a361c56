using System.Runtime.CompilerServices;
using Chainrule.Backends;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Gathers rows of an array by index at the start of another. Indices are not checked: the order of an epoch is always
/// a permutation.
/// </summary>
internal sealed class RowCopy(NDArray from, NDArray to, Workers? workers = null, ImageDeformation? deformation = null)
{
    private readonly RowReader reader = deformation is null
        ? Backend.For(workers ?? Workers.Single).ReadRows(from, to)
        : Backend.For(workers ?? Workers.Single).DeformRows(from, to, deformation);

    /// <inheritdoc cref="RowReader.Begin"/>
    public void Begin(long batch) => reader.Begin(batch);

    /// <inheritdoc cref="RowReader.Run"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(ReadOnlySpan<int> rows, ReadOnlySpan<int> next = default)
    {
        reader.Run(rows, next);
        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }
}
