using System.Buffers.Binary;
using Chainrule.Formats;

namespace Chainrule.Data;

/// <summary>
/// Sees that the bytes of an image are all there. A decoder fills what a cut file lacks with gray or black and says
/// nothing, and then a network learns from it.
/// </summary>
internal static class EncodedImage
{
    private const int SignatureLength = 8, ChunkOverhead = 12;   // a chunk's length, type and checksum

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    // Start of the image, start of a scan, end of the image.
    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];
    private static ReadOnlySpan<byte> ScanStart => [0xFF, 0xDA];
    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    /// <summary>Refuses a file that is not whole.</summary>
    /// <exception cref="DataException">It is cut short, damaged, or no PNG or JPEG.</exception>
    public static void RequireWhole(string path, ReadOnlySpan<byte> file)
    {
        string? problem = file.StartsWith(PngSignature) ? ProblemOfPng(file)
            : file.StartsWith(JpegStart) ? ProblemOfJpeg(file)
            : file.IsEmpty ? "the file is empty" : "this is neither a PNG nor a JPEG image, whatever its name";
        if (problem is not null) throw new DataException($"{path}: {problem}: save it again as PNG, or remove it.");
    }

    private static string? ProblemOfPng(ReadOnlySpan<byte> file)
    {
        for (int at = SignatureLength; at + ChunkOverhead <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - ChunkOverhead) break;
            ReadOnlySpan<byte> content = file.Slice(at + 4, 4 + (int)length);
            var checksum = new Crc32();
            checksum.Append(content);
            if (checksum.Value != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]))
                return $"the image is damaged (byte {at:N0}: a checksum does not match)";
            if (content.StartsWith("IEND"u8)) return null;
            at += ChunkOverhead + (int)length;
        }
        return "the image is cut short";
    }

    private static string? ProblemOfJpeg(ReadOnlySpan<byte> file)
    {
        int scan = file.LastIndexOf(ScanStart);
        return scan < 0 || file[scan..].IndexOf(JpegEnd) < 0 ? "the image is cut short" : null;
    }
}
