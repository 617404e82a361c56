using System.Buffers.Binary;
using System.IO.Compression;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>Writes grayscale pictures as PNG.</summary>
public static class PngFile
{
    private const int Gap = 2;

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n\x1a\n"u8];

    /// <summary>Writes a picture, or many as a sheet.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="pictures">
    /// One picture (h, w), or pictures (m, h, w) of one size: 0 is black and 1 white; what lies outside is clipped.
    /// </param>
    /// <param name="columns">How many pictures stand side by side.</param>
    /// <exception cref="ShapeException">The tensor does not hold pictures.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Write(string path, Tensor pictures, int columns = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Shape shape = pictures.Shape.Rank == 2 ? Shape.Create([1]).Concat(pictures.Shape) : pictures.Shape;
        if (shape.Rank != 3 || shape.Size == 0)
        {
            throw new ShapeException(
                $"A tensor of shape {pictures.Shape} does not hold pictures: reshape it to (h, w) or (m, h, w).");
        }
        NDArray values = pictures.Value.Cast(DType.Float64);
        (byte[] pixels, int width) = Sheet(values.Span<double>(), shape, columns);
        GC.KeepAlive(values);
        AtomicFile.Write(path, stream => Write(stream, pixels, width));
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="pixels">The pixels by rows, 0 for black to 255 for white.</param>
    /// <param name="width">The length of a row.</param>
    internal static void Write(Stream stream, ReadOnlySpan<byte> pixels, int width)
    {
        int height = pixels.Length / width;
        stream.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;   // bits of a gray pixel; color type, compression, filter and interlace are 0
        Chunk(stream, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);   // no filter
                zlib.Write(pixels.Slice(row * width, width));
            }
        }
        Chunk(stream, "IDAT"u8, packed.ToArray());
        Chunk(stream, "IEND"u8, []);
    }

    // m pictures of h·w, row by row of the sheet, with a gray line between neighbors.
    private static (byte[] Pixels, int Width) Sheet(ReadOnlySpan<double> values, Shape shape, int columns)
    {
        (int m, int h, int w) = (shape[0], shape[1], shape[2]);
        columns = Math.Min(columns, m);
        int rows = (m + columns - 1) / columns;
        int width = (columns * (w + Gap)) - Gap, height = (rows * (h + Gap)) - Gap;
        var pixels = new byte[width * height];
        Array.Fill(pixels, (byte)(byte.MaxValue / 2));
        for (int i = 0; i < values.Length; i++)
        {
            (int picture, int pixel) = Math.DivRem(i, h * w);
            int y = (picture / columns * (h + Gap)) + (pixel / w), x = (picture % columns * (w + Gap)) + (pixel % w);
            double value = double.IsNaN(values[i]) ? 0 : Math.Clamp(values[i], 0, 1);
            pixels[(y * width) + x] = (byte)Math.Round(value * byte.MaxValue);
        }
        return (pixels, width);
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
