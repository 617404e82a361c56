using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

public class CounterRandomTests
{
    private const int Count = 200_000;

    [Fact]
    public void A_shuffle_exchanges_each_place_with_the_one_that_its_own_draw_names()
    {
        foreach (int length in (int[])[0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1000])
        {
            int[] expected = [.. Enumerable.Range(0, length)], shuffled = [.. expected];
            for (int last = length - 1; last > 0; last--)
            {
                int other = CounterRandom.Integer(Philox.Draw(5, 6, (ulong)last), 0, (ulong)last + 1);
                (expected[last], expected[other]) = (expected[other], expected[last]);
            }
            CounterRandom.Shuffle<int>(shuffled, 5, 6);
            Assert.Equal(expected, shuffled);
        }
    }

    // Bounds are five standard errors: with a good generator, one of some 20 checks would fail once in 90,000 seeds.
    [Fact]
    public void Uniform_numbers_are_in_range_with_the_right_moments()
    {
        var values = new double[Count];
        CounterRandom.Uniform(values, 1, 2);
        Assert.All(values, x => Assert.InRange(x, 0, 1 - 1e-17));
        double error = 5 / Math.Sqrt(Count);
        Assert.InRange(values.Average(), 0.5 - (error * Math.Sqrt(1 / 12.0)), 0.5 + (error * Math.Sqrt(1 / 12.0)));
        double variance = values.Average(x => (x - 0.5) * (x - 0.5));
        double errorOfVariance = error * Math.Sqrt(1 / 180.0);
        Assert.InRange(variance, (1 / 12.0) - errorOfVariance, (1 / 12.0) + errorOfVariance);
        double neighbours = Enumerable.Range(0, Count - 1).Average(i => (values[i] - 0.5) * (values[i + 1] - 0.5));
        Assert.InRange(neighbours, -error / 12, error / 12);
    }

    [Fact]
    public void Uniform_numbers_fill_64_classes_evenly()
    {
        var values = new float[Count];
        CounterRandom.Uniform(values, 3, 4);
        var counts = new int[64];
        foreach (float x in values) counts[(int)(x * 64)]++;
        // χ² with 63 degrees of freedom has mean 63 and variance 126.
        Assert.InRange(ChiSquare(counts), 63 - (4 * Math.Sqrt(126)), 63 + (5 * Math.Sqrt(126)));
    }

    [Fact]
    public void Normal_numbers_have_the_right_moments_and_tails()
    {
        var values = new double[Count];
        CounterRandom.Normal(values, 2, 3, 5, 6);
        double[] z = [.. values.Select(x => (x - 2) / 3)];
        double error = 5 / Math.Sqrt(Count);
        Assert.InRange(z.Average(), -error, error);
        Assert.InRange(z.Average(x => x * x), 1 - (error * Math.Sqrt(2)), 1 + (error * Math.Sqrt(2)));
        Assert.InRange(z.Average(x => x * x * x), -error * Math.Sqrt(15), error * Math.Sqrt(15));
        Assert.InRange(z.Average(x => x * x * x * x), 3 - (error * Math.Sqrt(96)), 3 + (error * Math.Sqrt(96)));
        // P(|z| > 1.96) = 0.0499958
        double beyond = z.Count(x => Math.Abs(x) > 1.96) / (double)Count;
        Assert.InRange(beyond, 0.05 - (error * Math.Sqrt(0.05)), 0.05 + (error * Math.Sqrt(0.05)));
    }

    [Fact]
    public void Floats_are_the_doubles_of_the_same_seed_with_fewer_digits()
    {
        float[] floats = new float[1000];
        double[] doubles = new double[1000];
        CounterRandom.Normal(floats, 0.5, 2, 8, 9);
        CounterRandom.Normal(doubles, 0.5, 2, 8, 9);
        Assert.Equal(doubles.Select(x => (float)x), floats);
        CounterRandom.Uniform(floats, 8, 9);
        CounterRandom.Uniform(doubles, 8, 9);
        for (int i = 0; i < floats.Length; i++) Assert.InRange(doubles[i] - floats[i], 0, Math.Pow(2, -24));
    }

