namespace Chainrule.Tests.Data;

public sealed class ToyDataTests
{
    // scikit-learn 1.2: make_moons(7, shuffle=False) and make_circles(7, shuffle=False, factor=0.5), to 8 digits.
    private static readonly (double X, double Y, int Label)[] Moons =
    [
        (1, 0, 0), (0, 1, 0), (-1, 0, 0),
        (0, 0.5, 1), (0.5, -0.36602540, 1), (1.5, -0.36602540, 1), (2, 0.5, 1),
    ];

    private static readonly (double X, double Y, int Label)[] Circles =
    [
        (1, 0, 0), (-0.5, 0.86602540, 0), (-0.5, -0.86602540, 0),
        (0.5, 0, 1), (0, 0.5, 1), (-0.5, 0, 1), (0, -0.5, 1),
    ];

    [Fact]
    public void Moons_without_noise_are_those_of_scikit_learn() => Same(Moons, ToyData.Moons(7, noise: 0, seed: 3));

    [Fact]
    public void Circles_without_noise_are_those_of_scikit_learn() =>
        Same(Circles, ToyData.Circles(7, noise: 0, seed: 3));

    [Fact]
    public void Noise_has_the_deviation_asked_for()
    {
        Dataset clean = ToyData.Moons(4000, noise: 0, seed: 1), noisy = ToyData.Moons(4000, noise: 0.3, seed: 1);
        ReadOnlySpan<float> a = clean.Features.AsSpan<float>(), b = noisy.Features.AsSpan<float>();
        double sum = 0, squares = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = b[i] - a[i];
            sum += difference;
            squares += difference * difference;
        }
        Assert.InRange(sum / a.Length, -0.015, 0.015);
        Assert.InRange(Math.Sqrt(squares / a.Length), 0.29, 0.31);
    }

    [Fact]
    public void Xor_labels_a_point_by_the_signs_of_its_coordinates()
    {
        Dataset xor = ToyData.Xor(402, noise: 0, seed: 9);
        ReadOnlySpan<float> points = xor.Features.AsSpan<float>();
        for (int i = 0; i < xor.Count; i++)
        {
            (float x, float y) = (points[2 * i], points[(2 * i) + 1]);
            Assert.Equal(x < 0 != y < 0 ? 1 : 0, xor.Targets.AsSpan<int>()[i]);
            Assert.InRange(Math.Max(Math.Abs(x), Math.Abs(y)), 0, 1);
        }
        Assert.Equal([201, 201], xor.CountClasses());
    }

    [Fact]
    public void Spirals_wind_out_by_four_radians_an_arm()
    {
        Dataset spirals = ToyData.Spirals(300, noise: 0, seed: 2);
        ReadOnlySpan<float> points = spirals.Features.AsSpan<float>();
        for (int i = 0; i < spirals.Count; i++)
        {
            (double x, double y) = (points[2 * i], points[(2 * i) + 1]);
            double radius = Math.Sqrt((x * x) + (y * y)), angle = (4 * spirals.Targets.AsSpan<int>()[i]) + (4 * radius);
            Assert.Equal(radius * Math.Sin(angle), x, 1e-6);
            Assert.Equal(radius * Math.Cos(angle), y, 1e-6);
        }
        Assert.Equal([100, 100, 100], spirals.CountClasses());
    }

    [Fact]
    public void Blobs_lie_about_their_centres()
    {
        Dataset blobs = ToyData.Blobs(3001, noise: 0.5, seed: 4, classes: 4);
        Assert.Equal([751, 750, 750, 750], blobs.CountClasses());
        foreach (IGrouping<int, (float X, float Y)> cloud in Points(blobs))
        {
            double meanX = cloud.Average(p => p.X), meanY = cloud.Average(p => p.Y);
            Assert.InRange(meanX, -10.1, 10.1);
            Assert.InRange(meanY, -10.1, 10.1);
            Assert.InRange(Math.Sqrt(cloud.Average(p => (p.X - meanX) * (p.X - meanX))), 0.46, 0.54);
            Assert.InRange(Math.Sqrt(cloud.Average(p => (p.Y - meanY) * (p.Y - meanY))), 0.46, 0.54);
        }
    }

    [Fact]
    public void Sine_is_a_regression_over_one_wave()
    {
        Dataset sine = ToyData.Sine(500, noise: 0, seed: 6);
        Assert.False(sine.IsClassification);
        Assert.Equal([500, 1], sine.Targets.Shape);
        for (int i = 0; i < sine.Count; i++)
        {
            float x = sine.Features.AsSpan<float>()[i];
            Assert.InRange(x, -Math.PI - 1e-6, Math.PI);
            Assert.Equal(Math.Sin(x), sine.Targets.AsSpan<float>()[i], 1e-6);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_samples()
    {
        foreach (Func<long, Dataset> make in new Func<long, Dataset>[]
        {
            seed => ToyData.Moons(50, 0.1, seed),
            seed => ToyData.Circles(50, 0.1, seed),
            seed => ToyData.Xor(50, 0.1, seed),
            seed => ToyData.Spirals(50, 0.1, seed),
            seed => ToyData.Blobs(50, 1, seed),
            seed => ToyData.Sine(50, 0.1, seed),
        })
        {
            Assert.Equal(make(1).Features.ToArray<float>(), make(1).Features.ToArray<float>());
            Assert.NotEqual(make(1).Features.ToArray<float>(), make(2).Features.ToArray<float>());
        }
    }

    [Fact]
    public void Every_size_from_nothing_up_can_be_made()
    {
        for (int count = 0; count < 12; count++)
        {
            foreach (Dataset data in new[]
            {
                ToyData.Moons(count),
                ToyData.Circles(count),
                ToyData.Xor(count),
                ToyData.Spirals(count),
                ToyData.Blobs(count),
                ToyData.Sine(count),
            })
            {
                Assert.Equal(count, data.Check().Count);
                foreach (float value in data.Features.AsSpan<float>()) Assert.True(float.IsFinite(value), data.Name);
            }
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Noise_below_zero_is_refused(double noise) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ToyData.Spirals(10, noise));

    private static void Same((double X, double Y, int Label)[] expected, Dataset actual)
    {
        ReadOnlySpan<float> points = actual.Features.AsSpan<float>();
        ReadOnlySpan<int> labels = actual.Targets.AsSpan<int>();
        Assert.Equal(expected.Length, actual.Count);
        foreach ((double x, double y, int label) in expected)
        {
            int found = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                double distance = Math.Abs(points[2 * i] - x) + Math.Abs(points[(2 * i) + 1] - y);
                if (labels[i] == label && distance < 1e-6) found++;
            }
            Assert.Equal(1, found);
        }
    }

    private static IEnumerable<IGrouping<int, (float X, float Y)>> Points(Dataset data)
    {
        float[] points = data.Features.ToArray<float>();
        int[] labels = data.Targets.ToArray<int>();
        return Enumerable.Range(0, labels.Length)
            .GroupBy(i => labels[i], i => (points[2 * i], points[(2 * i) + 1]));
    }
}
