namespace Chainrule.Studio.Playing;

/// <summary>What the values of a network are over a square, as bytes.</summary>
internal sealed class MapPainter
{
    public const int MaxCells = 200;

    private readonly Tensor[] shown;
    private readonly int count;

    /// <summary>Prepares the maps.</summary>
    /// <param name="start">The square and the values.</param>
    /// <param name="modelOf">Makes the network for a number of points.</param>
    public MapPainter(PlayStart start, Func<int, ChainModel> modelOf)
    {
        int cells = Math.Clamp(start.Cells, 2, MaxCells);
        count = cells * cells;
        ChainModel model = modelOf(count);
        var points = new float[2 * count];
        for (int row = 0, at = 0; row < cells; row++)
        {
            for (int column = 0; column < cells; column++)
            {
                points[at++] = (float)(start.Bound * (((2 * column) + 1.0) / cells - 1));
                points[at++] = (float)(start.Bound * (1 - (((2 * row) + 1.0) / cells)));
            }
        }
        model["X"].Assign(Tensor.FromArray(points, [count, 2]));
        shown = [.. start.Shown.Select(name => model[name])];
        if (Array.Find(shown, value => value.Rank != 2 || value.Shape[0] != count) is { } other)
            throw new ChainruleException($"{other.Name} has {other.Shape} and no row for each point: leave it out.");
    }

    /// <summary>The maps as the parameters are now.</summary>
    public PlayMap[] Draw() => [.. shown.Select(Draw)];

    private PlayMap Draw(Tensor value)
    {
        ReadOnlySpan<float> values = value.AsSpan<float>();
        int units = value.Shape[1];
        var bytes = new byte[values.Length];
        var scales = new float[units];
        for (int unit = 0; unit < units; unit++)
        {
            scales[unit] = SignedBytes.Write(values[unit..], units, bytes.AsSpan(unit * count, count));
        }
        return new(value.Name!, units, scales, bytes);
    }
}
