namespace Chainrule;

/// <summary>
/// Writes a numeral as a hand would: the points of its style are jittered, joined by curves, bent, slanted, rotated,
/// scaled and shifted, and drawn with a pen whose pressure varies along the stroke.
/// </summary>
/// <remarks>
/// It uses only + − × ÷ and square roots, which IEEE 754 rounds the same way on every machine; angles are given by the
/// tangents of their halves. Curves are uniform Catmull–Rom splines, which pass through their points.
/// </remarks>
internal sealed class Handwriting
{
    private const int PiecesPerSpan = 5;
    private const int MaxPoints = 32;

    private readonly float[] shakenX = new float[MaxPoints], shakenY = new float[MaxPoints];
    private readonly float[] x = new float[MaxPoints * PiecesPerSpan], y = new float[MaxPoints * PiecesPerSpan];
    private readonly float[] radius = new float[MaxPoints * PiecesPerSpan];
    private readonly bool[] lifted = new bool[MaxPoints * PiecesPerSpan];
    private int count;

    /// <summary>Draws one numeral in one of its styles on the raster.</summary>
    public void Write(NumeralStyle style, ref HandRandom random, InkRaster raster)
    {
        Shake(style, ref random);
        Trace(style);
        Press(ref random);
        Bend(ref random);
        Place(ref random);
        for (int i = 1; i < count; i++)
        {
            if (!lifted[i - 1]) raster.Draw(x[i - 1], y[i - 1], radius[i - 1], x[i], y[i], radius[i]);
        }
    }

    private void Shake(NumeralStyle style, ref HandRandom random)
    {
        float unrest = random.Between(0.5f, 1.6f);   // from a careful hand to a hasty one; the box is 60 × 100
        for (int i = 0; i < style.Count; i++)
        {
            bool loose = style.Begins(i) || style.Marks[i] == NumeralStyle.Mark.End;
            float reach = loose ? 1.7f * unrest : unrest;
            shakenX[i] = style.X[i] + (reach * random.NextBell());
            shakenY[i] = style.Y[i] + (reach * random.NextBell());
        }
    }

    private void Trace(NumeralStyle style)
    {
        count = 0;
        for (int i = 0; i < style.Count; i++)
        {
            if (style.Marks[i] == NumeralStyle.Mark.End)
            {
                Add(shakenX[i], shakenY[i], lift: true);
                continue;
            }
            // The curve does not look past a corner or an end, where the neighbor is the point itself.
            int before = style.Begins(i) || style.Marks[i] == NumeralStyle.Mark.Corner ? i : i - 1;
            int after = style.Marks[i + 1] == NumeralStyle.Mark.Smooth ? i + 2 : i + 1;
            for (int piece = 0; piece < PiecesPerSpan; piece++)
            {
                float t = piece * (1f / PiecesPerSpan);
                Add(Spline(shakenX, before, i, after, t), Spline(shakenY, before, i, after, t), lift: false);
            }
        }
    }

    private void Add(float px, float py, bool lift)
    {
        (x[count], y[count], lifted[count]) = (px, py, lift);
        count++;
    }

    private static float Spline(float[] p, int before, int i, int after, float t)
    {
        float p0 = p[before], p1 = p[i], p2 = p[i + 1], p3 = p[after];
        float linear = p2 - p0;
        float square = (2 * p0) - (5 * p1) + (4 * p2) - p3;
        float cube = (3 * (p1 - p2)) + p3 - p0;
        return p1 + (0.5f * t * (linear + (t * (square + (t * cube)))));
    }

    // The pen's radius in pixels: one for the image, varying along the stroke by a parabola through three pressures.
    private void Press(ref HandRandom random)
    {
        float pen = random.Between(1f, 2f);
        float start = pen * (1 + (0.15f * random.NextBell()));
        float middle = pen * (1 + (0.12f * random.NextBell()));
        float end = pen * (1 + (0.18f * random.NextBell()));
        for (int i = 0; i < count; i++)
        {
            float t = i / (float)(count - 1);
            float pressed = start + (t * ((4 * middle) - (3 * start) - end + (2 * t * (start + end - (2 * middle)))));
            radius[i] = Math.Clamp(pressed, 0.6f, 2.6f);
        }
    }

    // Maps to u in ±0.6 and v in ±1 around the center of the box, bent by smooth polynomials.
    private void Bend(ref HandRandom random)
    {
        float bow = 0.08f * random.NextBell(), fan = 0.08f * random.NextBell(), wave = 0.10f * random.NextBell();
        float sag = 0.08f * random.NextBell(), tilt = 0.07f * random.NextBell(), waist = 0.08f * random.NextBell();
        float pull = 0.07f * random.NextBell();
        for (int i = 0; i < count; i++)
        {
            float u = (x[i] - 30) * 0.02f, v = (y[i] - 50) * 0.02f;
            float square = (v * v) - 0.33f;
            x[i] = u + (bow * square) + (fan * u * v) + (wave * v * ((v * v) - 0.6f)) + (waist * u * square);
            y[i] = v + (sag * u * u) + (tilt * u * v) + (pull * square);
        }
    }

    private void Place(ref HandRandom random)
    {
        float height = random.Between(8.6f, 10.4f);   // pixels from the center to the top
        float width = height * random.Between(0.8f, 1.2f);
        float slant = 0.1f + (0.22f * random.NextBell());
        float halfTangent = 0.035f * random.NextBell(), scale = 1 / (1 + (halfTangent * halfTangent));
        float cosine = (1 - (halfTangent * halfTangent)) * scale, sine = 2 * halfTangent * scale;
        float left = float.MaxValue, right = float.MinValue, top = float.MaxValue, bottom = float.MinValue;
        float thickest = 0;
        for (int i = 0; i < count; i++)
        {
            float u = width * (x[i] - (slant * y[i])), v = height * y[i];
            x[i] = (cosine * u) - (sine * v);
            y[i] = (sine * u) + (cosine * v);
            (left, right) = (Math.Min(left, x[i]), Math.Max(right, x[i]));
            (top, bottom) = (Math.Min(top, y[i]), Math.Max(bottom, y[i]));
            thickest = Math.Max(thickest, radius[i]);
        }
        // Shrink it if it would not fit, then place it where it wants to be as far as the frame allows.
        float room = InkRaster.Side - (2 * thickest) - 2;
        float shrink = Math.Min(1, room / Math.Max(right - left, bottom - top));
        float freeX = 0.5f * (room - (shrink * (right - left))), freeY = 0.5f * (room - (shrink * (bottom - top)));
        float shiftX = Math.Clamp(1.25f * random.NextBell(), -freeX, freeX);
        float shiftY = Math.Clamp(1.05f * random.NextBell(), -freeY, freeY);
        float middleX = (0.5f * InkRaster.Side) + shiftX - (0.5f * shrink * (left + right));
        float middleY = (0.5f * InkRaster.Side) + shiftY - (0.5f * shrink * (top + bottom));
        for (int i = 0; i < count; i++)
        {
            x[i] = middleX + (shrink * x[i]);
            y[i] = middleY + (shrink * y[i]);
        }
    }
}
