using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// One component of a random displacement of each pixel: uniform in [−1, 1), smoothed by a Gaussian, times α.
/// </summary>
/// <remarks>
/// Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to visual document
/// analysis", 2003. The Gaussian ends at 4σ, and beyond the image displacements are 0.
/// </remarks>
internal sealed unsafe class ElasticField
{
    private readonly int height, width, radius, stride;
    private readonly float[] kernel;             // radius to the left, the center, radius to the right
    private readonly float[] rows, smoothed;     // rows between margins of zeros; the result of the first pass likewise
    private readonly float[] field, drawn;

    public ElasticField(int height, int width, double deviation)
    {
        (this.height, this.width) = (height, width);
        radius = (int)((4 * deviation) + 0.5);
        kernel = new float[(2 * radius) + 1];
        double sum = Enumerable.Range(-radius, kernel.Length).Sum(k => Weight(k, deviation));
        for (int k = -radius; k <= radius; k++) kernel[k + radius] = (float)(Weight(k, deviation) / sum);
        // Whole vectors of a row; what they read behind it is zero.
        int vectors = (width + Vector<float>.Count - 1) / Vector<float>.Count;
        stride = vectors * Vector<float>.Count;
        rows = new float[height * (stride + (2 * radius))];
        smoothed = new float[(height + (2 * radius)) * stride];
        field = new float[height * stride];
        drawn = new float[height * width];
    }

    /// <summary>The displacements of a row of pixels.</summary>
    public ReadOnlySpan<float> Row(int y) => field.AsSpan(y * stride, width);

    /// <summary>Draws a field.</summary>
    /// <param name="factor">α.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The first of as many draws as there are pixels.</param>
    public void Draw(double factor, ulong seed, ulong stream, long first)
    {
        CounterRandom.Uniform(drawn, (float)-factor, (float)factor, seed, stream, first);
        int margins = stride + (2 * radius);
        for (int y = 0; y < height; y++)
            drawn.AsSpan(y * width, width).CopyTo(rows.AsSpan((y * margins) + radius));
        fixed (float* from = rows, between = smoothed, to = field)
        {
            for (int y = 0; y < height; y++)
                Sum(from + (y * margins), 1, between + ((y + radius) * stride));
            for (int y = 0; y < height; y++)
                Sum(between + (y * stride), stride, to + (y * stride));
        }
    }

    // A row of sums over neighbors that lie a step apart, each in the order of the kernel; four vectors of sums at a
    // time, since an addition waits for the one before it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(float* from, int step, float* to)
    {
        fixed (float* weights = kernel)
        {
            int count = Vector<float>.Count, x = 0;
            for (; x + (4 * count) <= stride; x += 4 * count)
            {
                Vector<float> a = default, b = default, c = default, d = default;
                for (int k = 0; k < kernel.Length; k++)
                {
                    float* at = from + x + (k * step);
                    float weight = weights[k];
                    a += Vector.Load(at) * weight;
                    b += Vector.Load(at + count) * weight;
                    c += Vector.Load(at + (2 * count)) * weight;
                    d += Vector.Load(at + (3 * count)) * weight;
                }
                Vector.Store(a, to + x);
                Vector.Store(b, to + x + count);
                Vector.Store(c, to + x + (2 * count));
                Vector.Store(d, to + x + (3 * count));
            }
            for (; x < stride; x += count)
            {
                Vector<float> sum = default;
                for (int k = 0; k < kernel.Length; k++)
                    sum += Vector.Load(from + x + (k * step)) * weights[k];
                Vector.Store(sum, to + x);
            }
        }
    }

    private static double Weight(int k, double deviation) => Math.Exp(-0.5 * k * k / (deviation * deviation));
}
