using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>128 bits: 4 floats or 2 doubles (SSE, Arm's NEON, WebAssembly).</summary>
// WebAssembly's interpreter knows the instructions of PackedSimd and the operators of vectors; other methods of
// Vector128 it would run lane by lane, a hundred times slower.
internal unsafe struct Simd128<T>(Vector128<T> value) : ISimd<Simd128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector128<T> Value = value;

    private static bool IsSingle
    {
        [MethodImpl(Inline)]
        get => sizeof(T) == sizeof(float);   // the interpreter decides this beforehand, but not a comparison of types
    }

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector128<T>.Count;
    }

    public static int Registers
    {
        [MethodImpl(Inline)]
        get => Avx512F.VL.IsSupported || AdvSimd.IsSupported ? 32 : 16;
    }

    public static bool HasMaskedMoves
    {
        [MethodImpl(Inline)]
        get => Avx.IsSupported;
    }

    public static Simd128<T> Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector128<T>.Zero);
    }

    public static Simd128<T> Indices
    {
        [MethodImpl(Inline)]
        get => new(Vector128<T>.Indices);
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static Simd128<T> Constant(double value) => IsSingle
        ? new(Vector128.Create((float)value).As<float, T>())
        : new(Vector128.Create(value).As<double, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(Inline)]
    public static void Store(Simd128<T> value, T* destination) => value.Value.Store(destination);

    [MethodImpl(Inline)]
    public static Simd128<T> FirstLanes(int count) => IsSingle
        ? new(Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).As<int, T>())
        : new(Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).As<long, T>());

    // SSE and NEON have no masked moves, so lanes are moved one at a time.
    [MethodImpl(Inline)]
    public static Simd128<T> LoadMasked(T* source, Simd128<T> mask)
    {
        if (!Avx.IsSupported) return LoadLanes(source, mask);
        return IsSingle
            ? new(Avx.MaskLoad((float*)source, mask.Value.AsSingle()).As<float, T>())
            : new(Avx.MaskLoad((double*)source, mask.Value.AsDouble()).As<double, T>());
    }

    [MethodImpl(Inline)]
    public static void StoreMasked(Simd128<T> value, T* destination, Simd128<T> mask)
    {
        if (!Avx.IsSupported) StoreLanes(value, destination, mask);
        else if (IsSingle) Avx.MaskStore((float*)destination, mask.Value.AsSingle(), value.Value.AsSingle());
        else Avx.MaskStore((double*)destination, mask.Value.AsDouble(), value.Value.AsDouble());
    }

    private static Simd128<T> LoadLanes(T* source, Simd128<T> mask)
    {
        Vector128<T> lanes = Vector128<T>.Zero;
        uint bits = mask.Value.ExtractMostSignificantBits();
        for (int lane = 0; lane < Count; lane++)
        {
            if ((bits >> lane & 1) != 0) lanes = lanes.WithElement(lane, source[lane]);
        }
        return new(lanes);
    }

    private static void StoreLanes(Simd128<T> value, T* destination, Simd128<T> mask)
    {
        uint bits = mask.Value.ExtractMostSignificantBits();
        for (int lane = 0; lane < Count; lane++)
        {
            if ((bits >> lane & 1) != 0) destination[lane] = value.Value.GetElement(lane);
        }
    }

    [MethodImpl(Inline)]
    public static Simd128<T> operator +(Simd128<T> left, Simd128<T> right) => new(left.Value + right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator -(Simd128<T> left, Simd128<T> right) => new(left.Value - right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator *(Simd128<T> left, Simd128<T> right) => new(left.Value * right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator /(Simd128<T> left, Simd128<T> right) => new(left.Value / right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator -(Simd128<T> value) => new(-value.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> MultiplyAdd(Simd128<T> x, Simd128<T> y, Simd128<T> z)
    {
        if (PackedSimd.IsSupported) return new((x.Value * y.Value) + z.Value);
        return IsSingle
            ? new(Vector128.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), z.Value.AsSingle())
                .As<float, T>())
            : new(Vector128.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), z.Value.AsDouble())
                .As<double, T>());
    }

    [MethodImpl(Inline)]
    public static void MultiplyAddTo(Simd128<T> x, Simd128<T> y, ref Simd128<T> sum)
    {
        if (PackedSimd.IsSupported)
        {
            sum.Value = (x.Value * y.Value) + sum.Value;
        }
        else if (IsSingle)
        {
            sum.Value = Vector128.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), sum.Value.AsSingle())
                .As<float, T>();
        }
        else
        {
            sum.Value = Vector128.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), sum.Value.AsDouble())
                .As<double, T>();
        }
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Sqrt(Simd128<T> value)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.Sqrt(value.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.Sqrt(value.Value.AsDouble()).As<double, T>());
        }
        return new(Vector128.Sqrt(value.Value));
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Abs(Simd128<T> value)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.Abs(value.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.Abs(value.Value.AsDouble()).As<double, T>());
        }
        return new(Vector128.Abs(value.Value));
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Floor(Simd128<T> value)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.Floor(value.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.Floor(value.Value.AsDouble()).As<double, T>());
        }
        return IsSingle
            ? new(Vector128.Floor(value.Value.AsSingle()).As<float, T>())
            : new(Vector128.Floor(value.Value.AsDouble()).As<double, T>());
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Round(Simd128<T> value)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.RoundToNearest(value.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.RoundToNearest(value.Value.AsDouble()).As<double, T>());
        }
        return IsSingle
            ? new(Vector128.Round(value.Value.AsSingle()).As<float, T>())
            : new(Vector128.Round(value.Value.AsDouble()).As<double, T>());
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Min(Simd128<T> left, Simd128<T> right)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.Min(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.Min(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());
        }
        return new(Vector128.Min(left.Value, right.Value));
    }

    [MethodImpl(Inline)]
    public static Simd128<T> Max(Simd128<T> left, Simd128<T> right)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.Max(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.Max(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());
        }
        return new(Vector128.Max(left.Value, right.Value));
    }

    [MethodImpl(Inline)]
    public static Simd128<T> MinFast(Simd128<T> left, Simd128<T> right)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.PseudoMin(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.PseudoMin(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());
        }
        return new(Vector128.MinNative(left.Value, right.Value));
    }

    [MethodImpl(Inline)]
    public static Simd128<T> MaxFast(Simd128<T> left, Simd128<T> right)
    {
        if (PackedSimd.IsSupported)
        {
            return IsSingle
                ? new(PackedSimd.PseudoMax(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>())
                : new(PackedSimd.PseudoMax(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());
        }
        return new(Vector128.MaxNative(left.Value, right.Value));
    }

    [MethodImpl(Inline)]
    public static Simd128<T> EqualTo(Simd128<T> left, Simd128<T> right) =>
        new(Vector128.Equals(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd128<T> LessThan(Simd128<T> left, Simd128<T> right) =>
        new(Vector128.LessThan(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd128<T> LessThanOrEqual(Simd128<T> left, Simd128<T> right) =>
        new(Vector128.LessThanOrEqual(left.Value, right.Value));

    [MethodImpl(Inline)]
    public static Simd128<T> IsNaN(Simd128<T> value) => ~EqualTo(value, value);

    [MethodImpl(Inline)]
    public static Simd128<T> Select(Simd128<T> mask, Simd128<T> yes, Simd128<T> no) =>
        new(Vector128.ConditionalSelect(mask.Value, yes.Value, no.Value));

    [MethodImpl(Inline)]
    public static bool Any(Simd128<T> mask) => mask.Value.ExtractMostSignificantBits() != 0;

    [MethodImpl(Inline)]
    public static Simd128<T> operator &(Simd128<T> left, Simd128<T> right) => new(left.Value & right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator |(Simd128<T> left, Simd128<T> right) => new(left.Value | right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator ^(Simd128<T> left, Simd128<T> right) => new(left.Value ^ right.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> operator ~(Simd128<T> value) => new(~value.Value);

    [MethodImpl(Inline)]
    public static Simd128<T> Bits(long value) => IsSingle
        ? new(Vector128.Create((int)value).As<int, T>())
        : new(Vector128.Create(value).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> AddBits(Simd128<T> left, Simd128<T> right) => IsSingle
        ? new((left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> SubtractBits(Simd128<T> left, Simd128<T> right) => IsSingle
        ? new((left.Value.AsInt32() - right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() - right.Value.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> ShiftLeft(Simd128<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() << count).As<int, T>())
        : new((value.Value.AsInt64() << count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> ShiftRightLogical(Simd128<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() >>> count).As<int, T>())
        : new((value.Value.AsInt64() >>> count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> ShiftRightArithmetic(Simd128<T> value, int count) => IsSingle
        ? new((value.Value.AsInt32() >> count).As<int, T>())
        : new((value.Value.AsInt64() >> count).As<long, T>());

    [MethodImpl(Inline)]
    public static Simd128<T> ToIntegerBits(Simd128<T> value)
    {
        if (PackedSimd.IsSupported && IsSingle)
            return new(PackedSimd.ConvertToInt32Saturate(value.Value.AsSingle()).As<int, T>());
        return IsSingle
            ? new(Vector128.ConvertToInt32Native(value.Value.AsSingle()).As<int, T>())
            : new(Vector128.ConvertToInt64Native(value.Value.AsDouble()).As<long, T>());
    }

    [MethodImpl(Inline)]
    public static Simd128<T> FromIntegerBits(Simd128<T> bits)
    {
        if (PackedSimd.IsSupported && IsSingle)
            return new(PackedSimd.ConvertToSingle(bits.Value.AsInt32()).As<float, T>());
        return IsSingle
            ? new(Vector128.ConvertToSingle(bits.Value.AsInt32()).As<float, T>())
            : new(Vector128.ConvertToDouble(bits.Value.AsInt64()).As<double, T>());
    }

    // A single instruction with AVX-512; otherwise see SimdScale.
    [MethodImpl(Inline)]
    public static Simd128<T> Scale(Simd128<T> x, Simd128<T> n)
    {
        if (!Avx512F.VL.IsSupported) return SimdScale.Scale<Simd128<T>, T>(x, n);
        return IsSingle
            ? new(Avx512F.VL.Scale(x.Value.AsSingle(), n.Value.AsSingle()).As<float, T>())
            : new(Avx512F.VL.Scale(x.Value.AsDouble(), n.Value.AsDouble()).As<double, T>());
    }

    [MethodImpl(Inline)]
    public static T Sum(Simd128<T> value)
    {
        if (!PackedSimd.IsSupported) return Vector128.Sum(value.Value);
        T* lanes = (T*)&value;
        return IsSingle ? (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) : lanes[0] + lanes[1];
    }

    [MethodImpl(Inline)]
    public static Vector128<T> Fold(Simd128<T> value) => value.Value;

    [MethodImpl(Inline)]
    public static T MaxLane(Simd128<T> value)
    {
        T result = value.Value.GetElement(0);
        for (int lane = 1; lane < Count; lane++) result = T.Max(result, value.Value.GetElement(lane));
        return result;
    }

    [MethodImpl(Inline)]
    public static T MinLane(Simd128<T> value)
    {
        T result = value.Value.GetElement(0);
        for (int lane = 1; lane < Count; lane++) result = T.Min(result, value.Value.GetElement(lane));
        return result;
    }
}
