using System.Buffers.Binary;
using System.IO.Compression;
using Chainrule.Formats;

namespace Chainrule.Reports;

/// <summary>A grayscale picture as a PNG within a page.</summary>
internal static class PngPicture
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n\x1a\n"u8];

    /// <summary>The picture as a data URI.</summary>
    /// <param name="pixels">The pixels by rows, 0 for black to 255 for white.</param>
    /// <param name="width">The length of a row.</param>
    public static string DataUri(ReadOnlySpan<byte> pixels, int width)
    {
        int height = pixels.Length / width;
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;   // bits of a gray pixel; color type, compression, filter and interlace are 0
        Chunk(png, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);   // no filter
                zlib.Write(pixels.Slice(row * width, width));
            }
        }
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return $"data:image/png;base64,{Convert.ToBase64String(png.ToArray())}";
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.Value);
        png.Write(number);
    }
}
