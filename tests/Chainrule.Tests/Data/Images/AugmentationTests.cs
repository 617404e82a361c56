namespace Chainrule.Tests.Data.Images;

public class AugmentationTests
{
    private const int Size = 41, Center = 20;

    [Fact]
    public void Without_a_setting_images_stay_as_they_are()
    {
        Tensor images = Tensor.Uniform([3, 5, 7], 0, 1, seed: 1);
        Assert.Equal(images.ToArray<float>(), new Augmentation().Apply(images).ToArray<float>());
        // Pixels move by nothing: only rounding of coordinates shows.
        float[] moved = new Augmentation { Shift = 1e-9 }.Apply(images).ToArray<float>();
        for (int i = 0; i < moved.Length; i++) Assert.Equal(images.ToArray<float>()[i], moved[i], 1e-5f);
    }

    [Fact]
    public void Half_of_the_images_are_mirrored()
    {
        Tensor images = Functions.BroadcastTo(Tensor.FromArray([1f, 2, 3, 4, 5, 6], [1, 2, 3]), [200, 2, 3]);
        float[] horizontal = new Augmentation { FlipHorizontal = true }.Apply(images).ToArray<float>();
        float[] vertical = new Augmentation { FlipVertical = true }.Apply(images).ToArray<float>();
        Assert.InRange(Count(horizontal, [3, 2, 1, 6, 5, 4]), 75, 125);
        Assert.Equal(200, Count(horizontal, [3, 2, 1, 6, 5, 4]) + Count(horizontal, [1, 2, 3, 4, 5, 6]));
        Assert.InRange(Count(vertical, [4, 5, 6, 1, 2, 3]), 75, 125);
    }

    [Fact]
    public void A_shift_moves_the_center_of_mass_within_its_bounds()
    {
        (double X, double Y)[] centers = Centers(new() { Shift = 5 }, 3, -2);
        Assert.All(centers, center => Assert.InRange(center.X - 3, -5.001, 5.001));
        Assert.All(centers, center => Assert.InRange(center.Y + 2, -5.001, 5.001));
        // Uniform: the mean is 0 and the variance 25/3.
        Assert.InRange(centers.Average(center => center.X - 3), -0.5, 0.5);
        Assert.InRange(centers.Average(center => (center.X - 3) * (center.X - 3)), 6.5, 10);
        Assert.InRange(centers.Average(center => (center.X - 3) * (center.Y + 2)), -1.2, 1.2);
    }

    [Fact]
    public void A_rotation_keeps_the_distance_from_the_center()
    {
        (double X, double Y)[] centers = Centers(new() { Rotate = 30 }, 9, 0);
        double[] angles = [.. centers.Select(center => double.RadiansToDegrees(Math.Atan2(center.Y, center.X)))];
        Assert.All(centers, center => Assert.InRange(double.Hypot(center.X, center.Y), 8.98, 9.02));
        Assert.All(angles, angle => Assert.InRange(angle, -30.01, 30.01));
        Assert.InRange(angles.Min(), -30.01, -27);
        Assert.InRange(angles.Max(), 27, 30.01);
    }

    [Fact]
    public void A_scale_stretches_each_axis_and_a_shear_slants()
    {
        (double X, double Y)[] scaled = Centers(new() { Scale = 0.2 }, 8, 6);
        Assert.All(scaled, center => Assert.InRange(center.X / 8, 0.795, 1.205));
        Assert.All(scaled, center => Assert.InRange(center.Y / 6, 0.795, 1.205));
        Assert.Contains(scaled, center => Math.Abs((center.X / 8) - (center.Y / 6)) > 0.2);
        (double X, double Y)[] sheared = Centers(new() { Shear = 20 }, 2, 8);
        Assert.All(sheared, center => Assert.Equal(8, center.Y, 1e-2));
        double most = 8 * Math.Tan(double.DegreesToRadians(20));
        Assert.All(sheared, center => Assert.InRange(center.X - 2, -most - 0.01, most + 0.01));
        Assert.Contains(sheared, center => center.X - 2 > 0.8 * most);
    }

    [Fact]
    public void Noise_has_its_deviation_and_erasing_its_probability()
    {
        float[] noisy = new Augmentation { Noise = 0.3 }.Apply(Tensor.Zeros([50, 20, 20])).ToArray<float>();
        Assert.InRange(Math.Sqrt(noisy.Average(x => x * x)), 0.295, 0.305);
        Assert.InRange(noisy.Average(), -0.01, 0.01);
        float[] erased = new Augmentation { Erase = 0.4 }.Apply(Tensor.Ones([500, 20, 20])).ToArray<float>();
        double[] shares = [.. erased.Chunk(400).Select(image => image.Count(x => x == 0) / 400.0)];
        Assert.InRange(shares.Count(share => share > 0), 160, 240);
        Assert.All(shares, share => Assert.InRange(share, 0, 0.36));
    }

