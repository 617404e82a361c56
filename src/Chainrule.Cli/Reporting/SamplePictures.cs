namespace Chainrule.Cli.Reporting;

/// <summary>Images of a data set for the terminal: one of each class first, side by side.</summary>
internal static class SamplePictures
{
    private const int MaxPictures = 6, MaxWidth = 40, Gap = 2;

    public static string[] Of(Dataset data, ImageForm form)
    {
        // As many input pixels a character as the width needs.
        int step = (form.Width + MaxWidth - 1) / MaxWidth;
        int fitting = Math.Clamp((Screen.Width + Gap) / ((form.Width / step) + Gap), 1, MaxPictures);
        return TextPicture.SideBySide(
            [.. Places(data, fitting).Select(sample => TextPicture.Of(Small(data, form, sample, step)))]);
    }

    // The first sample of each class; for many samples of few classes the next ones of each.
    private static IEnumerable<int> Places(Dataset data, int count)
    {
        if (!data.IsClassification) return Enumerable.Range(0, Math.Min(count, data.Count));
        int[] labels = data.Targets.ToArray<int>();
        var seen = new Dictionary<int, int>();
        int[] turns = Array.ConvertAll(labels, label => seen[label] = seen.GetValueOrDefault(label) + 1);
        return Enumerable.Range(0, labels.Length).OrderBy(i => turns[i]).ThenBy(i => labels[i]).Take(count);
    }

    private static Tensor Small(Dataset data, ImageForm form, int sample, int step)
    {
        double[] pixels = data.Features[sample].Cast(DType.Float64).ToArray<double>();
        int height = Math.Max(1, form.Height / step), width = Math.Max(1, form.Width / step);
        var small = new double[height * width];
        for (int i = 0; i < small.Length; i++)
        {
            int at = ((i / width * step * form.Width) + (i % width * step)) * form.Channels;
            for (int c = 0; c < form.Channels; c++) small[i] += pixels[at + c] / form.Channels;
        }
        return Tensor.FromArray(small, [height, width]);
    }
}
