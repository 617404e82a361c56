namespace Chainrule.Data;

/// <summary>
/// Resizes an image bilinearly with antialiasing, as Pillow does and torchvision by default: an output pixel is the
/// mean of the input pixels near its center, weighted by a triangle that is as wide as the reduction asks.
/// </summary>
internal static class BilinearResize
{
    public static byte[] Of(DecodedImage image, int height, int width)
    {
        (int channels, int from) = (image.Channels, image.Width);
        Taps across = Taps.Of(from, width), down = Taps.Of(image.Height, height);
        var narrowed = new double[image.Height * width * channels];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Pixels.AsSpan(y * from * channels, from * channels);
            Span<double> target = narrowed.AsSpan(y * width * channels, width * channels);
            for (int i = 0; i < target.Length; i++)
            {
                (int x, int channel) = Math.DivRem(i, channels);
                (int first, double[] weights) = (across.First[x], across.Weights[x]);
                for (int k = 0; k < weights.Length; k++)
                    target[i] += weights[k] * row[((first + k) * channels) + channel];
            }
        }
        int stride = width * channels;
        var pixels = new byte[height * stride];
        var sums = new double[stride];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sums);
            double[] weights = down.Weights[y];
            for (int k = 0; k < weights.Length; k++)
            {
                ReadOnlySpan<double> row = narrowed.AsSpan((down.First[y] + k) * stride, stride);
                for (int i = 0; i < stride; i++) sums[i] += weights[k] * row[i];
            }
            for (int i = 0; i < stride; i++)
                pixels[(y * stride) + i] = (byte)Math.Clamp(Math.Floor(sums[i] + 0.5), 0, byte.MaxValue);
        }
        return pixels;
    }

    // For each output pixel the first input pixel that it takes, and the weights from there on.
    private sealed record Taps(int[] First, double[][] Weights)
    {
        public static Taps Of(int from, int to)
        {
            var taps = new Taps(new int[to], new double[to][]);
            double scale = (double)from / to, support = Math.Max(1, scale);
            for (int i = 0; i < to; i++)
            {
                double center = (i + 0.5) * scale;
                int first = Math.Max(0, (int)(center - support + 0.5));
                int end = Math.Min(from, (int)(center + support + 0.5));
                double[] weights = [.. Enumerable.Range(first, end - first)
                    .Select(x => Math.Max(0, 1 - Math.Abs((x + 0.5 - center) / support)))];
                double sum = weights.Sum();
                (taps.First[i], taps.Weights[i]) = (first, Array.ConvertAll(weights, weight => weight / sum));
            }
            return taps;
        }
    }
}
