namespace Chainrule.Kernels;

/// <summary>
/// Sequential random numbers from a seed's stream: the same draws, in the same order, as <see cref="CounterRandom"/>
/// fills. Pass it by reference, because a copy would repeat the numbers of the original.
/// </summary>
internal struct RandomStream(ulong seed, ulong stream)
{
    private ulong high;   // the second draw of the block that gave the first

    /// <summary>The number of draws taken, which is also the position of the next draw.</summary>
    public ulong Position { get; private set; }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        if ((Position++ & 1) != 0) return high;
        (ulong low, high) = Philox.Block(seed, stream, (Position - 1) >> 1);
        return low;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => CounterRandom.ToDouble(NextBits());

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => CounterRandom.ToRange(NextBits(), low, high);

    /// <summary>Normal, with this mean and standard deviation.</summary>
    public double NextNormal(double mean = 0, double deviation = 1) =>
        mean + (deviation * CounterRandom.ToNormal(NextBits()));

    /// <summary>An integer in [low, high).</summary>
    public int NextInteger(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        return CounterRandom.Integer(NextBits(), low, (ulong)((long)high - low));
    }
}
