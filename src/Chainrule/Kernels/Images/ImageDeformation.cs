namespace Chainrule.Kernels;

/// <summary>How images are deformed at random; lengths are in pixels, angles in radians.</summary>
/// <param name="Height">The number of rows of an image.</param>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Channels">The number of values a pixel.</param>
internal sealed record ImageDeformation(int Height, int Width, int Channels)
{
    /// <summary>The largest shift along each axis.</summary>
    public double Shift { get; init; }

    /// <summary>The largest angle of rotation.</summary>
    public double Rotation { get; init; }

    /// <summary>The largest share by which each axis grows or shrinks.</summary>
    public double Scaling { get; init; }

    /// <summary>The largest angle by which upright lines slant.</summary>
    public double Shear { get; init; }

    /// <summary>α of elastic deformations.</summary>
    public double Elastic { get; init; }

    /// <summary>σ of the Gaussian that smooths them.</summary>
    public double Smoothing { get; init; }

    /// <summary>The standard deviation of what is added to each value.</summary>
    public double Noise { get; init; }

    /// <summary>The probability that a rectangle is set to 0.</summary>
    public double Erasing { get; init; }

    /// <summary>Whether half of the images are mirrored left to right.</summary>
    public bool FlipsHorizontally { get; init; }

    /// <summary>Whether half of the images are turned upside down.</summary>
    public bool FlipsVertically { get; init; }

    /// <summary>Determines all of it, together with the stream and the place of an image.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether pixels move.</summary>
    public bool Moves => Shift > 0 || Rotation > 0 || Scaling > 0 || Shear > 0 || Elastic > 0
        || FlipsHorizontally || FlipsVertically;
}
