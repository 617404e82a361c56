using System.Buffers.Binary;
using System.IO.Compression;

namespace Chainrule.Tests;

/// <summary>Reads a PNG of one gray byte a pixel, without filters, and sees that it is whole.</summary>
internal static class PngPixels
{
    /// <summary>The pixels by rows, and the length of a row; each chunk's checksum is computed bit by bit.</summary>
    public static (byte[] Pixels, int Width) Of(byte[] png)
    {
        Assert.Equal([0x89, .. "PNG\r\n\x1a\n"u8], png[..8]);
        Assert.Equal("IHDR"u8.ToArray(), png[12..16]);
        int width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        List<byte> pixels = [];
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            uint checksum = uint.MaxValue;
            foreach (byte value in png.AsSpan(at + 4, length + 4))
            {
                checksum ^= value;
                for (int bit = 0; bit < 8; bit++) checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320);
            }
            Assert.Equal(~checksum, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (png[at + 4] == 'I' && png[at + 5] == 'D')
            {
                using var unpacked = new MemoryStream();
                using (var zlib = new ZLibStream(new MemoryStream(png, at + 8, length), CompressionMode.Decompress))
                    zlib.CopyTo(unpacked);
                foreach (byte[] row in unpacked.ToArray().Chunk(width + 1)) pixels.AddRange(row[1..]);
            }
            at += 12 + length;
        }
        Assert.Equal(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)) * width, pixels.Count);
        return ([.. pixels], width);
    }
}
