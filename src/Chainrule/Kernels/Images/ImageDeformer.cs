using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Deforms one image at a time. It owns its buffers, so it allocates nothing, and only one thread at a time may use it.
/// </summary>
/// <remarks>
/// The draws of an image have fixed places in the stream: 16 for the whole, one for each component of each
/// displacement, one for each value of noise. So what one kind of deformation draws does not depend on the others.
/// </remarks>
internal sealed class ImageDeformer
{
    private const int Whole = 16;
    private const int ShiftX = 0, ShiftY = 1, Angle = 2, ScaleX = 3, ScaleY = 4, Slant = 5, FlipX = 6, FlipY = 7;
    private const int Erases = 8, FirstOfErasing = 9;

    private readonly ImageDeformation settings;
    private readonly int height, width, channels;
    private readonly double[] draws = new double[Whole];
    private readonly float[] padded, noise;   // padded: the image within a border of one pixel
    private readonly ElasticField? across, down;

    public ImageDeformer(ImageDeformation settings)
    {
        this.settings = settings;
        (height, width, channels) = (settings.Height, settings.Width, settings.Channels);
        padded = new float[(height + 2) * (width + 2) * channels];
        noise = new float[settings.Noise > 0 ? height * width * channels : 0];
        if (settings.Elastic == 0) return;
        across = new(height, width, settings.Smoothing);
        down = new(height, width, settings.Smoothing);
    }

    /// <summary>The number of draws of an image, used or not.</summary>
    private long DrawsPerImage => Whole + ((long)height * width * (2 + channels));

    /// <summary>Deforms an image in place.</summary>
    /// <param name="image">Its values, row by row.</param>
    /// <param name="stream">The stream of random numbers.</param>
    /// <param name="place">The place of the image in the stream.</param>
    public void Run(Span<float> image, ulong stream, long place)
    {
        long first = place * DrawsPerImage;
        CounterRandom.Uniform(draws, settings.Seed, stream, first);
        if (settings.Moves) Move(image, stream, first + Whole);
        if (settings.Noise > 0)
        {
            CounterRandom.Normal(
                noise, 0, settings.Noise, settings.Seed, stream, first + Whole + (2L * height * width));
            TensorPrimitives.Add(image, noise, image);
        }
        if (settings.Erasing > 0 && draws[Erases] < settings.Erasing) Erase(image);
    }

    // Uniform in [−1, 1).
    private double Signed(int draw) => (2 * draws[draw]) - 1;

    private void Move(Span<float> image, ulong stream, long first)
    {
        int row = width * channels;
        for (int y = 0; y < height; y++)
            image.Slice(y * row, row).CopyTo(padded.AsSpan((((y + 1) * (width + 2)) + 1) * channels));
        if (across is not null)
        {
            across.Draw(settings.Elastic, settings.Seed, stream, first);
            down!.Draw(settings.Elastic, settings.Seed, stream, first + (height * width));
        }
        // A pixel at q goes to p = M·q + t about the center, M = rotation · slant · scale and flip; a pixel of the
        // result is read from q = M⁻¹·(p − t).
        (double sin, double cos) = Math.SinCos(Signed(Angle) * settings.Rotation);
        double slant = Math.Tan(Signed(Slant) * settings.Shear);
        double sx = 1 + (Signed(ScaleX) * settings.Scaling), sy = 1 + (Signed(ScaleY) * settings.Scaling);
        if (settings.FlipsHorizontally && draws[FlipX] < 0.5) sx = -sx;
        if (settings.FlipsVertically && draws[FlipY] < 0.5) sy = -sy;
        double a = cos * sx, b = ((cos * slant) - sin) * sy, c = sin * sx, d = ((sin * slant) + cos) * sy;
        double determinant = (a * d) - (b * c);
        double centerX = (width - 1) / 2.0, centerY = (height - 1) / 2.0;
        double fromX = centerX + (Signed(ShiftX) * settings.Shift), fromY = centerY + (Signed(ShiftY) * settings.Shift);
        double xx = d / determinant, xy = -b / determinant, yx = -c / determinant, yy = a / determinant;
        // In coordinates of the padded image, at the first pixel of the result.
        double startX = centerX + 1 - (xx * fromX) - (xy * fromY), startY = centerY + 1 - (yx * fromX) - (yy * fromY);
        for (int y = 0; y < height; y++)
        {
            ReadRow(
                image.Slice(y * row, row), y, (float)(startX + (xy * y)), (float)xx, (float)(startY + (yy * y)),
                (float)yx);
        }
    }

    // Bilinear interpolation; what lies outside is 0, as the border of the padded image is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void ReadRow(Span<float> target, int y, float startX, float stepX, float startY, float stepY)
    {
        int stride = (width + 2) * channels;
        ReadOnlySpan<float> offsetX = across is null ? default : across.Row(y);
        ReadOnlySpan<float> offsetY = down is null ? default : down.Row(y);
        fixed (float* source = padded, result = target)
        {
            for (int x = 0; x < width; x++)
            {
                float fromX = startX + (stepX * x), fromY = startY + (stepY * x);
                if (!offsetX.IsEmpty)
                {
                    fromX += offsetX[x];
                    fromY += offsetY[x];
                }
                fromX = Math.Min(Math.Max(fromX, 0), width + 1);
                fromY = Math.Min(Math.Max(fromY, 0), height + 1);
                int left = Math.Min((int)fromX, width), top = Math.Min((int)fromY, height);
                float right = fromX - left, bottom = fromY - top;
                float* at = source + (top * stride) + (left * channels);
                for (int channel = 0; channel < channels; channel++, at++)
                {
                    float above = at[0] + (right * (at[channels] - at[0]));
                    float below = at[stride] + (right * (at[stride + channels] - at[stride]));
                    result[(x * channels) + channel] = above + (bottom * (below - above));
                }
            }
        }
    }

    // Zhong and others, "Random erasing data augmentation", 2017: 2 % to a third of the area, sides of 0.3 to 3.3.
    private void Erase(Span<float> image)
    {
        double area = height * width * (0.02 + (draws[FirstOfErasing] * (0.33 - 0.02)));
        double ratio = Math.Exp(Math.Log(0.3) + (draws[FirstOfErasing + 1] * (Math.Log(3.3) - Math.Log(0.3))));
        int rows = Math.Clamp((int)Math.Round(Math.Sqrt(area * ratio)), 1, height);
        int columns = Math.Clamp((int)Math.Round(Math.Sqrt(area / ratio)), 1, width);
        int top = (int)(draws[FirstOfErasing + 2] * (height - rows + 1));
        int left = (int)(draws[FirstOfErasing + 3] * (width - columns + 1));
        for (int y = top; y < top + rows; y++)
            image.Slice(((y * width) + left) * channels, columns * channels).Clear();
    }
}
