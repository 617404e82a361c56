using System.Buffers.Binary;
using System.IO.Compression;
using Chainrule.Formats;

namespace Chainrule.Tests.Formats;

public class Crc32Tests
{
    // The check value of the catalogs, "123456789".
    [Fact]
    public void The_check_value_is_that_of_the_catalogs()
    {
        var checksum = new Crc32();
        checksum.Append("123456789"u8);
        Assert.Equal(0xCBF43926u, checksum.Value);
    }

    [Fact]
    public void Every_length_in_one_piece_or_two_has_the_checksum_that_gzip_writes()
    {
        var bytes = new byte[700];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint expected = OfGzip(bytes.AsSpan(0, length));
            Assert.Equal(expected, Of(bytes.AsSpan(0, length), []));
            int cut = length * 3 / 7;
            Assert.Equal(expected, Of(bytes.AsSpan(0, cut), bytes.AsSpan(cut, length - cut)));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_changes_it()
    {
        var bytes = new byte[1000];
        uint whole = Of(bytes, []);
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(whole, Of(bytes, []));
            bytes[bit / 8] = 0;
        }
    }

    private static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var checksum = new Crc32();
        checksum.Append(first);
        checksum.Append(second);
        return checksum.Value;
    }

    private static uint OfGzip(ReadOnlySpan<byte> bytes)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.NoCompression, leaveOpen: true)) gzip.Write(bytes);
        // Nothing at all is written of nothing.
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file.ToArray().AsSpan()[^8..]);
    }
}
