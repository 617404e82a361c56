namespace Chainrule;

/// <summary>What becomes of the colors of images.</summary>
public enum ImageColor
{
    /// <summary>Grayscale where all images to learn from are gray, else color.</summary>
    Automatic,

    /// <summary>One value a pixel, the luma of ITU-R 601-2: 0.299 R + 0.587 G + 0.114 B.</summary>
    Grayscale,

    /// <summary>Three values a pixel: red, green and blue.</summary>
    Rgb,
}

/// <summary>How images to learn from are read.</summary>
public sealed record ImageOptions
{
    /// <summary>
    /// The size to bring all images to, whatever theirs; null where they have one size, which is kept. The model's file
    /// holds it, so that later images of any size are resized alike.
    /// </summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>What becomes of colors.</summary>
    public ImageColor Color { get; init; }
}
