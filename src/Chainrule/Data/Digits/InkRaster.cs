namespace Chainrule;

/// <summary>
/// Ink on a grid of 28 × 28 pixels, stored as the distance from each pixel's center to the nearest edge of a stroke, so
/// that overlapping strokes do not get darker and edges are smooth.
/// </summary>
internal sealed class InkRaster
{
    /// <summary>The number of pixels along each side.</summary>
    public const int Side = 28;

    private const float Far = 100;
    private const float Reach = 1.3f;   // no ink farther than this from the edge: half the widest soft edge

    private readonly float[] distance = new float[Side * Side];
    private readonly float[] ink = new float[Side * Side];

    /// <summary>Clears the sheet.</summary>
    public void Clear() => Array.Fill(distance, Far);

    /// <summary>Draws a straight segment whose radius changes linearly from one end to the other.</summary>
    public void Draw(float x0, float y0, float radius0, float x1, float y1, float radius1)
    {
        float margin = Math.Max(radius0, radius1) + Reach;
        int left = First(Math.Min(x0, x1) - margin), right = Last(Math.Max(x0, x1) + margin);
        int top = First(Math.Min(y0, y1) - margin), bottom = Last(Math.Max(y0, y1) + margin);
        float dx = x1 - x0, dy = y1 - y0, grow = radius1 - radius0;
        float length = (dx * dx) + (dy * dy);
        float perLength = length > 1e-12f ? 1 / length : 0;
        for (int row = top; row <= bottom; row++)
        {
            Span<float> line = distance.AsSpan(row * Side, Side);
            float py = row + 0.5f - y0;
            for (int column = left; column <= right; column++)
            {
                float px = column + 0.5f - x0;
                float t = Math.Clamp(((px * dx) + (py * dy)) * perLength, 0, 1);
                float ex = px - (t * dx), ey = py - (t * dy);
                float edge = MathF.Sqrt((ex * ex) + (ey * ey)) - radius0 - (t * grow);
                if (edge < line[column]) line[column] = edge;
            }
        }
    }

    /// <summary>The image in [0, 1], in steps of 1/255, with soft edges, slight blur, uneven ink and grain.</summary>
    public void Develop(ref HandRandom random, Span<float> pixels)
    {
        float hardness = 1 / random.Between(1.2f, 2.2f);   // one over the width of the soft edge in pixels
        float blackness = random.Between(0.8f, 1.1f);
        float neighbours = random.Between(0f, 0.16f);
        float grain = random.Between(0f, 0.06f) * (1f / 128);
        for (int i = 0; i < ink.Length; i++) ink[i] = Math.Clamp(0.5f - (hardness * distance[i]), 0, 1);
        Blur(neighbours);
        uint bits = 0;
        for (int i = 0; i < ink.Length; i++)
        {
            if ((i & 3) == 0) bits = random.NextBits();
            float unevenness = grain * ((bits & 0xFF) - 127.5f);
            bits >>= 8;
            float level = (blackness * ink[i]) + (unevenness * (0.25f + ink[i]));
            pixels[i] = (int)((Math.Clamp(level, 0, 1) * 255) + 0.5f) * (1f / 255);
        }
    }

    // Mixes each pixel with its two neighbors, along rows and then along columns. The border is blank, so nothing is
    // lost there.
    private void Blur(float neighbours)
    {
        float own = 1 - (2 * neighbours);
        foreach (int step in (ReadOnlySpan<int>)[1, Side])
        {
            float previous = 0;
            for (int start = 0; start < (step == 1 ? 1 : Side); start++)
            {
                previous = ink[start];
                for (int i = start + step; i < ink.Length - step; i += step)
                {
                    float here = ink[i];
                    ink[i] = (own * here) + (neighbours * (previous + ink[i + step]));
                    previous = here;
                }
            }
        }
    }

    private static int First(float position) => Math.Max(0, (int)MathF.Ceiling(position - 0.5f));

    private static int Last(float position) => Math.Min(Side - 1, (int)MathF.Floor(position - 0.5f));
}
