using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public class VectorMathTests
{
    private delegate void Kernel<T>(ReadOnlySpan<T> x, Span<T> y);

    private static (string Name, Kernel<T> Kernel, Func<double, double> Reference)[] Functions<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T slope = T.CreateTruncating(0.125), alpha = T.CreateTruncating(1.5);
        return
        [
            ("exp", VectorMath.Exp, Math.Exp),
            ("log", VectorMath.Log, Math.Log),
            ("sqrt", VectorMath.Sqrt, Math.Sqrt),
            ("sin", VectorMath.Sin, Math.Sin),
            ("cos", VectorMath.Cos, Math.Cos),
            ("tanh", VectorMath.Tanh, Math.Tanh),
            ("sigmoid", VectorMath.Sigmoid, ScalarFunctions.Sigmoid),
            ("erf", VectorMath.Erf, ErrorFunction.Erf),
            ("relu", VectorMath.Relu, x => double.IsNaN(x) ? x : Math.Max(x, 0)),
            ("leaky relu", (x, y) => VectorMath.LeakyRelu(x, y, slope), x => x >= 0 ? x : 0.125 * x),
            ("elu", (x, y) => VectorMath.Elu(x, y, alpha), x => x >= 0 ? x : 1.5 * ScalarFunctions.ExpMinusOne(x)),
            ("selu", VectorMath.Selu, Selu),
            ("softplus", VectorMath.Softplus, ScalarFunctions.Softplus),
            ("gelu", VectorMath.Gelu, ScalarFunctions.Gelu),
            ("gelu tanh", VectorMath.GeluTanh, ScalarFunctions.GeluTanh),
            ("silu", VectorMath.Silu, ScalarFunctions.Silu),
        ];
    }

    [Fact]
    public void Every_length_agrees_with_the_plain_loop_in_float() => EveryLength<float>(4e-7, 1e-37);

    [Fact]
    public void Every_length_agrees_with_the_plain_loop_in_double() => EveryLength<double>(1e-14, 1e-300);

    [Fact]
    public void Special_values_go_through_in_float() => SpecialValues<float>();

    [Fact]
    public void Special_values_go_through_in_double() => SpecialValues<double>();

    [Fact]
    public void An_element_has_the_same_bits_wherever_it_stands_in_float() => SameBitsEverywhere<float>();

    [Fact]
    public void An_element_has_the_same_bits_wherever_it_stands_in_double() => SameBitsEverywhere<double>();

    // Alone, in the middle of a span, in its tail; and at every width, if the processor has a fused multiply-add.
    private static void SameBitsEverywhere<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(4);
        T[] x = new T[150];
        for (int i = 0; i < x.Length; i++) x[i] = T.CreateTruncating((random.NextDouble() * 40) - 20);
        foreach ((string name, Kernel<T> kernel, _) in Functions<T>())
        {
            if (name is "sin" or "cos") continue;
            T[] whole = new T[x.Length], part = new T[x.Length];
            kernel(x, whole);
            foreach (int bits in new[] { 512, 256, 128, 0 })
            {
                using SimdWidth.Forced width = SimdWidth.Force(bits);
                if (bits is 0 or 128 && !System.Runtime.Intrinsics.X86.Fma.IsSupported) continue;
                for (int start = 0; start < x.Length; start += 1 + (start % 37))
                {
                    int length = Math.Min(1 + (start % 37), x.Length - start);
                    kernel(x.AsSpan(start, length), part.AsSpan(start, length));
                }
                for (int i = 0; i < x.Length; i++)
                    Assert.True(whole[i].Equals(part[i]), $"{name}({x[i]}) at {bits} bits: {part[i]}, not {whole[i]}");
            }
        }
    }

    private static void EveryLength<T>(double relative, double absolute) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(3);
        foreach ((string name, Kernel<T> kernel, Func<double, double> reference) in Functions<T>())
        {
            for (int length = 0; length <= 70; length++)
            {
                T[] x = new T[length], y = new T[length + 1];
                for (int i = 0; i < length; i++) x[i] = T.CreateTruncating((random.NextDouble() * 16) - 8);
                y[length] = T.CreateTruncating(99);
                kernel(x, y.AsSpan(0, length));
                for (int i = 0; i < length; i++)
                {
                    double expected = reference(double.CreateTruncating(x[i])), actual = double.CreateTruncating(y[i]);
                    // The rounding of GELU's cubic argument counts as often as the argument is large.
                    double size = name == "gelu tanh" ? 1 + Math.Pow(double.CreateTruncating(x[i]), 2) : 1;
                    double allowed = (relative * size * Math.Abs(expected)) + absolute;
                    Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= allowed,
                        $"{name}({x[i]}) = {actual:R}, expected {expected:R}");
                }
                Assert.Equal(T.CreateTruncating(99), y[length]);
                kernel(x, x);
                Assert.True(y.AsSpan(0, length).SequenceEqual(x), $"{name} in place");
            }
        }
    }

    private static void SpecialValues<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon];
        T[] y = new T[x.Length];
        foreach ((string name, Kernel<T> kernel, Func<double, double> reference) in Functions<T>())
        {
            kernel(x, y);
            for (int i = 0; i < x.Length; i++)
            {
                T expected = T.CreateTruncating(reference(double.CreateTruncating(x[i])));
                T two = T.One + T.One, allowed = (two * T.BitIncrement(T.Abs(expected))) - (two * T.Abs(expected));
                Assert.True(expected.Equals(y[i]) || T.Abs(expected - y[i]) <= allowed,
                    $"{name}({x[i]}) = {y[i]}, expected {expected}");
                if (expected == T.Zero) Assert.Equal(T.IsNegative(expected), T.IsNegative(y[i]));
            }
        }
    }

    private static double Selu(double x) => x >= 0
        ? VectorMath.SeluScale * x
        : VectorMath.SeluScale * VectorMath.SeluAlpha * ScalarFunctions.ExpMinusOne(x);
}
