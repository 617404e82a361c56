namespace Chainrule.Formats;

/// <summary>
/// The checksum of zip archives: CRC-32 with the reflected polynomial 0xEDB88320, eight bytes at a time.
/// </summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // Row k is the effect of a byte followed by k more bytes, so eight lookups advance eight bytes at once.
    private static readonly uint[] Table = MakeTable();

    private uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = state;
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
        state = crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            table[i] = crc;
        }
        for (int i = 256; i < table.Length; i++) table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 255];
        return table;
    }
}
