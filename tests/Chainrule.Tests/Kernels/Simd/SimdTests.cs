using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Every member at every width, compared with System.Math lane by lane.</summary>
public unsafe class SimdTests
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.25, 1e-30, -1e30, double.NaN, double.PositiveInfinity,
        double.NegativeInfinity, 7, 127, -126,
    ];

    public static TheoryData<int, bool> Widths()
    {
        TheoryData<int, bool> data = [];
        foreach (int bits in (int[])[0, 128, 256, 512])
        {
            if (bits > SimdWidth.Widest) continue;
            data.Add(bits, true);
            data.Add(bits, false);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Arithmetic_is_that_of_scalars(int bits, bool single) => Run(bits, single, new Arithmetic());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Masks_choose_lanes_and_touch_nothing_else(int bits, bool single) => Run(bits, single, new Masks());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Bits_shift_add_and_convert(int bits, bool single) => Run(bits, single, new BitOperations());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Scale_is_exact_to_the_ends_of_the_range(int bits, bool single) => Run(bits, single, new Scales());

    private interface ICheck
    {
        void Run<V, T>() where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private static void Run<TCheck>(int bits, bool single, TCheck check) where TCheck : struct, ICheck
    {
        switch (bits, single)
        {
            case (512, true): check.Run<Simd512<float>, float>(); break;
            case (512, false): check.Run<Simd512<double>, double>(); break;
            case (256, true): check.Run<Simd256<float>, float>(); break;
            case (256, false): check.Run<Simd256<double>, double>(); break;
            case (128, true): check.Run<Simd128<float>, float>(); break;
            case (128, false): check.Run<Simd128<double>, double>(); break;
            case (_, true): check.Run<SimdScalar<float>, float>(); break;
            default: check.Run<SimdScalar<double>, double>(); break;
        }
    }

    private static T[] Lanes<V, T>(V value)
        where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] lanes = new T[V.Count];
        fixed (T* p = lanes) V.Store(value, p);
        return lanes;
    }

    private readonly struct Arithmetic : ICheck
    {
        public void Run<V, T>() where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            foreach (double u in Special)
            {
                foreach (double w in Special)
                {
                    T x = T.CreateTruncating(u), y = T.CreateTruncating(w);
                    V a = V.Broadcast(x), b = V.Constant(w);
                    Same(x + y, a + b);
                    Same(x - y, a - b);
                    Same(x * y, a * b);
                    Same(x / y, a / b);
                    Same(T.FusedMultiplyAdd(x, y, x), V.MultiplyAdd(a, b, a));
                    Same(T.Min(x, y), V.Min(a, b));
                    Same(T.Max(x, y), V.Max(a, b));
                    Mask(x == y, V.EqualTo(a, b));
                    Mask(x < y, V.LessThan(a, b));
                    Mask(x <= y, V.LessThanOrEqual(a, b));
                    Same(x < y ? x : y, V.Select(V.LessThan(a, b), a, b));
                    if (T.IsNaN(x) || T.IsNaN(y) || x == y) continue;
                    Same(T.Min(x, y), V.MinFast(a, b));
                    Same(T.Max(x, y), V.MaxFast(a, b));
                }
                T z = T.CreateTruncating(u);
                V v = V.Broadcast(z);
                Same(-z, -v);
                Same(T.Sqrt(z), V.Sqrt(v));
                Same(T.Abs(z), V.Abs(v));
                Same(T.Floor(z), V.Floor(v));
                Same(T.Round(z), V.Round(v));
                Mask(T.IsNaN(z), V.IsNaN(v));
            }
            int n = V.Count;
            Assert.Equal(T.CreateTruncating(n * (n - 1) / 2), V.Sum(V.Indices));
            Assert.Equal(T.CreateTruncating(n - 1), V.MaxLane(V.Indices));
            Assert.Equal(T.CreateTruncating(1 - n), V.MinLane(V.Zero - V.Indices));

            void Same(T expected, V actual) => Assert.All(Lanes<V, T>(actual), lane => Assert.Equal(expected, lane));
            void Mask(bool expected, V actual)
            {
                Assert.Equal(expected, V.Any(actual));
                Same(expected ? T.One : T.Zero, actual & V.Constant(1));
            }
        }
    }

    private readonly struct Masks : ICheck
    {
        public void Run<V, T>() where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            for (int count = 0; count <= V.Count + 1; count++)
            {
                T[] source = new T[V.Count], target = new T[V.Count];
                for (int i = 0; i < V.Count; i++) (source[i], target[i]) = (T.CreateTruncating(i + 1), -T.One);
                V loaded;
                fixed (T* from = source, to = target)
                {
                    V mask = V.FirstLanes(count);
                    Assert.Equal(count > 0, V.Any(mask));
                    loaded = V.LoadMasked(from, mask);
                    V.StoreMasked(V.Load(from), to, mask);
                }
                T[] lanes = Lanes<V, T>(loaded);
                for (int i = 0; i < V.Count; i++)
                {
                    Assert.Equal(i < count ? source[i] : T.Zero, lanes[i]);
                    Assert.Equal(i < count ? source[i] : -T.One, target[i]);
                }
            }
        }
    }

    private readonly struct BitOperations : ICheck
    {
        public void Run<V, T>() where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            foreach (int i in (int[])[0, 1, -1, 5, -77, 1 << 20])
            {
                Same(i, V.FromIntegerBits(V.Bits(i)));
                Same(i, V.FromIntegerBits(V.ToIntegerBits(V.Constant(i))));
                Same(i + 3, V.FromIntegerBits(V.AddBits(V.Bits(i), V.Bits(3))));
                Same(i - 3, V.FromIntegerBits(V.SubtractBits(V.Bits(i), V.Bits(3))));
                Same(i * 4, V.FromIntegerBits(V.ShiftLeft(V.Bits(i), 2)));
                Same(i >> 2, V.FromIntegerBits(V.ShiftRightArithmetic(V.Bits(i), 2)));
                Same(i & 5, V.FromIntegerBits(V.Bits(i) & V.Bits(5)));
                Same(i | 5, V.FromIntegerBits(V.Bits(i) | V.Bits(5)));
                Same(i ^ 5, V.FromIntegerBits(V.Bits(i) ^ V.Bits(5)));
                Same(~i, V.FromIntegerBits(~V.Bits(i)));
            }
            Same(1, V.FromIntegerBits(V.ShiftRightLogical(V.Bits(-1), sizeof(T) * 8 - 1)));

            static void Same(int expected, V actual) =>
                Assert.All(Lanes<V, T>(actual), lane => Assert.Equal(T.CreateTruncating(expected), lane));
        }
    }

    private readonly struct Scales : ICheck
    {
        public void Run<V, T>() where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            int range = typeof(T) == typeof(float) ? 330 : 2300;
            foreach (double x in (double[])[1, -1.5, 0, double.PositiveInfinity, double.NaN, 1.9375, 1.0 / 3072])
            {
                for (int n = -range; n <= range; n++)
                {
                    T expected = T.ScaleB(T.CreateTruncating(x), n);
                    Assert.All(Lanes<V, T>(V.Scale(V.Constant(x), V.Constant(n))), y => Assert.Equal(expected, y));
                }
            }
            T tiny = T.ScaleB(T.One, typeof(T) == typeof(float) ? -149 : -1074);
            int up = typeof(T) == typeof(float) ? 149 + 127 : 1074 + 1023;
            Assert.All(Lanes<V, T>(V.Scale(V.Broadcast(tiny), V.Constant(up))), y =>
                Assert.Equal(T.ScaleB(tiny, up), y));
        }
    }
}
