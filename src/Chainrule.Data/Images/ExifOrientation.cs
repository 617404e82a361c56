using System.Buffers.Binary;

namespace Chainrule.Data;

/// <summary>
/// How a camera was held: JPEG files keep the pixels as the sensor gave them and say in their Exif data how they are to
/// be turned.
/// </summary>
internal static class ExifOrientation
{
    private const int EntryLength = 12, OrientationTag = 0x0112, ShortType = 3;

    private const byte Exif = 0xE1, ScanStart = 0xDA;

    /// <summary>From 1, as stored, to 8; 1 where the file says nothing that can be understood.</summary>
    public static int Of(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8])) return 1;
        for (int at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] != ScanStart;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length) break;
            ReadOnlySpan<byte> content = file.Slice(at + 4, length - 2);
            if (file[at + 1] == Exif && content.StartsWith("Exif\0\0"u8)) return OfTiff(content[6..]);
            at += 2 + length;
        }
        return 1;
    }

    /// <summary>The image as it was seen.</summary>
    public static DecodedImage Upright(DecodedImage image, int orientation)
    {
        if (orientation <= 1) return image;
        int height = image.Height, width = image.Width, channels = image.Channels;
        bool isOnItsSide = orientation >= 5;
        (int rows, int columns) = isOnItsSide ? (width, height) : (height, width);
        var pixels = new byte[image.Pixels.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (int y, int x) = isOnItsSide ? (column, row) : (row, column);
                if (orientation is 3 or 4 or 6 or 7) y = height - 1 - y;
                if (orientation is 2 or 3 or 7 or 8) x = width - 1 - x;
                image.Pixels.AsSpan(((y * width) + x) * channels, channels)
                    .CopyTo(pixels.AsSpan(((row * columns) + column) * channels));
            }
        }
        return new(image.Path, pixels, rows, columns, channels);
    }

    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        bool isLittle = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || (!isLittle && !tiff.StartsWith("MM"u8))) return 1;
        uint start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2) return 1;
        ReadOnlySpan<byte> entries = tiff[((int)start + 2)..];
        int count = Short(tiff[(int)start..], isLittle);
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Short(entries, isLittle) != OrientationTag || Short(entries[2..], isLittle) != ShortType) continue;
            int orientation = Short(entries[8..], isLittle);
            return orientation is >= 1 and <= 8 ? orientation : 1;
        }
        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
