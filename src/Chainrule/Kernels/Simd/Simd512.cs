using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>512 bits: 16 floats or 8 doubles (AVX-512).</summary>
internal unsafe struct Simd512<T>(Vector512<T> value) : ISimd<Simd512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector512<T> Value = value;

    private static bool IsSingle
    {
        [MethodImpl(Inline)]
        get => typeof(T) == typeof(float);
    }

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector512<T>.Count;
    }

    public static int Registers
    {
        [MethodImpl(Inline)]
        get => 32;
    }

    public static bool HasMaskedMoves
    {
        [MethodImpl(Inline)]
        get => true;
    }

    public static Simd512<T> Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector512<T>.Zero);
    }

    public static Simd512<T> Indices
    {
        [MethodImpl(Inline)]
        get => new(Vector512<T>.Indices);
    }

    [MethodImpl(Inline)]
    public static Simd512<T> Broadcast(T value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Simd512<T> Constant(double value) => IsSingle
        ? new(Vector512.Create((float)value).As<float, T>())
        : new(Vector512.Create(value).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(Inline)]
    public static void Store(Simd512<T> value, T* destination) => value.Value.Store(destination);

    [MethodImpl(Inline)]
    public static Simd512<T> FirstLanes(int count) => IsSingle
        ? new(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>())
        : new(Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>());

    // Compiles to masked moves, for which the hardware suppresses faults in lanes outside the mask.
    [MethodImpl(Inline)]
    public static Simd512<T> LoadMasked(T* source, Simd512<T> mask) => IsSingle
        ? new(Avx512F.MaskLoad((float*)source, mask.Value.AsSingle(), Vector512<float>.Zero).As<float, T>())
        : new(Avx512F.MaskLoad((double*)source, mask.Value.AsDouble(), Vector512<double>.Zero).As<double, T>());

    [MethodImpl(Inline)]
    public static void StoreMasked(Simd512<T> value, T* destination, Simd512<T> mask)
    {
        if (IsSingle) Avx512F.MaskStore((float*)destination, mask.Value.AsSingle(), value.Value.AsSingle());
        else Avx512F.MaskStore((double*)destination, mask.Value.AsDouble(), value.Value.AsDouble());
    }

    [MethodImpl(Inline)]
    public static Simd512<T> operator +(Simd512<T> left, Simd512<T> right) => new(left.Value + right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator -(Simd512<T> left, Simd512<T> right) => new(left.Value - right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator *(Simd512<T> left, Simd512<T> right) => new(left.Value * right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator /(Simd512<T> left, Simd512<T> right) => new(left.Value / right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator -(Simd512<T> value) => new(-value.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> MultiplyAdd(Simd512<T> x, Simd512<T> y, Simd512<T> z) => IsSingle
        ? new(Vector512.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), z.Value.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), z.Value.AsDouble())
            .As<double, T>());

    [MethodImpl(Inline)]
    public static void MultiplyAddTo(Simd512<T> x, Simd512<T> y, ref Simd512<T> sum)
    {
        if (IsSingle)
        {
            sum.Value = Vector512.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), sum.Value.AsSingle())
                .As<float, T>();
        }
        else
        {
            sum.Value = Vector512.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), sum.Value.AsDouble())
                .As<double, T>();
        }
    }

    [MethodImpl(Inline)]
    public static Simd512<T> Sqrt(Simd512<T> value) => new(Vector512.Sqrt(value.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> Abs(Simd512<T> value) => new(Vector512.Abs(value.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> Floor(Simd512<T> value) => IsSingle
        ? new(Vector512.Floor(value.Value.AsSingle()).As<float, T>())
        : new(Vector512.Floor(value.Value.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> Round(Simd512<T> value) => IsSingle
        ? new(Vector512.Round(value.Value.AsSingle()).As<float, T>())
        : new(Vector512.Round(value.Value.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> Min(Simd512<T> left, Simd512<T> right) => new(Vector512.Min(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> Max(Simd512<T> left, Simd512<T> right) => new(Vector512.Max(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> MinFast(Simd512<T> left, Simd512<T> right) =>
        new(Vector512.MinNative(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> MaxFast(Simd512<T> left, Simd512<T> right) =>
        new(Vector512.MaxNative(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> EqualTo(Simd512<T> left, Simd512<T> right) =>
        new(Vector512.Equals(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> LessThan(Simd512<T> left, Simd512<T> right) =>
        new(Vector512.LessThan(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> LessThanOrEqual(Simd512<T> left, Simd512<T> right) =>
        new(Vector512.LessThanOrEqual(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd512<T> IsNaN(Simd512<T> value) => ~EqualTo(value, value);

    [MethodImpl(Inline)]
    public static Simd512<T> Select(Simd512<T> mask, Simd512<T> yes, Simd512<T> no) =>
        new(Vector512.ConditionalSelect(mask.Value, yes.Value, no.Value));

    [MethodImpl(Inline)]
    public static bool Any(Simd512<T> mask) => mask.Value.ExtractMostSignificantBits() != 0;

    [MethodImpl(Inline)]
    public static Simd512<T> operator &(Simd512<T> left, Simd512<T> right) => new(left.Value & right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator |(Simd512<T> left, Simd512<T> right) => new(left.Value | right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator ^(Simd512<T> left, Simd512<T> right) => new(left.Value ^ right.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> operator ~(Simd512<T> value) => new(~value.Value);

    [MethodImpl(Inline)]
    public static Simd512<T> Bits(long value) => IsSingle
        ? new(Vector512.Create((int)value).As<int, T>())
        : new(Vector512.Create(value).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> AddBits(Simd512<T> left, Simd512<T> right) => IsSingle
        ? new((left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> SubtractBits(Simd512<T> left, Simd512<T> right) => IsSingle
        ? new((left.Value.AsInt32() - right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() - right.Value.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> ShiftLeft(Simd512<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() << count).As<int, T>())
        : new((value.Value.AsInt64() << count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> ShiftRightLogical(Simd512<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() >>> count).As<int, T>())
        : new((value.Value.AsInt64() >>> count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> ShiftRightArithmetic(Simd512<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() >> count).As<int, T>())
        : new((value.Value.AsInt64() >> count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> ToIntegerBits(Simd512<T> value) => IsSingle
        ? new(Vector512.ConvertToInt32Native(value.Value.AsSingle()).As<int, T>())
        : new(Vector512.ConvertToInt64Native(value.Value.AsDouble()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> FromIntegerBits(Simd512<T> bits) => IsSingle
        ? new(Vector512.ConvertToSingle(bits.Value.AsInt32()).As<float, T>())
        : new(Vector512.ConvertToDouble(bits.Value.AsInt64()).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd512<T> Scale(Simd512<T> x, Simd512<T> n) => IsSingle
        ? new(Avx512F.Scale(x.Value.AsSingle(), n.Value.AsSingle()).As<float, T>())
        : new(Avx512F.Scale(x.Value.AsDouble(), n.Value.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static T Sum(Simd512<T> value) => Vector512.Sum(value.Value);

    [MethodImpl(Inline)]
    public static Vector128<T> Fold(Simd512<T> value) =>
        Simd256<T>.Fold(new(value.Value.GetLower() + value.Value.GetUpper()));

    [MethodImpl(Inline)]
    public static T MaxLane(Simd512<T> value) =>
        Simd256<T>.MaxLane(new(Vector256.Max(value.Value.GetLower(), value.Value.GetUpper())));

    [MethodImpl(Inline)]
    public static T MinLane(Simd512<T> value) =>
        Simd256<T>.MinLane(new(Vector256.Min(value.Value.GetLower(), value.Value.GetUpper())));
}
