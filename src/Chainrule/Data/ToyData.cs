using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Small data sets in the plane, and a curve for regression, which show at a glance what a network can and cannot do.
/// </summary>
/// <remarks>
/// Moons, circles and blobs have the geometry, parameters and class sizes of scikit-learn's make_moons, make_circles
/// and make_blobs, with random numbers of our own. Samples come in random order. Noise is normal, with the given
/// standard deviation, and is added to each coordinate. Positions are computed in double and rounded once.
/// </remarks>
public static class ToyData
{
    private const ulong NoiseStream = 0, OrderStream = 1, PlaceStream = 2;

    /// <summary>Two interlocking half circles: class 0 above, class 1 below and to the right.</summary>
    /// <param name="count">The number of samples, m; if it is odd, class 1 gets one more.</param>
    /// <param name="noise">The standard deviation of the noise; the half circles have radius 1.</param>
    /// <param name="seed">Determines the samples: the same seed gives the same bits.</param>
    /// <returns>Features (m, 2), labels (m).</returns>
    public static Dataset Moons(int count, double noise = 0.1, long seed = 0)
    {
        int outer = count / 2;
        return Classes("moons", count, 2, noise, seed, i =>
        {
            if (i < outer)
            {
                double angle = Math.PI * i / Math.Max(1, outer - 1);
                return (Math.Cos(angle), Math.Sin(angle), 0);
            }
            double inner = Math.PI * (i - outer) / Math.Max(1, count - outer - 1);
            return (1 - Math.Cos(inner), 0.5 - Math.Sin(inner), 1);
        });
    }

    /// <summary>A circle (class 1) inside a circle (class 0).</summary>
    /// <param name="count">The number of samples, m; if it is odd, class 1 gets one more.</param>
    /// <param name="noise">The standard deviation of the noise; the outer circle has radius 1.</param>
    /// <param name="seed">Determines the samples: the same seed gives the same bits.</param>
    /// <param name="factor">The radius of the inner circle, in [0, 1).</param>
    /// <returns>Features (m, 2), labels (m).</returns>
    public static Dataset Circles(int count, double noise = 0.05, long seed = 0, double factor = 0.5)
    {
        if (factor is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(factor), factor, "The inner circle's radius must lie in [0, 1).");
        int outer = count / 2;
        return Classes("circles", count, 2, noise, seed, i =>
        {
            double turn = i < outer ? (double)i / outer : (double)(i - outer) / (count - outer);
            double angle = 2 * Math.PI * turn, radius = i < outer ? 1 : factor;
            return (radius * Math.Cos(angle), radius * Math.Sin(angle), i < outer ? 0 : 1);
        });
    }

    /// <summary>
    /// Points in the square [-1, 1]²; class 1 if the two coordinates differ in sign, as in exclusive or.
    /// </summary>
    /// <param name="count">The number of samples, m.</param>
    /// <param name="noise">The standard deviation of the noise, which does not change the class.</param>
    /// <param name="seed">Determines the samples: the same seed gives the same bits.</param>
    /// <returns>Features (m, 2), labels (m), spread evenly over the quadrants.</returns>
    public static Dataset Xor(int count, double noise = 0.05, long seed = 0)
    {
        var random = new RandomStream((ulong)seed, PlaceStream);
        return Classes("xor", count, 2, noise, seed, i =>
        {
            double x = random.NextDouble(), y = random.NextDouble();
            int quadrant = i % 4;
            return ((quadrant & 1) == 0 ? x : -x, (quadrant & 2) == 0 ? y : -y, quadrant is 1 or 2 ? 1 : 0);
        });
    }

