using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Numerals that look handwritten, drawn from strokes: 28 × 28 grayscale images as in MNIST, for learning without a
/// download.
/// </summary>
/// <remarks>
/// Every image has its own random stream, numbered by its index, so the images do not depend on the machine or the
/// number of threads.
/// </remarks>
public static class Digits
{
    /// <summary>The number of pixels along each side.</summary>
    public const int Side = InkRaster.Side;

    private const int Chunk = 128;
    private const ulong LabelStream = 1ul << 63;

    /// <summary>Draws images of all ten numerals in random order, an equal number of each as far as possible.</summary>
    /// <param name="count">The number of images, m.</param>
    /// <param name="seed">Determines the images: the same seed gives the same bits.</param>
    /// <param name="threads">The number of threads; 0 for one per core. It does not affect the result.</param>
    /// <returns>Features (m, 784) in [0, 1], where 0 is paper and 1 is ink, and the numerals as labels (m).</returns>
    public static Dataset Generate(int count, long seed, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        NDArray images = NDArray.Uninitialized([count, Side * Side], DType.Float32);
        var labels = new int[count];
        for (int i = 0; i < count; i++) labels[i] = i % 10;
        CounterRandom.Shuffle<int>(labels, (ulong)seed, LabelStream);
        int chunks = (count + Chunk - 1) / Chunk;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads };
        Parallel.For(0, chunks, options, chunk => DrawChunk(images, labels, seed, chunk));
        return new("digits", new Tensor(images), Tensor.FromArray(labels)) { ClassNames = ClassNames };
    }

    /// <summary>Draws one digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="seed">Determines the handwriting.</param>
    /// <returns>The image (28, 28) in [0, 1].</returns>
    public static Tensor Render(int digit, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digit, 9);
        NDArray image = NDArray.Uninitialized([Side, Side], DType.Float32);
        Draw(digit, new HandRandom(seed, 0), new Handwriting(), new InkRaster(), image.Span<float>());
        return new(image);
    }

    internal static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static void DrawChunk(NDArray images, int[] labels, long seed, int chunk)
    {
        var hand = new Handwriting();
        var raster = new InkRaster();
        Span<float> pixels = images.Span<float>();
        int end = Math.Min(labels.Length, (chunk + 1) * Chunk);
        for (int i = chunk * Chunk; i < end; i++)
        {
            Draw(labels[i], new(seed, (ulong)i), hand, raster, pixels.Slice(i * Side * Side, Side * Side));
        }
    }

    private static void Draw(int digit, HandRandom random, Handwriting hand, InkRaster raster, Span<float> pixels)
    {
        ReadOnlySpan<NumeralStyle> styles = NumeralStyleTable.Of(digit);
        raster.Clear();
        hand.Write(styles[random.NextIndex(styles.Length)], ref random, raster);
        raster.Develop(ref random, pixels);
    }
}
