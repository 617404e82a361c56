using System.Text;

namespace Chainrule;

/// <summary>Images and plots as lines of text, for a terminal.</summary>
public static class TextPicture
{
    private const string Ramp = " .:-=+*#%@";

    /// <summary>
    /// A grayscale image, with one character per pixel across and per two pixels down: block elements, or a ramp of
    /// ASCII characters.
    /// </summary>
    /// <param name="image">The image (height, width); ink has the highest value, paper the lowest.</param>
    /// <param name="ascii">True for terminals without Unicode.</param>
    /// <exception cref="ShapeException">The tensor does not have two axes.</exception>
    public static string[] Of(Tensor image, bool ascii = false)
    {
        if (image.Rank != 2)
            throw new ShapeException(
                $"A picture has the shape (height, width), not {image.Shape}: reshape it or take one sample.");
        (int height, int width) = (image.Shape[0], image.Shape[1]);
        double[] ink = Normalized(image);
        var lines = new string[(height + 1) / 2];
        var line = new StringBuilder(width);
        for (int row = 0; row < height; row += 2)
        {
            line.Clear();
            for (int column = 0; column < width; column++)
            {
                double top = ink[(row * width) + column];
                double bottom = row + 1 < height ? ink[((row + 1) * width) + column] : 0;
                line.Append(ascii ? Ramp[(int)((top + bottom) * 0.5 * (Ramp.Length - 0.001))] : Block(top, bottom));
            }
            lines[row / 2] = line.ToString();
        }
        return lines;
    }

    /// <summary>Images side by side with a gap between them; shorter ones are padded at the bottom.</summary>
    public static string[] SideBySide(IReadOnlyList<string[]> pictures, int gap = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        var lines = new string[pictures.Max(picture => (int?)picture.Length) ?? 0];
        int[] widths = [.. pictures.Select(picture => picture.Max(line => (int?)line.Length) ?? 0)];
        for (int row = 0; row < lines.Length; row++)
        {
            lines[row] = string.Join(new string(' ', gap), pictures.Select((picture, i) =>
                (row < picture.Length ? picture[row] : "").PadRight(widths[i]))).TrimEnd();
        }
        return lines;
    }

    /// <summary>
    /// A plot of a data set: the classes of two features as o, x, +, …, or a value over one feature as points.
    /// </summary>
    /// <param name="data">Features (m, 2) with class labels, or (m, 1) with values.</param>
    /// <param name="width">The width in characters.</param>
    /// <param name="height">The height in lines.</param>
    /// <exception cref="ChainruleException">The data set is of another kind.</exception>
    public static string[] Scatter(Dataset data, int width = 60, int height = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        const string marks = "ox+*#@%&=~";
        int columns = data.FeatureCount;
        if (!CanScatter(data))
        {
            throw new ChainruleException(
                $"The data set '{data.Name}' cannot be plotted: that needs two features with classes, or one with a "
                + "value.");
        }
        double[] features = Doubles(data.Features);
        double[] y = data.IsClassification ? Column(features, 1, 2) : Doubles(data.Targets);
        int[] across = Places(Column(features, 0, columns), width), down = Places(y, height);
        char[][] field = [.. Enumerable.Range(0, height).Select(_ => new string(' ', width).ToCharArray())];
        for (int i = 0; i < data.Count; i++)
        {
            char mark = data.IsClassification ? marks[data.Targets.AsSpan<int>()[i] % marks.Length] : 'o';
            field[height - 1 - down[i]][across[i]] = mark;
        }
        return Array.ConvertAll(field, line => new string(line).TrimEnd());
    }

    /// <summary>Whether <see cref="Scatter"/> can plot the data set.</summary>
    public static bool CanScatter(Dataset data) => data.FeatureCount == (data.IsClassification ? 2 : 1)
        && (data.IsClassification || data.Targets.Length == data.Count);

    private static char Block(double top, double bottom) => (top > 0.4, bottom > 0.4) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };

    // Scaled to [0, 1]; NaN counts as paper.
    private static double[] Normalized(Tensor tensor)
    {
        double[] values = Array.ConvertAll(Doubles(tensor), x => double.IsFinite(x) ? x : 0);
        double low = Math.Min(0, values.Min(x => (double?)x) ?? 0), range = (values.Max(x => (double?)x) ?? 0) - low;
        return Array.ConvertAll(values, x => range > 0 ? (x - low) / range : 0);
    }

    private static int[] Places(double[] values, int count)
    {
        double[] known = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double low = known.Min(), range = known.Max() - low;
        double scale = range > 0 ? (count - 0.001) / range : 0;
        // A missing value stands at the lower end.
        return Array.ConvertAll(
            values, x => double.IsFinite(x) ? (int)Math.Clamp((x - low) * scale, 0, count - 1) : 0);
    }

    private static double[] Column(double[] values, int column, int columns) =>
        [.. Enumerable.Range(0, values.Length / columns).Select(row => values[(row * columns) + column])];

    private static double[] Doubles(Tensor tensor) => tensor.Value.Cast(DType.Float64).Span<double>().ToArray();
}
