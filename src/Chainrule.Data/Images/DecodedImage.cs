using Chainrule.Formats;
using StbImageSharp;

namespace Chainrule.Data;

/// <summary>An image as bytes, row by row; one that is gray has a single channel, whatever its file has.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pixels">Height · width · channels values.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Channels">1 or 3.</param>
internal sealed record DecodedImage(string Path, byte[] Pixels, int Height, int Width, int Channels)
{
    private const int MaxPixels = 1 << 28;

    // Deflate emits at most 1,032 bytes for one, each of up to 8 pixels; a block of 64 pixels in JPEG takes a bit.
    private const long MaxPixelsOfByte = 8 * 1032;

    /// <summary>Reads a PNG or JPEG file, upright; what is transparent is laid on white.</summary>
    /// <exception cref="DataException">The file is missing, damaged or no such image.</exception>
    public static DecodedImage Read(string path)
    {
        byte[] file;
        using (FileStream stream = FileInput.OpenFile(path))
        {
            file = new byte[stream.Length];
            stream.ReadExactly(file);
        }
        EncodedImage.RequireWhole(path, file);
        ImageResult image;
        try
        {
            using var stream = new BoundedStream(file);
            if (ImageInfo.FromStream(stream) is { } info)
            {
                long pixels = (long)info.Width * info.Height;
                if (pixels > MaxPixels || pixels > MaxPixelsOfByte * file.LongLength)
                    throw new DataException(
                        $"{path}: the image declares {info.Width}×{info.Height} pixels, more pixels than its " +
                        $"{file.Length:N0} bytes can hold or memory should: save it again, smaller.");
            }
            stream.Position = 0;
            image = ImageResult.FromStream(stream);
        }
        // Whatever the decoder stumbles over, it is the file.
        catch (Exception error) when (error is not (DataException or OutOfMemoryException))
        {
            throw new DataException(
                $"{path}: this image is damaged or of an unusual kind and cannot be decoded: save it again as PNG, " +
                "or remove it.", error);
        }
        return ExifOrientation.Upright(Opaque(path, image), ExifOrientation.Of(file));
    }

    /// <summary>The image in another size.</summary>
    public DecodedImage Resized(int height, int width) => Height == height && Width == width ? this
        : new(Path, BilinearResize.Of(this, height, width), height, width, Channels);

    /// <summary>The pixels with this many channels, 1 or 3.</summary>
    public byte[] WithChannels(int channels)
    {
        if (channels == Channels) return Pixels;
        var values = new byte[Height * Width * channels];
        if (channels == 1)
            for (int i = 0; i < values.Length; i++) values[i] = Luma(Pixels.AsSpan(i * 3, 3));
        else
            for (int i = 0; i < Pixels.Length; i++) values.AsSpan(i * 3, 3).Fill(Pixels[i]);
        return values;
    }

    // Weights of ITU-R 601-2 in 16 bits, rounded, as in Pillow.
    private static byte Luma(ReadOnlySpan<byte> rgb) =>
        (byte)(((rgb[0] * 19595) + (rgb[1] * 38470) + (rgb[2] * 7471) + (1 << 15)) >> 16);

    private static DecodedImage Opaque(string path, ImageResult image)
    {
        int stored = (int)image.Comp, pixels = image.Width * image.Height;
        bool hasAlpha = stored is 2 or 4;
        int channels = hasAlpha ? stored - 1 : stored;
        ReadOnlySpan<byte> data = image.Data;
        bool isGray = channels == 1 || IsGray(data, stored);
        int kept = isGray ? 1 : channels;
        if (kept == stored) return new(path, image.Data, image.Height, image.Width, kept);
        var values = new byte[pixels * kept];
        for (int i = 0; i < pixels; i++)
        {
            int alpha = hasAlpha ? data[(i * stored) + channels] : byte.MaxValue;
            for (int c = 0; c < kept; c++)
            {
                int value = data[(i * stored) + c];
                int mixed = (value * alpha) + (byte.MaxValue * (byte.MaxValue - alpha));
                values[(i * kept) + c] = (byte)((mixed + (byte.MaxValue / 2)) / byte.MaxValue);
            }
        }
        return new(path, values, image.Height, image.Width, kept);
    }

    // The decoder takes a file for ended only where it stands exactly at the end, and would read on for ever behind it.
    private sealed class BoundedStream(byte[] file) : MemoryStream(file)
    {
        public override long Seek(long offset, SeekOrigin loc)
        {
            long from = loc switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };
            return Position = Math.Clamp(from + offset, 0, Length);
        }
    }

    private static bool IsGray(ReadOnlySpan<byte> data, int stored)
    {
        for (int i = 0; i < data.Length; i += stored)
            if (data[i] != data[i + 1] || data[i] != data[i + 2]) return false;
        return true;
    }
}
