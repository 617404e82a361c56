using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chainrule.Kernels;

/// <summary>
/// Counter-based random numbers: each is computed from the seed, the stream and its position. Filling part of an array
/// separately, or on another thread, therefore gives the same bits.
/// </summary>
/// <remarks>
/// Element i of a fill takes draw <c>first + i</c> of the stream, 64 bits whatever its type: floats are the doubles of
/// the same seed with fewer digits. Only <see cref="Bernoulli{T}"/> takes 32 bits per element, since masks are drawn at
/// every step.
/// </remarks>
internal static class CounterRandom
{
    private const int Chunk = 256;   // draws converted at a time: 2 KiB of stack

    private const double Unit53 = 1.0 / (1UL << 53), Unit52 = 1.0 / (1UL << 52);
    private const float Unit24 = 1f / (1 << 24);

    /// <summary>Uniform numbers in [0, 1), multiples of 2⁻²⁴.</summary>
    public static void Uniform(Span<float> destination, ulong seed, ulong stream, long first = 0) =>
        Fill(destination, default(UnitSingle), seed, stream, first);

    /// <summary>Uniform numbers in [0, 1), multiples of 2⁻⁵³.</summary>
    public static void Uniform(Span<double> destination, ulong seed, ulong stream, long first = 0) =>
        Fill(destination, default(UnitDouble), seed, stream, first);

    /// <summary>Uniform numbers in [low, high).</summary>
    public static void Uniform(
        Span<float> destination, float low, float high, ulong seed, ulong stream, long first = 0) =>
        Fill(destination, new RangeSingle(low, high), seed, stream, first);

    /// <summary>Uniform numbers in [low, high).</summary>
    public static void Uniform(
        Span<double> destination, double low, double high, ulong seed, ulong stream, long first = 0) =>
        Fill(destination, new RangeDouble(low, high), seed, stream, first);

    /// <summary>Normal numbers, computed in double and then rounded.</summary>
    public static void Normal(
        Span<float> destination, double mean, double deviation, ulong seed, ulong stream, long first = 0) =>
        Fill(destination, new NormalSingle(mean, deviation), seed, stream, first);

    /// <summary>Normal numbers.</summary>
    public static void Normal(
        Span<double> destination, double mean, double deviation, ulong seed, ulong stream, long first = 0) =>
        Fill(destination, new NormalDouble(mean, deviation), seed, stream, first);

    /// <summary>Integers in [low, high); the probabilities of two values differ by at most 2⁻³².</summary>
    public static void Integers(Span<int> destination, int low, int high, ulong seed, ulong stream, long first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        Fill(destination, new RangeInteger(low, high), seed, stream, first);
    }

    /// <summary>
    /// A mask: <paramref name="one"/> with the given probability, otherwise 0. Element i takes word <c>first + i</c>
    /// (32 bits).
    /// </summary>
    public static void Bernoulli<T>(
        Span<T> destination, double probability, T one, ulong seed, ulong stream, long first = 0) where T : unmanaged
    {
        ulong threshold = (ulong)Math.Round(Math.Clamp(probability, 0, 1) * (1UL << 32));
        Span<ulong> draws = stackalloc ulong[Chunk];
        int done = 0;
        while (done < destination.Length)
        {
            long word = first + done;
            int skip = (int)(word & 1);
            int count = Math.Min(destination.Length - done, (2 * Chunk) - skip);
            Span<ulong> part = draws[..((skip + count + 1) / 2)];
            Philox.Fill(part, seed, stream, (ulong)(word >> 1));
            ReadOnlySpan<uint> words = MemoryMarshal.Cast<ulong, uint>(part)[skip..];
            Select(words, threshold, one, destination.Slice(done, count));
            done += count;
        }
    }

    // Branch-free, because half of the branches would be mispredicted: the comparison becomes a bit mask.
    private static void Select<T>(ReadOnlySpan<uint> words, ulong threshold, T one, Span<T> target) where T : unmanaged
    {
        int done = 0;
        if (Unsafe.SizeOf<T>() == sizeof(uint) && threshold > 0)
        {
            Span<uint> bits = MemoryMarshal.Cast<T, uint>(target);
            Vector256<uint> last = Vector256.Create((uint)(threshold - 1));
            Vector256<uint> ones = Vector256.Create(Unsafe.BitCast<T, uint>(one));
            for (; done + Vector256<uint>.Count <= bits.Length; done += Vector256<uint>.Count)
            {
                Vector256<uint> chosen = Vector256.LessThanOrEqual(Vector256.Create(words[done..]), last);
                (chosen & ones).CopyTo(bits[done..]);
            }
        }
        for (; done < target.Length; done++) target[done] = words[done] < threshold ? one : default;
    }

