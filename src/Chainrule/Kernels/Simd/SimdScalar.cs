using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chainrule.Kernels;

/// <summary>A single lane: for hardware without vectors, and as the reference for all widths.</summary>
internal unsafe struct SimdScalar<T>(T value) : ISimd<SimdScalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Value = value;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private static bool IsSingle
    {
        [MethodImpl(Inline)]
        get => typeof(T) == typeof(float);
    }

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 1;
    }

    public static int Registers
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    public static bool HasMaskedMoves
    {
        [MethodImpl(Inline)]
        get => true;
    }

    public static SimdScalar<T> Zero => new(T.Zero);

    public static SimdScalar<T> Indices => new(T.Zero);

    [MethodImpl(Inline)]
    public static SimdScalar<T> Broadcast(T value) => new(value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> Constant(double value)
    {
        if (!IsSingle) return new(Unsafe.BitCast<double, T>(value));
        return new(Unsafe.BitCast<float, T>((float)value));
    }

    [MethodImpl(Inline)]
    public static SimdScalar<T> Load(T* source) => new(*source);

    [MethodImpl(Inline)]
    public static void Store(SimdScalar<T> value, T* destination) => *destination = value.Value;

    [MethodImpl(Inline)]
    public static SimdScalar<T> FirstLanes(int count) => Bits(count > 0 ? -1 : 0);

    [MethodImpl(Inline)]
    public static SimdScalar<T> LoadMasked(T* source, SimdScalar<T> mask) => Any(mask) ? new(*source) : Zero;

    [MethodImpl(Inline)]
    public static void StoreMasked(SimdScalar<T> value, T* destination, SimdScalar<T> mask)
    {
        if (Any(mask)) *destination = value.Value;
    }

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator +(SimdScalar<T> left, SimdScalar<T> right) => new(left.Value + right.Value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator -(SimdScalar<T> left, SimdScalar<T> right) => new(left.Value - right.Value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator *(SimdScalar<T> left, SimdScalar<T> right) => new(left.Value * right.Value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator /(SimdScalar<T> left, SimdScalar<T> right) => new(left.Value / right.Value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator -(SimdScalar<T> value) => new(-value.Value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> MultiplyAdd(SimdScalar<T> x, SimdScalar<T> y, SimdScalar<T> z) =>
        new(T.MultiplyAddEstimate(x.Value, y.Value, z.Value));

    [MethodImpl(Inline)]
    public static void MultiplyAddTo(SimdScalar<T> x, SimdScalar<T> y, ref SimdScalar<T> sum) =>
        sum.Value = T.MultiplyAddEstimate(x.Value, y.Value, sum.Value);

    [MethodImpl(Inline)]
    public static SimdScalar<T> Sqrt(SimdScalar<T> value) => new(T.Sqrt(value.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Abs(SimdScalar<T> value) => new(T.Abs(value.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Floor(SimdScalar<T> value) => new(T.Floor(value.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Round(SimdScalar<T> value) => new(T.Round(value.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Min(SimdScalar<T> left, SimdScalar<T> right) => new(T.Min(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Max(SimdScalar<T> left, SimdScalar<T> right) => new(T.Max(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> MinFast(SimdScalar<T> left, SimdScalar<T> right) =>
        new(T.MinNative(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> MaxFast(SimdScalar<T> left, SimdScalar<T> right) =>
        new(T.MaxNative(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> EqualTo(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(left.Value == right.Value ? -1 : 0);

    [MethodImpl(Inline)]
    public static SimdScalar<T> LessThan(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(left.Value < right.Value ? -1 : 0);

    [MethodImpl(Inline)]
    public static SimdScalar<T> LessThanOrEqual(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(left.Value <= right.Value ? -1 : 0);

    [MethodImpl(Inline)]
    public static SimdScalar<T> IsNaN(SimdScalar<T> value) => Bits(T.IsNaN(value.Value) ? -1 : 0);

    [MethodImpl(Inline)]
    public static SimdScalar<T> Select(SimdScalar<T> mask, SimdScalar<T> yes, SimdScalar<T> no) =>
        (yes & mask) | (no & ~mask);

    [MethodImpl(Inline)]
    public static bool Any(SimdScalar<T> mask) => ToLong(mask) < 0;

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator &(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(ToLong(left) & ToLong(right));

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator |(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(ToLong(left) | ToLong(right));

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator ^(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(ToLong(left) ^ ToLong(right));

    [MethodImpl(Inline)]
    public static SimdScalar<T> operator ~(SimdScalar<T> value) => Bits(~ToLong(value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Bits(long value) => IsSingle
        ? new(Unsafe.BitCast<int, T>((int)value))
        : new(Unsafe.BitCast<long, T>(value));

    [MethodImpl(Inline)]
    public static SimdScalar<T> AddBits(SimdScalar<T> left, SimdScalar<T> right) => Bits(ToLong(left) + ToLong(right));

    [MethodImpl(Inline)]
    public static SimdScalar<T> SubtractBits(SimdScalar<T> left, SimdScalar<T> right) =>
        Bits(ToLong(left) - ToLong(right));

    [MethodImpl(Inline)]
    public static SimdScalar<T> ShiftLeft(SimdScalar<T> value, int count) => Bits(ToLong(value) << count);

    [MethodImpl(Inline)]
    public static SimdScalar<T> ShiftRightLogical(SimdScalar<T> value, int count) => IsSingle
        ? Bits((int)ToLong(value) >>> count)
        : Bits(ToLong(value) >>> count);

    [MethodImpl(Inline)]
    public static SimdScalar<T> ShiftRightArithmetic(SimdScalar<T> value, int count) => Bits(ToLong(value) >> count);

    [MethodImpl(Inline)]
    public static SimdScalar<T> ToIntegerBits(SimdScalar<T> value) => IsSingle
        ? Bits(float.ConvertToIntegerNative<int>(Unsafe.BitCast<T, float>(value.Value)))
        : Bits(double.ConvertToIntegerNative<long>(Unsafe.BitCast<T, double>(value.Value)));

    [MethodImpl(Inline)]
    public static SimdScalar<T> FromIntegerBits(SimdScalar<T> bits) => IsSingle
        ? new(Unsafe.BitCast<float, T>((int)ToLong(bits)))
        : new(Unsafe.BitCast<double, T>(ToLong(bits)));

    [MethodImpl(Inline)]
    public static SimdScalar<T> Scale(SimdScalar<T> x, SimdScalar<T> n) =>
        SimdScale.Scale<SimdScalar<T>, T>(x, n);

    [MethodImpl(Inline)]
    public static T Sum(SimdScalar<T> value) => value.Value;

    [MethodImpl(Inline)]
    public static Vector128<T> Fold(SimdScalar<T> value) => Vector128.CreateScalar(value.Value);

    [MethodImpl(Inline)]
    public static T MaxLane(SimdScalar<T> value) => value.Value;

    [MethodImpl(Inline)]
    public static T MinLane(SimdScalar<T> value) => value.Value;

    // The bits, sign-extended.
    [MethodImpl(Inline)]
    private static long ToLong(SimdScalar<T> value) => IsSingle
        ? Unsafe.BitCast<T, int>(value.Value)
        : Unsafe.BitCast<T, long>(value.Value);
}
