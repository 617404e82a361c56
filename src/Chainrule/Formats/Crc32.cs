using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Formats;

/// <summary>
/// The checksum of zip archives: CRC-32 with the reflected polynomial 0xEDB88320, 64 bytes at a time where the
/// processor multiplies without carries, else eight.
/// </summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Lanes = 4, Lane = 16, LaneBits = 8 * Lane;

    // Row k is the effect of a byte followed by k more bytes, so eight lookups advance eight bytes at once.
    private static readonly uint[] Table = MakeTable();

    // What takes 16 bytes to a place 4 lanes, or one, further on.
    private static readonly Vector128<ulong> Far = Factors(Lanes * LaneBits), Near = Factors(LaneBits);

    private uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * Lanes * Lane) bytes = Fold(bytes);
        state = Advance(state, bytes);
    }

    // Multiplied by a power of x and reduced, 16 bytes mean the same a stretch further on, and are added to those that
    // are there: in the end 16 bytes are left that have the remainder of all (Gopal and others, "Fast CRC computation
    // for generic polynomials using PCLMULQDQ", Intel, 2009). Returns the bytes that are left over.
    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<ulong>> lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        Vector128<ulong> a = lanes[0] ^ Vector128.CreateScalar((ulong)state), b = lanes[1], c = lanes[2], d = lanes[3];
        int at = Lanes;
        for (; at + Lanes <= lanes.Length; at += Lanes)
        {
            a = Moved(a, Far) ^ lanes[at];
            b = Moved(b, Far) ^ lanes[at + 1];
            c = Moved(c, Far) ^ lanes[at + 2];
            d = Moved(d, Far) ^ lanes[at + 3];
        }
        a = Moved(Moved(Moved(a, Near) ^ b, Near) ^ c, Near) ^ d;
        for (; at < lanes.Length; at++) a = Moved(a, Near) ^ lanes[at];
        state = Advance(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in a)));
        return bytes[(at * Lane)..];
    }

    private static Vector128<ulong> Moved(Vector128<ulong> lane, Vector128<ulong> factors) =>
        Pclmulqdq.CarrylessMultiply(lane, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, factors, 0x11);

    // The powers of x for the first and the second half of a lane, reflected; a product of reflected factors is a bit
    // lower than their places say.
    private static Vector128<ulong> Factors(int bits) =>
        Vector128.Create((ulong)Power(bits + 32) << 1, (ulong)Power(bits - 32) << 1);

    private static uint Power(int exponent)
    {
        uint power = 1u << 31;
        for (int i = 0; i < exponent; i++) power = TimesX(power);
        return power;
    }

    private static uint TimesX(uint value) => (value >> 1) ^ ((value & 1) * Polynomial);

    private static uint Advance(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        while (bytes.Length >= 8)
        {
            uint low = crc ^ (bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16) | ((uint)bytes[3] << 24));
            crc = table[(7 * 256) + (low & 255)] ^ table[(6 * 256) + ((low >> 8) & 255)]
                ^ table[(5 * 256) + ((low >> 16) & 255)] ^ table[(4 * 256) + (low >> 24)]
                ^ table[(3 * 256) + bytes[4]] ^ table[(2 * 256) + bytes[5]]
                ^ table[256 + bytes[6]] ^ table[bytes[7]];
            bytes = bytes[8..];
        }
        foreach (byte value in bytes) crc = (crc >> 8) ^ table[(crc ^ value) & 255];
        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = TimesX(crc);
            table[i] = crc;
        }
        for (int i = 256; i < table.Length; i++) table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 255];
        return table;
    }
}