    /// <summary>Shuffles the values (Fisher-Yates); every order is equally likely.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shuffle<T>(Span<T> values, ulong seed, ulong stream)
    {
        Span<ulong> draws = stackalloc ulong[Chunk];
        for (int end = values.Length; end > 1;)
        {
            // Chunks start at multiples of their length; the draw for index 0 is not used.
            int first = (end - 1) / Chunk * Chunk;
            Span<ulong> part = draws[..(end - first)];
            Philox.Fill(part, seed, stream, (ulong)first);
            for (int i = part.Length - 1; i >= 0; i--)
            {
                int last = first + i, other = Integer(part[i], 0, (ulong)last + 1);
                (values[last], values[other]) = (values[other], values[last]);
            }
            end = first;
        }
    }

    /// <summary>A random permutation of the numbers from 0 to <paramref name="count"/> − 1.</summary>
    public static int[] Permutation(int count, ulong seed, ulong stream)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        Shuffle<int>(order, seed, stream);
        return order;
    }

    // Through a signed integer, which every machine converts in one instruction.
    internal static float ToSingle(ulong draw) => (int)(draw >> 40) * Unit24;

    internal static double ToDouble(ulong draw) => (long)(draw >> 11) * Unit53;

    // The midpoint of one of 2⁵² equal intervals, so that neither 0 nor 1 occurs and both tails are alike.
    internal static double ToNormal(ulong draw) => InverseNormal.Quantile(((long)(draw >> 12) + 0.5) * Unit52);

    internal static int Integer(ulong draw, int low, ulong range) => (int)(low + (long)Math.BigMul(draw, range, out _));

    internal static double ToRange(ulong draw, double low, double high)
    {
        double value = low + ((high - low) * ToDouble(draw));
        return value < high || !(low < high) ? value : Math.BitDecrement(high);   // rounding may reach the end
    }

    private static void Fill<T, TConversion>(
        Span<T> destination, TConversion conversion, ulong seed, ulong stream, long first)
        where TConversion : struct, IConversion<T>
    {
        Span<ulong> draws = stackalloc ulong[Chunk];
        while (destination.Length > 0)
        {
            Span<ulong> part = draws[..Math.Min(Chunk, destination.Length)];
            Philox.Fill(part, seed, stream, (ulong)first);
            for (int i = 0; i < part.Length; i++) destination[i] = conversion.Convert(part[i]);
            destination = destination[part.Length..];
            first += part.Length;
        }
    }

    private interface IConversion<T>
    {
        T Convert(ulong draw);
    }

    private readonly struct UnitSingle : IConversion<float>
    {
        public float Convert(ulong draw) => ToSingle(draw);
    }

    private readonly struct UnitDouble : IConversion<double>
    {
        public double Convert(ulong draw) => ToDouble(draw);
    }

    private readonly struct RangeSingle(float low, float high) : IConversion<float>
    {
        public float Convert(ulong draw)
        {
            var value = (float)ToRange(draw, low, high);
            return value < high || !(low < high) ? value : MathF.BitDecrement(high);
        }
    }

    private readonly struct RangeDouble(double low, double high) : IConversion<double>
    {
        public double Convert(ulong draw) => ToRange(draw, low, high);
    }

    private readonly struct NormalSingle(double mean, double deviation) : IConversion<float>
    {
        public float Convert(ulong draw) => (float)(mean + (deviation * ToNormal(draw)));
    }

    private readonly struct NormalDouble(double mean, double deviation) : IConversion<double>
    {
        public double Convert(ulong draw) => mean + (deviation * ToNormal(draw));
    }

    private readonly struct RangeInteger(int low, int high) : IConversion<int>
    {
        public int Convert(ulong draw) => Integer(draw, low, (ulong)((long)high - low));
    }
}
