using System.Numerics;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;
using Chainrule.Operators;
using Chainrule.Tests.Backends;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public class ElementLoopsTests
{
    private static readonly ElementKey[] Functions =
    [
        new(ElementFunction.Exp), new(ElementFunction.Log), new(ElementFunction.Sqrt), new(ElementFunction.Sin),
        new(ElementFunction.Cos), new(ElementFunction.Tanh), new(ElementFunction.Sigmoid), new(ElementFunction.Erf),
        new(ElementFunction.Relu), new(ElementFunction.LeakyRelu, 0.125), new(ElementFunction.Elu, 1.5, 1),
        new Selu().KernelKey, new(ElementFunction.Softplus), new(ElementFunction.Gelu),
        new(ElementFunction.GeluTanh), new(ElementFunction.Silu),
    ];

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

    // Alone, in the middle of a span and in its tail; and at every width, if the processor has fused multiply-add.
    private static void SameBitsEverywhere<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(4);
        T[] x = new T[150];
        for (int i = 0; i < x.Length; i++) x[i] = T.CreateTruncating((random.NextDouble() * 40) - 20);
        foreach (ElementKey key in Functions)
        {
            if (key.Function is ElementFunction.Sin or ElementFunction.Cos) continue;
            T[] whole = new T[x.Length], part = new T[x.Length];
            SpanLoop.Run<T>(key, x, whole);
            foreach (int bits in new[] { 512, 256, 128, 0 })
            {
                using SimdWidth.Forced width = SimdWidth.Force(bits);
                if (bits is 0 or 128 && !System.Runtime.Intrinsics.X86.Fma.IsSupported) continue;
                for (int start = 0; start < x.Length; start += 1 + (start % 37))
                {
                    int length = Math.Min(1 + (start % 37), x.Length - start);
                    SpanLoop.Run<T>(key, x.AsSpan(start, length), part.AsSpan(start, length));
                }
                for (int i = 0; i < x.Length; i++)
                    Assert.True(whole[i].Equals(part[i]), $"{key}({x[i]}) at {bits} bits: {part[i]}, not {whole[i]}");
            }
        }
    }

    private static void EveryLength<T>(double relative, double absolute) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(3);
        foreach (ElementKey key in Functions)
        {
            for (int length = 0; length <= 70; length++)
            {
                T[] x = new T[length], y = new T[length + 1];
                for (int i = 0; i < length; i++) x[i] = T.CreateTruncating((random.NextDouble() * 16) - 8);
                y[length] = T.CreateTruncating(99);
                SpanLoop.Run<T>(key, x, y.AsSpan(0, length));
                for (int i = 0; i < length; i++)
                {
                    double at = double.CreateTruncating(x[i]), actual = double.CreateTruncating(y[i]);
                    double expected = PlainFunctions.Of(key, at, 0, 0);
                    // The rounding error of GELU's cubic argument is multiplied by the argument.
                    double size = key.Function == ElementFunction.GeluTanh ? 1 + (at * at) : 1;
                    double allowed = (relative * size * Math.Abs(expected)) + absolute;
                    Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= allowed,
                        $"{key}({x[i]}) = {actual:R}, expected {expected:R}");
                }
                Assert.Equal(T.CreateTruncating(99), y[length]);
                SpanLoop.Run<T>(key, x, x);
                Assert.True(y.AsSpan(0, length).SequenceEqual(x), $"{key} in place");
            }
        }
    }

    private static void SpecialValues<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon];
        T[] y = new T[x.Length];
        foreach (ElementKey key in Functions)
        {
            SpanLoop.Run<T>(key, x, y);
            for (int i = 0; i < x.Length; i++)
            {
                T expected = T.CreateTruncating(PlainFunctions.Of(key, double.CreateTruncating(x[i]), 0, 0));
                T two = T.One + T.One, allowed = (two * T.BitIncrement(T.Abs(expected))) - (two * T.Abs(expected));
                Assert.True(expected.Equals(y[i]) || T.Abs(expected - y[i]) <= allowed,
                    $"{key}({x[i]}) = {y[i]}, expected {expected}");
                if (expected == T.Zero) Assert.Equal(T.IsNegative(expected), T.IsNegative(y[i]));
            }
        }
    }
}
