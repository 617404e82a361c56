using System.Numerics;
using System.Runtime.Intrinsics;

namespace Chainrule.Kernels;

/// <summary>
/// A register of float or double lanes. A kernel is written once over TSelf, and the JIT compiles it for 512, 256 and
/// 128 bits and for a single scalar; every member becomes one or two instructions and every `Count` a constant.
/// </summary>
/// <remarks>
/// Implementations are structs with one field, and all members are inlined, so values live in registers just like a
/// bare Vector512. Masks are registers too, with all bits of a lane set or clear (AVX-512 code keeps them in k
/// registers).
/// </remarks>
internal unsafe interface ISimd<TSelf, T>
    where TSelf : unmanaged, ISimd<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The number of registers that a kernel can rely on: 32 with AVX-512 and on Arm, otherwise 16.</summary>
    static abstract int Registers { get; }

    /// <summary>Whether LoadMasked and StoreMasked are single instructions rather than loops over the lanes.</summary>
    static abstract bool HasMaskedMoves { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Broadcast(T value);

    /// <summary>A literal in every lane, rounded to T once.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>Lanes 0, 1, 2, …</summary>
    static abstract TSelf Indices { get; }

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* destination);

    /// <summary>A mask of the first count lanes; count may be 0 or exceed Count.</summary>
    static abstract TSelf FirstLanes(int count);

    /// <summary>Loads the lanes in the mask and 0 elsewhere; touches no memory outside the mask.</summary>
    static abstract TSelf LoadMasked(T* source, TSelf mask);

    /// <summary>Stores the lanes in the mask; touches no memory outside the mask.</summary>
    static abstract void StoreMasked(TSelf value, T* destination, TSelf mask);

    static abstract TSelf operator +(TSelf left, TSelf right);
    static abstract TSelf operator -(TSelf left, TSelf right);
    static abstract TSelf operator *(TSelf left, TSelf right);
    static abstract TSelf operator /(TSelf left, TSelf right);
    static abstract TSelf operator -(TSelf value);

    /// <summary>x·y + z, rounded once if the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>sum += x·y in place, like MultiplyAdd.</summary>
    // For sums that live across a loop: when the local itself is written, the JIT keeps it in its register. Assigning a
    // new struct costs a move each time and, with many sums, spills.
    static abstract void MultiplyAddTo(TSelf x, TSelf y, ref TSelf sum);

    static abstract TSelf Sqrt(TSelf value);
    static abstract TSelf Abs(TSelf value);
    static abstract TSelf Floor(TSelf value);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>The smaller lane; NaN if either is NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger lane; NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The smaller lane in one instruction; the result for NaN and ±0 depends on the hardware.</summary>
    static abstract TSelf MinFast(TSelf left, TSelf right);

    /// <summary>The larger lane in one instruction; the result for NaN and ±0 depends on the hardware.</summary>
    static abstract TSelf MaxFast(TSelf left, TSelf right);

    static abstract TSelf EqualTo(TSelf left, TSelf right);
    static abstract TSelf LessThan(TSelf left, TSelf right);
    static abstract TSelf LessThanOrEqual(TSelf left, TSelf right);
    static abstract TSelf IsNaN(TSelf value);

    /// <summary>Lane by lane: mask ? yes : no.</summary>
    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);

    /// <summary>Whether any lane of a mask is set.</summary>
    static abstract bool Any(TSelf mask);

    // Bitwise operations on the lanes, for exponents and signs.
    static abstract TSelf operator &(TSelf left, TSelf right);
    static abstract TSelf operator |(TSelf left, TSelf right);
    static abstract TSelf operator ^(TSelf left, TSelf right);
    static abstract TSelf operator ~(TSelf value);

    /// <summary>The bits of an integer of T's size in every lane.</summary>
    static abstract TSelf Bits(long value);

    /// <summary>Adds the lanes' bits as integers of T's size.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    static abstract TSelf SubtractBits(TSelf left, TSelf right);
    static abstract TSelf ShiftLeft(TSelf value, int count);
    static abstract TSelf ShiftRightLogical(TSelf value, int count);
    static abstract TSelf ShiftRightArithmetic(TSelf value, int count);

    /// <summary>Converts integral lanes (within the integer's range) to integer bits.</summary>
    static abstract TSelf ToIntegerBits(TSelf value);

    /// <summary>Converts integer bits to the nearest floating-point number.</summary>
    static abstract TSelf FromIntegerBits(TSelf bits);

    /// <summary>x·2ⁿ for integral n, exact over the whole range: 0, subnormals and ∞ come out right.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>The sum of all lanes, in a fixed order.</summary>
    static abstract T Sum(TSelf value);

    /// <summary>Adds the lanes down to 128 bits, halving the register at each step.</summary>
    static abstract Vector128<T> Fold(TSelf value);

    static abstract T MaxLane(TSelf value);
    static abstract T MinLane(TSelf value);
}
