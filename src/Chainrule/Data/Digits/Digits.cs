using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Numerals that look hand-drawn, made from strokes: 28 × 28 gray pictures as in MNIST, for learning without a
/// download.
/// </summary>
/// <remarks>
/// Every image has a random stream of its own, numbered by its index, so the pictures do not depend on the number of
/// threads or on the machine.
/// </remarks>
public static class Digits
{
    /// <summary>Pixels along each side of a picture.</summary>
    public const int Side = InkRaster.Side;

    private const int Chunk = 128;
    private const ulong LabelStream = 1ul << 63;

    /// <summary>
    /// Draws pictures of all ten numerals, as many of each as the count allows, in random order.
    /// </summary>
    /// <param name="count">The number of pictures, m.</param>
    /// <param name="seed">Another seed, other pictures; the same seed, the same bits.</param>
    /// <param name="threads">How many threads may draw; 0 for one a core. The result does not depend on it.</param>
    /// <returns>Features (m, 784) in [0, 1], 0 being paper and 1 ink, and the numerals as labels (m).</returns>
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

    /// <summary>Draws one numeral.</summary>
    /// <param name="numeral">0 to 9.</param>
    /// <param name="seed">Another seed, another hand.</param>
    /// <returns>The picture (28, 28) in [0, 1].</returns>
    public static Tensor Render(int numeral, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numeral);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numeral, 9);
        NDArray image = NDArray.Uninitialized([Side, Side], DType.Float32);
        Draw(numeral, new HandRandom(seed, 0), new Handwriting(), new InkRaster(), image.Span<float>());
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

    private static void Draw(int numeral, HandRandom random, Handwriting hand, InkRaster raster, Span<float> pixels)
    {
        ReadOnlySpan<NumeralStyle> styles = NumeralStyleTable.Of(numeral);
        raster.Clear();
        hand.Write(styles[random.NextIndex(styles.Length)], ref random, raster);
        raster.Develop(ref random, pixels);
    }
}
