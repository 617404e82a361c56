#pragma warning disable CS1591
namespace Chainrule;

public abstract class Optimizer
{
    public double Rate { get; init; }
    internal abstract int StateSlots { get; }
    internal abstract void Step(NDArray parameters, NDArray gradients, NDArray[] state, long step, double rate);
}

public sealed class Sgd : Optimizer
{
    public Sgd(double rate = 0.01) => Rate = rate;
    internal override int StateSlots => 0;
    internal override void Step(NDArray parameters, NDArray gradients, NDArray[] state, long step, double rate)
    {
        if (parameters.DType == DType.Float32)
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<float>(gradients.Span<float>(), (float)-rate, parameters.Span<float>(), parameters.Span<float>());
        else
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(gradients.Span<double>(), -rate, parameters.Span<double>(), parameters.Span<double>());
    }
}

public sealed class Adam : Optimizer
{
    public Adam(double rate = 1e-3) => Rate = rate;
    internal override int StateSlots => 2;
    internal override void Step(NDArray parameters, NDArray gradients, NDArray[] state, long step, double rate)
    {
        if (parameters.DType == DType.Float32) Run<float>(parameters, gradients, state, step, rate);
        else Run<double>(parameters, gradients, state, step, rate);
    }

    private static void Run<T>(NDArray parameters, NDArray gradients, NDArray[] state, long step, double rate) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Span<T> p = parameters.Span<T>(), g = gradients.Span<T>(), m = state[0].Span<T>(), v = state[1].Span<T>();
        T a = T.CreateTruncating(rate / (1 - Math.Pow(0.9, step))), b2 = T.CreateTruncating(1 - Math.Pow(0.999, step));
        T c1 = T.CreateTruncating(0.9), c2 = T.CreateTruncating(0.999), e = T.CreateTruncating(1e-8);
        for (int i = 0; i < p.Length; i++)
        {
            m[i] = (c1 * m[i]) + ((T.One - c1) * g[i]);
            v[i] = (c2 * v[i]) + ((T.One - c2) * g[i] * g[i]);
            p[i] -= a * m[i] / (T.Sqrt(v[i] / b2) + e);
        }
    }
}