    [Fact]
    public void Any_part_has_the_bits_of_the_whole()
    {
        var whole = new float[1000];
        CounterRandom.Normal(whole, 0, 1, 11, 12);
        var masks = new byte[5000];
        CounterRandom.Bernoulli(masks, 0.3, (byte)1, 11, 12);
        foreach ((int first, int length) in new[] { (0, 1), (1, 2), (3, 700), (255, 257), (511, 400), (998, 2) })
        {
            var part = new float[length];
            CounterRandom.Normal(part, 0, 1, 11, 12, first);
            Assert.Equal(whole[first..(first + length)], part);
            var mask = new byte[length * 3];
            CounterRandom.Bernoulli(mask, 0.3, (byte)1, 11, 12, first);
            Assert.Equal(masks[first..(first + mask.Length)], mask);
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-3, 4)]
    [InlineData(5, 6)]
    public void Integers_are_in_range_and_equally_likely(int low, int high)
    {
        var values = new int[Count];
        CounterRandom.Integers(values, low, high, 13, 14);
        Assert.All(values, x => Assert.InRange(x, low, high - 1));
        var counts = new int[high - low];
        foreach (int x in values) counts[x - low]++;
        int freedom = high - low - 1;
        Assert.InRange(ChiSquare(counts), 0, freedom + (5 * Math.Sqrt(2.0 * freedom)));
    }

    [Fact]
    public void Integers_reach_the_whole_range_of_int()
    {
        var values = new int[1000];
        CounterRandom.Integers(values, int.MinValue, int.MaxValue, 1, 1);
        Assert.InRange(values.Min(), int.MinValue, -2_100_000_000);
        Assert.InRange(values.Max(), 2_100_000_000, int.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Integers(values, 3, 3, 1, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Bernoulli_keeps_the_given_part(double probability)
    {
        var mask = new float[Count];
        CounterRandom.Bernoulli(mask, probability, 1.25f, 15, 16);
        Assert.All(mask, x => Assert.True(x is 0 or 1.25f));
        double error = 5 * Math.Sqrt(probability * (1 - probability) / Count);
        Assert.InRange(mask.Count(x => x != 0) / (double)Count, probability - error, probability + error);
    }

    [Fact]
    public void Shuffling_makes_every_order_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        const int trials = 24_000;
        for (int trial = 0; trial < trials; trial++)
        {
            string order = string.Join(' ', CounterRandom.Permutation(4, 17, (ulong)trial));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.InRange(ChiSquare([.. counts.Values]), 0, 23 + (5 * Math.Sqrt(46)));
    }

    [Fact]
    public void Shuffling_keeps_every_element()
    {
        int[] order = CounterRandom.Permutation(1000, 1, 0);
        Assert.NotEqual(Enumerable.Range(0, 1000), order);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.Equal(order, CounterRandom.Permutation(1000, 1, 0));
        Assert.NotEqual(order, CounterRandom.Permutation(1000, 1, 1));
    }

    [Fact]
    public void A_stream_agrees_with_the_fills()
    {
        var stream = new RandomStream(21, 22);
        var uniform = new double[3];
        CounterRandom.Uniform(uniform, 21, 22);
        Assert.Equal(uniform, (double[])[stream.NextDouble(), stream.NextDouble(), stream.NextDouble()]);
        var normal = new double[2];
        CounterRandom.Normal(normal, 1, 2, 21, 22, 3);
        Assert.Equal(normal, (double[])[stream.NextNormal(1, 2), stream.NextNormal(1, 2)]);
        var integers = new int[1];
        CounterRandom.Integers(integers, 5, 50, 21, 22, 5);
        Assert.Equal(integers[0], stream.NextInteger(5, 50));
    }

    private static double ChiSquare(int[] counts)
    {
        double expected = counts.Average();
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
