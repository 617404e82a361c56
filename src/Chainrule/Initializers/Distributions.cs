using System.Globalization;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Which connections of a layer to scale by.</summary>
internal enum Fan
{
    In,
    Average,
}

/// <summary>
/// Values with mean 0 and variance gain/fan, which keeps the variance of the activations, or of the gradients, about
/// the same from layer to layer. A uniform distribution on [−a, a] has variance a²/3.
/// </summary>
internal sealed class ScaledInitializer(string name, Fan fan, double gain, bool uniform) : Initializer
{
    protected override void Fill(Span<double> values, Shape shape, ulong seed, ulong stream)
    {
        (int fanIn, int fanOut) = Fans(shape);
        double connections = Math.Max(1, fan == Fan.In ? fanIn : (fanIn + (double)fanOut) / 2);
        double deviation = Math.Sqrt(gain / connections);
        if (uniform)
        {
            double limit = Math.Sqrt(3) * deviation;
            CounterRandom.Uniform(values, -limit, limit, seed, stream);
        }
        else
        {
            CounterRandom.Normal(values, 0, deviation, seed, stream);
        }
    }

    public override string ToString() => name;
}

internal sealed class NormalInitializer(double mean, double deviation) : Initializer
{
    protected override void Fill(Span<double> values, Shape shape, ulong seed, ulong stream) =>
        CounterRandom.Normal(values, mean, deviation, seed, stream);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"normal({mean}, {deviation})");
}

internal sealed class UniformInitializer(double low, double high) : Initializer
{
    protected override void Fill(Span<double> values, Shape shape, ulong seed, ulong stream) =>
        CounterRandom.Uniform(values, low, high, seed, stream);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"uniform({low}, {high})");
}

internal sealed class ConstantInitializer(double value) : Initializer
{
    protected override void Fill(Span<double> values, Shape shape, ulong seed, ulong stream) =>
        values.Fill(value);

    public override string ToString() => value switch
    {
        0 => "zeros",
        1 => "ones",
        _ => string.Create(CultureInfo.InvariantCulture, $"constant({value})"),
    };
}
