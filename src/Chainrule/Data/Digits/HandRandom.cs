using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// The random numbers for one image: halves of the draws of a <see cref="RandomStream"/>, since 32 bits are plenty
/// here, and distributions that need only exact arithmetic.
/// </summary>
internal struct HandRandom(long seed, ulong stream)
{
    private RandomStream draws = new((ulong)seed, stream);
    private uint kept;
    private bool hasKept;

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        hasKept = !hasKept;
        if (!hasKept) return kept;
        ulong draw = draws.NextBits();
        kept = (uint)(draw >> 32);
        return (uint)draw;
    }

    /// <summary>Uniform in [low, high).</summary>
    public float Between(float low, float high) => low + ((high - low) * ((NextBits() >> 8) * (1f / (1 << 24))));

    /// <summary>Uniform over 0 … count − 1.</summary>
    public int NextIndex(int count) => (int)(((ulong)NextBits() * (ulong)count) >> 32);

    /// <summary>
    /// Bell-shaped with mean 0, standard deviation 1 and no value beyond ±3.46: the sum of four uniform values of 16
    /// bits each.
    /// </summary>
    public float NextBell()
    {
        uint a = NextBits(), b = NextBits();
        uint sum = (a & 0xFFFF) + (a >> 16) + (b & 0xFFFF) + (b >> 16);
        return (sum - 131070f) * (1.7320508f / 65536f);
    }
}
