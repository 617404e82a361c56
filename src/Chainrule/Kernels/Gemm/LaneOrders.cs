using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// For each set of 8 lanes, given as the bits of a byte, the numbers of its lanes in order, a byte each: AVX2 has no
/// instruction that moves some lanes together, but one that takes them from where such a list says.
/// </summary>
internal static unsafe class LaneOrders
{
    /// <summary>256 lists of 8 bytes; what follows the last lane of a list has no meaning.</summary>
    public static byte* Table { get; } = Create();

    private static byte* Create()
    {
        var table = (byte*)RuntimeHelpers.AllocateTypeAssociatedMemory(typeof(LaneOrders), 256 * 8);
        for (int set = 0; set < 256; set++)
        {
            byte* next = table + (8 * set);
            for (int rest = set; rest != 0; rest &= rest - 1) *next++ = (byte)BitOperations.TrailingZeroCount(rest);
        }
        return table;
    }
}
