using System.Runtime.CompilerServices;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// The order in which an epoch visits the samples: a permutation that depends only on the seed and the epoch, so that
/// training can resume at any epoch. Allocates nothing after construction.
/// </summary>
public sealed class EpochOrder
{
    private const ulong Stream = 0x4550_4F43_0000_0000;   // epoch e has the stream that begins here, plus e

    private readonly int[] order;
    private readonly int[]? rows;   // that are visited; null for all
    private readonly long seed;
    private readonly bool shuffled;

    /// <summary>Prepares the order of <paramref name="count"/> samples.</summary>
    /// <param name="count">The number of samples, m.</param>
    /// <param name="seed">Determines the orders.</param>
    /// <param name="shuffled">False to visit the samples in their given order in every epoch.</param>
    public EpochOrder(int count, long seed, bool shuffled = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        order = new int[count];
        this.seed = seed;
        this.shuffled = shuffled;
    }

    /// <summary>Prepares the order of some rows of the data.</summary>
    internal EpochOrder(int[] rows, long seed, bool shuffled) : this(rows.Length, seed, shuffled) => this.rows = rows;

    /// <summary>The indices of all samples in the order of this epoch. The next call overwrites the span.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Of(int epoch) => Of(epoch, 0, order.Length);

    /// <summary>The order of the first places, which hold one of the portions that an epoch consists of.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <param name="portion">The number of the portion in the epoch, from 0.</param>
    /// <param name="count">How many samples it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<int> Of(int epoch, int portion, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (rows is not null) rows.CopyTo(order, 0);
        else for (int i = 0; i < count; i++) order[i] = i;
        Span<int> some = order.AsSpan(0, count);
        if (shuffled) CounterRandom.Shuffle(some, (ulong)seed, Stream + (ulong)epoch + ((ulong)portion << 32));
        return some;
    }
}
