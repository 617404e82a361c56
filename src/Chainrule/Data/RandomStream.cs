using System.Runtime.CompilerServices;

namespace Chainrule;

/// <summary>
/// Random numbers one after another, from a counter: the stream (seed, stream) has the same numbers whatever else is drawn,
/// on any thread and any machine. Only exact arithmetic is used, so floating point values have the same bits everywhere too.
/// </summary>
/// <remarks>Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).</remarks>
internal struct RandomStream(ulong seed, ulong stream)
{
    private uint counter;
    private int left;
    private Four block;

    [InlineArray(4)]
    private struct Four
    {
        private uint element;
    }

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        if (left == 0) Refill();
        return block[4 - left--];
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextBits() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble()
    {
        ulong high = NextBits();
        return (((high << 32) | NextBits()) >> 11) * (1.0 / (1L << 53));
    }

    /// <summary>Uniform in [low, high).</summary>
    public float Between(float low, float high) => low + ((high - low) * NextSingle());

    /// <summary>Uniform over low … high − 1.</summary>
    public int NextInteger(int low, int high) => low + (int)(((ulong)NextBits() * (ulong)(high - low)) >> 32);

    /// <summary>
    /// Bell-shaped with mean 0, deviation 1 and no value beyond ±3.46: the sum of four uniform values of 16 bits each. Needs
    /// no logarithm, so it has the same bits on every machine.
    /// </summary>
    public float NextBell()
    {
        uint a = NextBits(), b = NextBits();
        uint sum = (a & 0xFFFF) + (a >> 16) + (b & 0xFFFF) + (b >> 16);
        return (sum - 131070f) * (1.7320508f / 65536f);
    }

    /// <summary>Normal with mean 0 and deviation 1, by the Box–Muller transform.</summary>
    public double NextNormal(double mean = 0, double deviation = 1)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return mean + (deviation * radius * Math.Cos(2 * Math.PI * NextDouble()));
    }

    /// <summary>Puts the values into a random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInteger(0, i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private void Refill()
    {
        uint x0 = counter++, x1 = 0, x2 = (uint)stream, x3 = (uint)(stream >> 32);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53ul * x0, p1 = 0xCD9E8D57ul * x2;
            x0 = (uint)(p1 >> 32) ^ x1 ^ key0;
            x1 = (uint)p1;
            x2 = (uint)(p0 >> 32) ^ x3 ^ key1;
            x3 = (uint)p0;
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        block[0] = x0;
        block[1] = x1;
        block[2] = x2;
        block[3] = x3;
        left = 4;
    }
}