    /// <summary>
    /// Spiral arms from the origin to radius 1, one per class: 4 radians each, with noise in the angle, as in
    /// Stanford's CS231n.
    /// </summary>
    /// <param name="count">The number of samples, m, spread evenly over the arms.</param>
    /// <param name="noise">The standard deviation of the angle in radians.</param>
    /// <param name="seed">Determines the samples: the same seed gives the same bits.</param>
    /// <param name="classes">The number of arms.</param>
    /// <returns>Features (m, 2), labels (m).</returns>
    public static Dataset Spirals(int count, double noise = 0.2, long seed = 0, int classes = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        CheckNoise(noise);
        var random = new RandomStream((ulong)seed, PlaceStream);
        return Classes("spirals", count, classes, 0, seed, i =>
        {
            int arm = i % classes, arms = ((count - arm - 1) / classes) + 1;
            double along = (double)(i / classes) / Math.Max(1, arms - 1);
            double angle = (12.0 * arm / classes) + (4 * along) + random.NextNormal(0, noise);
            return (along * Math.Sin(angle), along * Math.Cos(angle), arm);
        });
    }

    /// <summary>Round normal clouds around centers that are uniform in the square [-10, 10]².</summary>
    /// <param name="count">The number of samples, m, spread evenly over the clouds.</param>
    /// <param name="noise">The standard deviation of each cloud.</param>
    /// <param name="seed">Determines the centers and samples: the same seed gives the same bits.</param>
    /// <param name="classes">The number of clouds.</param>
    /// <returns>Features (m, 2), labels (m).</returns>
    public static Dataset Blobs(int count, double noise = 1, long seed = 0, int classes = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var random = new RandomStream((ulong)seed, PlaceStream);
        var centres = new (double X, double Y)[classes];
        for (int i = 0; i < classes; i++) centres[i] = (random.NextDouble(-10, 10), random.NextDouble(-10, 10));
        return Classes("blobs", count, classes, noise, seed, i =>
        {
            (double x, double y) = centres[i % classes];
            return (x, y, i % classes);
        });
    }

    /// <summary>One period of a sine to fit: y = sin x + noise for x uniform in [-π, π).</summary>
    /// <param name="count">The number of samples, m.</param>
    /// <param name="noise">The standard deviation of the noise on y.</param>
    /// <param name="seed">Determines the samples: the same seed gives the same bits.</param>
    /// <returns>Features (m, 1), values (m, 1).</returns>
    public static Dataset Sine(int count, double noise = 0.1, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckNoise(noise);
        float[] x = new float[count], y = new float[count];
        RandomStream place = new((ulong)seed, PlaceStream), shake = new((ulong)seed, NoiseStream);
        for (int i = 0; i < count; i++)
        {
            double angle = place.NextDouble(-Math.PI, Math.PI);
            x[i] = (float)angle;
            y[i] = (float)(Math.Sin(angle) + shake.NextNormal(0, noise));
        }
        return new("sine", Tensor.FromArray(x, [count, 1]), Tensor.FromArray(y, [count, 1])) { FeatureNames = ["x"] };
    }

    // Sample i is placed first, then noise is added, then it goes to its position in the random order.
    private static Dataset Classes(
        string name, int count, int classes, double noise, long seed, Func<int, (double X, double Y, int Label)> place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckNoise(noise);
        int[] order = CounterRandom.Permutation(count, (ulong)seed, OrderStream);
        var shake = new RandomStream((ulong)seed, NoiseStream);
        var features = new float[2 * count];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            (double x, double y, int label) = place(i);
            features[2 * order[i]] = (float)(x + shake.NextNormal(0, noise));
            features[(2 * order[i]) + 1] = (float)(y + shake.NextNormal(0, noise));
            labels[order[i]] = label;
        }
        return new(name, Tensor.FromArray(features, [count, 2]), Tensor.FromArray(labels))
        {
            ClassNames = [.. Enumerable.Range(0, classes).Select(label => label.ToString())],
            FeatureNames = ["x", "y"],
        };
    }

    private static void CheckNoise(double noise)
    {
        if (double.IsFinite(noise) && noise >= 0) return;
        throw new ArgumentOutOfRangeException(nameof(noise), noise, "The noise is a standard deviation: zero or more.");
    }
}