    [Fact]
    public void Each_image_is_deformed_in_its_own_way_and_alike_for_the_same_seed()
    {
        Tensor images = Functions.BroadcastTo(Spot(4, 3), [10, Size, Size]);
        var augmentation = new Augmentation { Elastic = 34, Rotate = 10 };
        float[] once = augmentation.Apply(images, 3).ToArray<float>();
        Assert.Equal(once, augmentation.Apply(images, 3).ToArray<float>());
        Assert.NotEqual(once, augmentation.Apply(images, 4).ToArray<float>());
        Assert.Equal(10, once.Chunk(Size * Size).Select(image => image.Sum()).Distinct().Count());
        // What one kind draws does not depend on others.
        float[] noise = new Augmentation { Noise = 1 }.Apply(Tensor.Zeros([2, 5, 5]), 3).ToArray<float>();
        var both = new Augmentation { Noise = 1, Elastic = 9 };
        Assert.Equal(noise, both.Apply(Tensor.Zeros([2, 5, 5]), 3).ToArray<float>());
    }

    [Fact]
    public void A_training_gives_the_same_bits_with_any_number_of_threads_and_when_it_goes_on()
    {
        Dataset digits = Dataset.Load("digits").Train.Take(150);
        digits = digits with { Features = Functions.Reshape(digits.Features, [150, 28, 28]) };
        var augmentation = Augmentation.Parse("shift=2,rotate=15,scale=0.15,elastic=34,noise=0.1");
        float[] one = Trained(augmentation, 1, 4);
        Assert.Equal(one, Trained(augmentation, 3, 4));
        Assert.Equal(one, Trained(augmentation, 2, 2, more: 2));
        Assert.NotEqual(one, Trained(null, 1, 4));

        float[] Trained(Augmentation? augmentation, int threads, int epochs, int more = 0)
        {
            var model = new Model(new Dense(16, Activation.Tanh), new Dense(10)) { Seed = 2 };
            var options = new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = 32,
                Threads = threads,
                Seed = 4,
                Augmentation = augmentation,
            };
            model.Fit(digits, options);
            if (more > 0) model.Fit(digits, options with { Epochs = more });
            return [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
        }
    }

    [Theory]
    [InlineData("shift=2,rotate=15,scale=0.15,shear=10,elastic=34,smoothing=4,noise=0.1,erase=0.5,flip=both")]
    [InlineData("rotate=7.5,flip=vertical")]
    public void A_text_says_all_that_a_setting_does(string text)
    {
        var augmentation = Augmentation.Parse(text);
        Assert.Equal(text, augmentation.ToString());
        Assert.Equal(augmentation, Augmentation.Parse(augmentation.ToString()));
    }

    [Theory]
    [InlineData("shift", "'shift' is not an augmentation")]
    [InlineData("rotate=much", "'rotate=much' is not")]
    [InlineData("wobble=2", "shift=2, rotate=15")]
    [InlineData("scale=1", "Augmentation.Scale is from 0 to 0.95, not 1")]
    [InlineData("noise=-1", "Augmentation.Noise is 0 or more, not -1")]
    [InlineData("erase=NaN", "Augmentation.Erase is from 0 to 1, not NaN")]
    public void What_cannot_be_meant_is_refused(string text, string part) => Assert.Contains(
        part, Assert.Throws<ChainruleException>(() => Augmentation.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Samples_that_are_no_images_are_refused()
    {
        var model = new Model(new Dense(2));
        ChainruleException error = Assert.Throws<ChainruleException>(() => model.Fit(
            Dataset.Load("moons").Train, new() { Epochs = 1, Augmentation = new() { Shift = 1 } }));
        Assert.Contains("deforms images, and 'moons' has samples of shape (2,)", error.Message);
    }

    private static int Count(float[] images, float[] image) =>
        images.Chunk(6).Count(one => one.Zip(image).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4));

    // The centers of mass, from the center of the image, of 300 images of a soft spot that is there at first.
    private static (double X, double Y)[] Centers(Augmentation augmentation, double x, double y)
    {
        Tensor images = Functions.BroadcastTo(Spot(x, y), [300, Size, Size]);
        return [.. augmentation.Apply(images, 1).ToArray<float>().Chunk(Size * Size).Select(image =>
        {
            double sum = image.Sum();
            return (image.Index().Sum(p => p.Item * ((p.Index % Size) - Center)) / sum,
                image.Index().Sum(p => p.Item * ((p.Index / Size) - Center)) / sum);
        })];
    }

    private static Tensor Spot(double x, double y)
    {
        var values = new float[Size * Size];
        for (int i = 0; i < values.Length; i++)
        {
            double across = (i % Size) - Center - x, down = (i / Size) - Center - y;
            values[i] = (float)Math.Exp(-((across * across) + (down * down)) / 2);
        }
        return Tensor.FromArray(values, [1, Size, Size]);
    }
}
