using System.Buffers.Binary;
using System.IO.Compression;

namespace Chainrule.Tests;

/// <summary>Small PNG files of any kind of pixel, written as the specification says.</summary>
internal static class TestPng
{
    /// <summary>An image of bytes, row by row: gray, gray and alpha, RGB, or RGBA by their number a pixel.</summary>
    public static byte[] Of(int width, int height, params byte[] pixels)
    {
        int channels = pixels.Length / (width * height);
        byte colorType = channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colorType);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
            foreach (byte[] row in pixels.Chunk(width * channels)) zlib.Write([0, .. row]);
        return
        [
            0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, rows.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>The length, the type, the content and a checksum computed bit by bit.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        uint checksum = uint.MaxValue;
        foreach (byte value in chunk.AsSpan(4..^4))
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++) checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320);
        }
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4), ~checksum);
        return chunk;
    }
}
