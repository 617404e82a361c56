namespace Chainrule.Cli.Reporting;

/// <summary>Samples and outputs as pictures, where they are some.</summary>
internal static class PicturePredictions
{
    private const int Columns = 10, MaxSamples = 20;

    /// <summary>The samples as pictures (m, h, w); null where they are none.</summary>
    public static Tensor? Of(string data, Tensor samples)
    {
        if (samples.Rank == 3) return samples;
        return Dataset.BuiltIn.FirstOrDefault(set => set.Name == data) is { SampleShape: { Rank: 2 } shape }
            ? Functions.Reshape(samples, [samples.Shape[0], shape[0], shape[1]]) : null;
    }

    /// <summary>Writes the first samples, in rows, and below each row what the model makes of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">Where the samples come from.</param>
    /// <param name="samples">The samples as the network sees them.</param>
    /// <param name="outputs">The outputs.</param>
    /// <returns>How many samples are shown.</returns>
    public static int Write(string path, string data, Tensor samples, Tensor outputs)
    {
        if (Of(data, samples) is not { } pictures || outputs.Length != pictures.Length)
        {
            throw new ChainruleException(
                $"--out {path}: a picture is for outputs that are pictures like the samples, as those of an " +
                $"autoencoder are; those for {data} have {outputs.Length / outputs.Shape[0]} values: write .npy.");
        }
        int count = Math.Min(MaxSamples, pictures.Shape[0]);
        if (count > Columns) count -= count % Columns;   // whole rows
        int size = pictures.Shape[1] * pictures.Shape[2];
        double[] above = pictures.Cast(DType.Float64).ToArray<double>();
        double[] below = outputs.Cast(DType.Float64).ToArray<double>();
        List<double> sheet = [];
        foreach (int[] row in Enumerable.Range(0, count).Chunk(Columns))
        {
            foreach (double[] values in (double[][])[above, below])
                sheet.AddRange(values.AsSpan(row[0] * size, row.Length * size));
        }
        PngFile.Write(
            path, Tensor.FromArray([.. sheet], [2 * count, pictures.Shape[1], pictures.Shape[2]]),
            Math.Min(Columns, count));
        return count;
    }
}
