using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public class ActivationGradientsTests
{
    private delegate void Kernel<T>(ReadOnlySpan<T> of, ReadOnlySpan<T> dy, Span<T> dx);

    // The activation in double, whose central difference is the reference; whether the kernel wants y or x.
    private static (string Name, Func<double, double> Activation, bool FromOutput, Kernel<T> Kernel)[] Kernels<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T slope = T.CreateTruncating(0.125), alpha = T.CreateTruncating(1.5);
        double scale = VectorMath.SeluScale, below = VectorMath.SeluScale * VectorMath.SeluAlpha;
        return
        [
            ("sigmoid", ScalarFunctions.Sigmoid, true, ActivationGradients.Sigmoid),
            ("tanh", Math.Tanh, true, ActivationGradients.Tanh),
            ("relu", x => Math.Max(x, 0), true, ActivationGradients.Relu),
            ("leaky relu", x => x > 0 ? x : 0.125 * x, true,
                (y, dy, dx) => ActivationGradients.LeakyRelu(y, dy, dx, slope)),
            ("elu", x => x > 0 ? x : 1.5 * ScalarFunctions.ExpMinusOne(x), true,
                (y, dy, dx) => ActivationGradients.Elu(y, dy, dx, alpha)),
            ("selu", x => x > 0 ? scale * x : below * ScalarFunctions.ExpMinusOne(x), true, ActivationGradients.Selu),
            ("softplus", ScalarFunctions.Softplus, false, ActivationGradients.Softplus),
            ("gelu", ScalarFunctions.Gelu, false, ActivationGradients.Gelu),
            ("gelu tanh", ScalarFunctions.GeluTanh, false, ActivationGradients.GeluTanh),
            ("silu", ScalarFunctions.Silu, false, ActivationGradients.Silu),
        ];
    }

    [Fact]
    public void Gradients_in_double_are_the_slopes_of_the_activations() => AreSlopes<double>(2e-9);

    [Fact]
    public void Gradients_in_float_are_the_slopes_of_the_activations() => AreSlopes<float>(1e-6);

    [Fact]
    public void Infinite_inputs_have_finite_slopes()
    {
        float[] x = [float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f], dy = [1, 1, 1, 1];
        foreach ((string name, _, bool fromOutput, Kernel<float> kernel) in Kernels<float>())
        {
            if (fromOutput) continue;
            float[] dx = new float[4];
            kernel(x, dy, dx);
            Assert.True(dx.SequenceEqual([1, 0, 1, 0]), $"{name}: {string.Join(", ", dx)}");
        }
    }

    private static void AreSlopes<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(17);
        foreach (int bits in new[] { 512, 256, 128, 0 })
        {
            using SimdWidth.Forced width = SimdWidth.Force(bits);
            foreach ((string name, Func<double, double> activation, bool fromOutput, Kernel<T> kernel) in Kernels<T>())
            {
                for (int length = 0; length <= 70; length++)
                {
                    T[] x = new T[length], of = new T[length], dy = new T[length], dx = new T[length];
                    for (int i = 0; i < length; i++)
                    {
                        // Away from the kinks at 0, where a difference would see both sides.
                        double value = (random.NextDouble() + 0.01) * (random.Next(2) == 0 ? -6 : 6);
                        x[i] = T.CreateTruncating(value);
                        of[i] = fromOutput ? T.CreateTruncating(activation(double.CreateTruncating(x[i]))) : x[i];
                        dy[i] = T.CreateTruncating(random.NextDouble() - 0.5);
                    }
                    kernel(of, dy, dx);
                    for (int i = 0; i < length; i++)
                    {
                        double at = double.CreateTruncating(x[i]);
                        double slope = (activation(at + 1e-5) - activation(at - 1e-5)) / 2e-5;
                        double expected = slope * double.CreateTruncating(dy[i]);
                        double error = Math.Abs(expected - double.CreateTruncating(dx[i]));
                        Assert.True(error <= tolerance, $"{name} at {at}: {dx[i]}, not {expected}");
                    }
                    kernel(of, dy, dy);
                    Assert.True(dx.AsSpan().SequenceEqual(dy), $"{name} in place");
                }
            }
        }
    }
}
