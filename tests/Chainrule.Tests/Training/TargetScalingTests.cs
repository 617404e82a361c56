namespace Chainrule.Tests.Training;

/// <summary>Targets of any size are learned as if they had the size of one, and stay in their own units.</summary>
public sealed class TargetScalingTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    // Two targets, one of hundreds of thousands and one of thousandths.
    private static Dataset Data(DType dtype)
    {
        Tensor x = Tensor.Uniform([200, 2], -1, 1, seed: 1, dtype);
        double[] values = x.Cast(DType.Float64).ToArray<double>(), targets = new double[400];
        for (int i = 0; i < 200; i++)
        {
            targets[2 * i] = 260_000 + (40_000 * values[2 * i]) - (9_000 * values[(2 * i) + 1]);
            targets[(2 * i) + 1] = 0.002 * values[2 * i] * values[(2 * i) + 1];
        }
        return new("two", x, Tensor.FromArray(targets, [200, 2]).Cast(dtype));
    }

    private static Model Network(DType dtype) => new(new Dense(24, Activation.Tanh), new Dense(2))
    {
        Seed = 1,
        DType = dtype,
        TargetScaling = new(),
    };

    [Fact]
    public void Several_targets_of_very_different_sizes_are_learned_together()
    {
        Dataset data = Data(DType.Float64);
        Model model = Network(DType.Float64);
        TrainingHistory history = model.Fit(data, new TrainingOptions { Epochs = 150, Optimizer = new Adam(0.01) });
        double[] predicted = model.Predict(data.Features).ToArray<double>(), truth = data.Targets.ToArray<double>();
        for (int target = 0; target < 2; target++)
        {
            double[] own = [.. truth.Where((_, i) => i % 2 == target)];
            double mean = own.Average(), variance = own.Average(value => (value - mean) * (value - mean));
            double error = predicted.Zip(truth).Where((_, i) => i % 2 == target)
                .Average(pair => Math.Pow(pair.First - pair.Second, 2));
            Assert.InRange(error / variance, 0, 0.02);
            Assert.Equal(mean, model.TargetScaling!.Means[target], 1e-9 * Math.Abs(mean));
            double deviation = Math.Sqrt(variance);
            Assert.Equal(deviation, model.TargetScaling.StandardDeviations[target], 1e-9 * deviation);
        }
        // Losses are those of the targets' own units, in training as in evaluation.
        double square = predicted.Zip(truth).Average(pair => Math.Pow(pair.First - pair.Second, 2));
        Assert.Equal(square, model.Evaluate(data).Loss, 1e-6 * square);
        Assert.Equal(square, model.Evaluate(data).MeanSquaredError, 1e-6 * square);
        Assert.InRange(history.Epochs[^1].Loss / square, 0.2, 5);
    }

    [Theory]
    [InlineData(DType.Float32, 1e-5)]
    [InlineData(DType.Float64, 1e-12)]
    public void Files_and_compiled_models_predict_in_the_targets_units(DType dtype, double tolerance)
    {
        Dataset data = Data(dtype);
        Model model = Network(dtype);
        model.Fit(data, new TrainingOptions { Epochs = 3 });
        double[] expected = model.Predict(data.Features).Cast(DType.Float64).ToArray<double>();
        model.Save(file);
        Model loaded = Model.Load(file);
        Assert.Equal(expected, loaded.Predict(data.Features).Cast(DType.Float64).ToArray<double>());
        double[] compiled = loaded.Compile().Predict(data.Features).Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], compiled[i], tolerance * (i % 2 == 0 ? 260_000 : 0.002) * 4);
    }

    [Fact]
    public void The_steps_are_those_on_standardized_targets()
    {
        Dataset data = Data(DType.Float64);
        double[] values = data.Targets.ToArray<double>();
        Model scaled = Network(DType.Float64), plain = Network(DType.Float64);
        plain.TargetScaling = null;
        var options = new TrainingOptions { Epochs = 3, Optimizer = new Sgd(0.1) };
        scaled.Fit(data, options);
        TargetScaling scaling = scaled.TargetScaling!;
        double[] standard = [.. values.Select(
            (value, i) => (value - scaling.Means[i % 2]) / scaling.StandardDeviations[i % 2])];
        plain.Fit(data with { Targets = Tensor.FromArray(standard, [200, 2]) }, options);
        for (int i = 0; i < scaled.Parameters.Count; i++)
        {
            double[] one = scaled.Parameters[i].Value.ToArray<double>();
            double[] other = plain.Parameters[i].Value.ToArray<double>();
            for (int j = 0; j < one.Length; j++) Assert.Equal(other[j], one[j], 1e-9);
        }
    }

    [Fact]
    public void Classes_have_no_scale()
    {
        Model model = Network(DType.Float32);
        Assert.Contains("TargetScaling is for values",
            Assert.Throws<ChainruleException>(() => model.Fit(ToyData.Moons(20, seed: 1))).Message);
    }
}
