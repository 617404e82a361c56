using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>256 bits: 8 floats or 4 doubles (AVX2).</summary>
internal unsafe struct Simd256<T>(Vector256<T> value) : ISimd<Simd256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector256<T> Value = value;

    private static bool IsSingle
    {
        [MethodImpl(Inline)]
        get => typeof(T) == typeof(float);
    }

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector256<T>.Count;
    }

    public static int Registers
    {
        [MethodImpl(Inline)]
        get => Avx512F.VL.IsSupported ? 32 : 16;
    }

    public static bool HasMaskedMoves
    {
        [MethodImpl(Inline)]
        get => true;
    }

    public static Simd256<T> Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector256<T>.Zero);
    }

    public static Simd256<T> Indices
    {
        [MethodImpl(Inline)]
        get => new(Vector256<T>.Indices);
    }

    [MethodImpl(Inline)]
    public static Simd256<T> Broadcast(T value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Simd256<T> Constant(double value) => IsSingle
        ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(value).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(Inline)]
    public static void Store(Simd256<T> value, T* destination) => value.Value.Store(destination);

    [MethodImpl(Inline)]
    public static Simd256<T> FirstLanes(int count) => IsSingle
        ? new(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>())
        : new(Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> LoadMasked(T* source, Simd256<T> mask) => IsSingle
        ? new(Avx.MaskLoad((float*)source, mask.Value.AsSingle()).As<float, T>())
        : new(Avx.MaskLoad((double*)source, mask.Value.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static void StoreMasked(Simd256<T> value, T* destination, Simd256<T> mask)
    {
        if (IsSingle) Avx.MaskStore((float*)destination, mask.Value.AsSingle(), value.Value.AsSingle());
        else Avx.MaskStore((double*)destination, mask.Value.AsDouble(), value.Value.AsDouble());
    }

    [MethodImpl(Inline)]
    public static Simd256<T> operator +(Simd256<T> left, Simd256<T> right) => new(left.Value + right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator -(Simd256<T> left, Simd256<T> right) => new(left.Value - right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator *(Simd256<T> left, Simd256<T> right) => new(left.Value * right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator /(Simd256<T> left, Simd256<T> right) => new(left.Value / right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator -(Simd256<T> value) => new(-value.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> MultiplyAdd(Simd256<T> x, Simd256<T> y, Simd256<T> z) => IsSingle
        ? new(Vector256.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), z.Value.AsSingle()).As<float, T>())
        : new(Vector256.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), z.Value.AsDouble())
            .As<double, T>());

    [MethodImpl(Inline)]
    public static void MultiplyAddTo(Simd256<T> x, Simd256<T> y, ref Simd256<T> sum)
    {
        if (IsSingle)
        {
            sum.Value = Vector256.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), sum.Value.AsSingle())
                .As<float, T>();
        }
        else
        {
            sum.Value = Vector256.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), sum.Value.AsDouble())
                .As<double, T>();
        }
    }

    [MethodImpl(Inline)]
    public static Simd256<T> Sqrt(Simd256<T> value) => new(Vector256.Sqrt(value.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> Abs(Simd256<T> value) => new(Vector256.Abs(value.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> Floor(Simd256<T> value) => IsSingle
        ? new(Vector256.Floor(value.Value.AsSingle()).As<float, T>())
        : new(Vector256.Floor(value.Value.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> Round(Simd256<T> value) => IsSingle
        ? new(Vector256.Round(value.Value.AsSingle()).As<float, T>())
        : new(Vector256.Round(value.Value.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> Min(Simd256<T> left, Simd256<T> right) => new(Vector256.Min(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> Max(Simd256<T> left, Simd256<T> right) => new(Vector256.Max(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> MinFast(Simd256<T> left, Simd256<T> right) =>
        new(Vector256.MinNative(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> MaxFast(Simd256<T> left, Simd256<T> right) =>
        new(Vector256.MaxNative(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> EqualTo(Simd256<T> left, Simd256<T> right) =>
        new(Vector256.Equals(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> LessThan(Simd256<T> left, Simd256<T> right) =>
        new(Vector256.LessThan(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> LessThanOrEqual(Simd256<T> left, Simd256<T> right) =>
        new(Vector256.LessThanOrEqual(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd256<T> IsNaN(Simd256<T> value) => ~EqualTo(value, value);

    [MethodImpl(Inline)]
    public static Simd256<T> Select(Simd256<T> mask, Simd256<T> yes, Simd256<T> no) =>
        new(Vector256.ConditionalSelect(mask.Value, yes.Value, no.Value));

    [MethodImpl(Inline)]
    public static bool Any(Simd256<T> mask) => mask.Value.ExtractMostSignificantBits() != 0;

    [MethodImpl(Inline)]
    public static Simd256<T> operator &(Simd256<T> left, Simd256<T> right) => new(left.Value & right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator |(Simd256<T> left, Simd256<T> right) => new(left.Value | right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator ^(Simd256<T> left, Simd256<T> right) => new(left.Value ^ right.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> operator ~(Simd256<T> value) => new(~value.Value);

    [MethodImpl(Inline)]
    public static Simd256<T> Bits(long value) => IsSingle
        ? new(Vector256.Create((int)value).As<int, T>())
        : new(Vector256.Create(value).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> AddBits(Simd256<T> left, Simd256<T> right) => IsSingle
        ? new((left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> SubtractBits(Simd256<T> left, Simd256<T> right) => IsSingle
        ? new((left.Value.AsInt32() - right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() - right.Value.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> ShiftLeft(Simd256<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() << count).As<int, T>())
        : new((value.Value.AsInt64() << count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> ShiftRightLogical(Simd256<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() >>> count).As<int, T>())
        : new((value.Value.AsInt64() >>> count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> ShiftRightArithmetic(Simd256<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() >> count).As<int, T>())
        : new((value.Value.AsInt64() >> count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> ToIntegerBits(Simd256<T> value) => IsSingle
        ? new(Vector256.ConvertToInt32Native(value.Value.AsSingle()).As<int, T>())
        : new(Vector256.ConvertToInt64Native(value.Value.AsDouble()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd256<T> FromIntegerBits(Simd256<T> bits) => IsSingle
        ? new(Vector256.ConvertToSingle(bits.Value.AsInt32()).As<float, T>())
        : new(Vector256.ConvertToDouble(bits.Value.AsInt64()).As<double, T>());

    // A single instruction with AVX-512; otherwise see SimdScale.
    [MethodImpl(Inline)]
    public static Simd256<T> Scale(Simd256<T> x, Simd256<T> n)
    {
        if (!Avx512F.VL.IsSupported) return SimdScale.Scale<Simd256<T>, T>(x, n);
        return IsSingle
            ? new(Avx512F.VL.Scale(x.Value.AsSingle(), n.Value.AsSingle()).As<float, T>())
            : new(Avx512F.VL.Scale(x.Value.AsDouble(), n.Value.AsDouble()).As<double, T>());
    }

    [MethodImpl(Inline)]
    public static T Sum(Simd256<T> value) => Vector256.Sum(value.Value);

    [MethodImpl(Inline)]
    public static Vector128<T> Fold(Simd256<T> value) =>
        Simd128<T>.Fold(new(value.Value.GetLower() + value.Value.GetUpper()));

    [MethodImpl(Inline)]
    public static T MaxLane(Simd256<T> value) =>
        Simd128<T>.MaxLane(new(Vector128.Max(value.Value.GetLower(), value.Value.GetUpper())));

    [MethodImpl(Inline)]
    public static T MinLane(Simd256<T> value) =>
        Simd128<T>.MinLane(new(Vector128.Min(value.Value.GetLower(), value.Value.GetUpper())));
}
