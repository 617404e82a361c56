using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Chainrule.Tests.Data;

public sealed class DigitsTests
{
    [Fact]
    public void Every_numeral_occurs_equally_often_in_random_order()
    {
        Dataset digits = Digits.Generate(1003, seed: 5);
        Assert.Equal(new Shape[] { [1003, 784], [1003] }, new[] { digits.Features.Shape, digits.Targets.Shape });
        Assert.Equal([101, 101, 101, 100, 100, 100, 100, 100, 100, 100], digits.CountClasses());
        int[] labels = digits.Targets.ToArray<int>();
        int ascents = labels.Zip(labels.Skip(1)).Count(pair => pair.Second > pair.First);
        Assert.InRange(ascents, 400, 500);   // 0.45 of 1002 in random order; 0.9 in the order 0 … 9
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_pictures_do_not_depend_on_the_number_of_threads(int threads)
    {
        Dataset expected = Digits.Generate(700, seed: 3), actual = Digits.Generate(700, seed: 3, threads);
        Assert.Equal(expected.Features.ToArray<float>(), actual.Features.ToArray<float>());
        Assert.Equal(expected.Targets.ToArray<int>(), actual.Targets.ToArray<int>());
    }

    [Fact]
    public void The_bits_are_the_same_on_every_machine()
    {
        // Taken once from this code. Exact arithmetic only goes into a picture, so a machine that differs here has a
        // fault, and a change of these bits changes every published accuracy on digits.
        Dataset digits = Digits.Generate(500, seed: 1);
        byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes(digits.Features.AsSpan<float>()));
        Assert.Equal("13F5B30477688FF7EF540C552B7C9743B13134282750E8CB7108F409A8624652", Convert.ToHexString(hash));
    }

    [Fact]
    public void Pixels_are_levels_of_one_byte_with_ink_within_the_frame()
    {
        ReadOnlySpan<float> pixels = Digits.Generate(500, seed: 2).Features.AsSpan<float>();
        int ink = 0;
        foreach (float pixel in pixels)
        {
            Assert.InRange(pixel, 0, 1);
            Assert.Equal((int)MathF.Round(pixel * 255) * (1f / 255), pixel);
            if (pixel > 0.5f) ink++;
        }
        Assert.InRange((double)ink / pixels.Length, 0.08, 0.25);
        for (int image = 0; image < 500; image++)
        {
            foreach (float pixel in pixels.Slice(image * 784, 28))
                Assert.True(pixel < 0.5f, $"ink at the top of {image}");
        }
    }

    [Fact]
    public void Other_seeds_give_other_pictures_and_render_gives_the_same_one_again()
    {
        Assert.NotEqual(Digits.Render(3, 1).ToArray<float>(), Digits.Render(3, 2).ToArray<float>());
        Assert.Equal(Digits.Render(3, 1).ToArray<float>(), Digits.Render(3, 1).ToArray<float>());
        Assert.Equal([28, 28], Digits.Render(9, 1).Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Render(10, 1));
    }

    [Fact]
    public void No_pictures_are_an_empty_data_set()
    {
        Assert.Equal(0, Digits.Generate(0, seed: 1).Count);
    }

    [Fact]
    public void A_linear_classifier_stays_under_95_percent()
    {
        Dataset train = Digits.Generate(6000, seed: 1), test = Digits.Generate(2000, seed: 2);
        double accuracy = LinearSoftmax.Accuracy(train, test, epochs: 6, rate: 0.02f);
        Assert.InRange(accuracy, 0.80, 0.95);
    }

    /// <summary>Softmax regression by plain loops, one sample at a time.</summary>
    private static class LinearSoftmax
    {
        public static double Accuracy(Dataset train, Dataset test, int epochs, float rate)
        {
            var weights = new float[10, 785];
            var scores = new float[10];
            float[] x = train.Features.ToArray<float>();
            int[] labels = train.Targets.ToArray<int>();
            for (int step = 0; step < epochs * labels.Length; step++)
            {
                int sample = step % labels.Length;
                Score(weights, x.AsSpan(sample * 784, 784), scores);
                float top = scores.Max(), sum = scores.Sum(score => MathF.Exp(score - top));
                for (int c = 0; c < 10; c++)
                {
                    float error = (MathF.Exp(scores[c] - top) / sum) - (labels[sample] == c ? 1 : 0);
                    for (int i = 0; i < 784; i++) weights[c, i] -= rate * error * x[(sample * 784) + i];
                    weights[c, 784] -= rate * error;
                }
            }
            float[] unseen = test.Features.ToArray<float>();
            int right = 0;
            for (int sample = 0; sample < test.Count; sample++)
            {
                Score(weights, unseen.AsSpan(sample * 784, 784), scores);
                if (Array.IndexOf(scores, scores.Max()) == test.Targets.AsSpan<int>()[sample]) right++;
            }
            return (double)right / test.Count;
        }

        private static void Score(float[,] weights, ReadOnlySpan<float> x, float[] scores)
        {
            for (int c = 0; c < 10; c++)
            {
                float sum = weights[c, 784];
                for (int i = 0; i < 784; i++) sum += weights[c, i] * x[i];
                scores[c] = sum;
            }
        }
    }
}
