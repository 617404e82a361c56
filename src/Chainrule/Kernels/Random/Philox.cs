using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>
/// Philox 4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (SC 2011): a 128-bit counter and a 64-bit key give 128 random bits, with no state between calls.
/// </summary>
/// <remarks>
/// The key is the seed. Words 0 and 1 of the counter are the position of the block in a stream, words 2 and 3 the
/// stream. A block is two draws of 64 bits: draw d of a stream is half d % 2 of block d / 2, so any draw can be
/// computed by itself.
/// </remarks>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;   // golden ratio and √3 − 1, added each round
    private const int Rounds = 10;

    /// <summary>
    /// One block: words 0 and 1 in <c>Low</c>, words 2 and 3 in <c>High</c>, the first in the lower half.
    /// </summary>
    public static (ulong Low, ulong High) Block(ulong seed, ulong stream, ulong position)
    {
        uint word0 = (uint)position, word1 = (uint)(position >> 32), word2 = (uint)stream, word3 = (uint)(stream >> 32);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * word0, product1 = (ulong)Multiplier1 * word2;
            word0 = (uint)(product1 >> 32) ^ word1 ^ key0;
            word1 = (uint)product1;
            word2 = (uint)(product0 >> 32) ^ word3 ^ key1;
            word3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return (word0 | ((ulong)word1 << 32), word2 | ((ulong)word3 << 32));
    }

    /// <summary>One draw of 64 bits.</summary>
    public static ulong Draw(ulong seed, ulong stream, ulong draw)
    {
        (ulong low, ulong high) = Block(seed, stream, draw >> 1);
        return (draw & 1) == 0 ? low : high;
    }

    /// <summary>The draws from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<ulong> destination, ulong seed, ulong stream, ulong first)
    {
        int done = 0;
        if ((first & 1) != 0 && destination.Length > 0) destination[done++] = Draw(seed, stream, first);
        if (Avx2.IsSupported) done = FillVectors(destination, done, seed, stream, first);
        for (; done + 2 <= destination.Length; done += 2)
            (destination[done], destination[done + 1]) = Block(seed, stream, (first + (ulong)done) >> 1);
        if (done < destination.Length) destination[done] = Draw(seed, stream, first + (ulong)done);
    }

    // Four blocks at once, each word in the lower half of a 64-bit lane. The upper halves never matter: multiplication
    // reads only the lower halves, and the last step shifts or masks the rest away.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FillVectors(Span<ulong> destination, int done, ulong seed, ulong stream, ulong first)
    {
        Vector256<uint> multiplier0 = Vector256.Create(Multiplier0), multiplier1 = Vector256.Create(Multiplier1);
        Vector256<ulong> lowerHalf = Vector256.Create((ulong)uint.MaxValue);
        Vector256<ulong> lanes = Vector256.Create(0UL, 2, 1, 3);   // so that unpacking leaves the blocks in order
        for (; done + 8 <= destination.Length; done += 8)
        {
            Vector256<ulong> position = Vector256.Create((first + (ulong)done) >> 1) + lanes;
            Vector256<ulong> word0 = position, word1 = position >> 32;
            Vector256<ulong> word2 = Vector256.Create(stream), word3 = Vector256.Create(stream >> 32);
            uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
            for (int round = 0; round < Rounds; round++)
            {
                Vector256<ulong> product0 = Avx2.Multiply(word0.AsUInt32(), multiplier0);
                Vector256<ulong> product1 = Avx2.Multiply(word2.AsUInt32(), multiplier1);
                word0 = (product1 >> 32) ^ word1 ^ Vector256.Create((ulong)key0);
                word1 = product1;
                word2 = (product0 >> 32) ^ word3 ^ Vector256.Create((ulong)key1);
                word3 = product0;
                key0 += Weyl0;
                key1 += Weyl1;
            }
            Vector256<ulong> low = (word0 & lowerHalf) | (word1 << 32), high = (word2 & lowerHalf) | (word3 << 32);
            Avx2.UnpackLow(low, high).CopyTo(destination[done..]);
            Avx2.UnpackHigh(low, high).CopyTo(destination[(done + 4)..]);
        }
        return done;
    }
}
