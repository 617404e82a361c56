namespace Chainrule.Reports;

/// <summary>A grayscale picture as a PNG within a page.</summary>
internal static class PngPicture
{
    /// <summary>The picture as a data URI.</summary>
    /// <param name="pixels">The pixels by rows, 0 for black to 255 for white.</param>
    /// <param name="width">The length of a row.</param>
    public static string DataUri(ReadOnlySpan<byte> pixels, int width)
    {
        using var png = new MemoryStream();
        PngFile.Write(png, pixels, width);
        return $"data:image/png;base64,{Convert.ToBase64String(png.ToArray())}";
    }
}
