namespace Chainrule.Tests.Training;

/// <summary>Weights of samples and classes, smoothed labels and frozen layers.</summary>
public class WeightedTrainingTests
{
    private static Model Network(Loss? loss = null) => new(new Dense(6, Activation.Tanh), new Dense(3))
    { Seed = 3, DType = DType.Float64, Loss = loss };

    private static Dataset Classes() => ToyData.Blobs(60, seed: 4);

    private static double[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<double>())];

    private static TrainingOptions Once => new() { Epochs = 1, BatchSize = 200, Optimizer = new Sgd(0.3), Seed = 1 };

    // Reference: torch.nn.functional.cross_entropy with label_smoothing=0.1, and with weight=[2, 0.5, 1] over 2
    // samples.
    [Fact]
    public void Losses_are_those_of_PyTorch()
    {
        Tensor logits = Tensor.FromArray([1.0, 2, -1, 0.5, 0, 3], [2, 3]), labels = Tensor.FromArray([1, 0]);
        Assert.Equal(1.51977592090211, new SoftmaxCrossEntropy(0.1).Of(logits, labels).Item(), 1e-12);
        Tensor weighted = Tensor.FromArray([0.5, 2.0]) * new SoftmaxCrossEntropy().PerSample(logits, labels);
        Assert.Equal(2.711126012561414, Functions.Mean(weighted).Item(), 1e-12);
        Assert.Equal(new SoftmaxCrossEntropy(0.1).ToString(), Loss.Parse("cross_entropy(0.1)").ToString());
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("sse")]
    [InlineData("half_mse")]
    [InlineData("mae")]
    [InlineData("huber(0.5)")]
    [InlineData("binary_cross_entropy")]
    [InlineData("cross_entropy")]
    [InlineData("cross_entropy(0.2)")]
    public void The_values_of_the_samples_make_the_loss(string name)
    {
        var loss = Loss.Parse(name);
        Tensor output = Tensor.Normal([5, 3], 0, 1, seed: 1, dtype: DType.Float64);
        Tensor target = loss.TakesLabels ? Tensor.FromArray([0, 2, 1, 1, 0])
            : Tensor.Uniform([5, 3], 0, 1, seed: 2, dtype: DType.Float64);
        Tensor each = loss.PerSample(output, target);
        Assert.Equal([5], each.Shape);
        Tensor whole = loss.IsMean && name != "half_mse" ? Functions.Mean(each)
            : name == "half_mse" ? Functions.Sum(each) / 5 : Functions.Sum(each);
        Assert.Equal(loss.Of(output, target).Item(), whole.Item(), 1e-12);
    }

    [Fact]
    public void A_sample_of_weight_two_counts_as_two()
    {
        Dataset data = Classes(), doubled = data.Subset([.. Enumerable.Range(0, 60), .. Enumerable.Range(0, 20)]);
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => (i < 20 ? 2.0 : 1.0) * 60 / 80)];
        Model twice = Network(), weighted = Network();
        twice.Fit(doubled, Once);
        weighted.Fit(data with { Weights = Tensor.FromArray(weights) }, Once);
        double[] expected = Values(twice), values = Values(weighted);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-12);
    }

    // Reported is Σw·loss/Σw, which is that of all samples where all weigh the same, whatever they weigh.
    [Fact]
    public void The_scale_of_the_weights_is_not_one_of_the_reported_loss()
    {
        Dataset data = Classes();
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => i < 20 ? 20.0 : 5.0)];
        TrainingHistory plain = Network().Fit(data, Once);
        TrainingHistory ten = Network().Fit(data with { Weights = Tensor.Full([60], 10.0, DType.Float64) }, Once);
        Assert.Equal(plain.Epochs[0].Loss, ten.Epochs[0].Loss, 1e-12);
        Model model = Network();
        model.Loss = new SoftmaxCrossEntropy();
        model.Build([2]);
        double[] each = model.Loss.PerSample(model.Apply(data.Features.Cast(DType.Float64)), data.Targets)
            .ToArray<double>();
        TrainingHistory weighted = model.Fit(data with { Weights = Tensor.FromArray(weights) }, Once);
        Assert.Equal(
            each.Zip(weights).Sum(pair => pair.First * pair.Second) / weights.Sum(), weighted.Epochs[0].Loss, 1e-12);
    }

    [Fact]
    public void Balanced_classes_count_the_same()
    {
        Dataset data = Classes();
        int[] kept = [.. Enumerable.Range(0, 60).Where(i => data.Targets.AsSpan<int>()[i] != 0 || i % 4 == 0)];
        Dataset few = data.Subset(kept);
        int[] counts = few.CountClasses();
        double[] balanced = few.BalancedClassWeights();
        for (int label = 0; label < counts.Length; label++)
            Assert.Equal((double)few.Count / counts.Length, balanced[label] * counts[label], 1e-12);
        Model byClass = Network(), bySample = Network();
        byClass.Fit(few, Once with { ClassWeights = balanced });
        double[] weights = [.. few.Targets.ToArray<int>().Select(label => balanced[label])];
        bySample.Fit(few with { Weights = Tensor.FromArray(weights) }, Once);
        Assert.Equal(Values(bySample), Values(byClass));
        Assert.Contains("has more classes", Assert.Throws<ChainruleException>(
            () => Network().Fit(data, Once with { ClassWeights = [1] })).Message);
    }

    [Fact]
    public void A_frozen_layer_stays_and_the_others_learn()
    {
        string file = Path.GetTempFileName();
        try
        {
            Model model = Network();
            model.Fit(Classes(), Once);
            double[] before = Values(model);
            model.Network.Parts[0].Layer.IsTrainable = false;
            TrainingHistory history = model.Fit(Classes(), Once with { Optimizer = new Adam(0.1) });
            double[] after = Values(model);
            int first = model.Parameters[0].Value.Length + model.Parameters[1].Value.Length;
            Assert.Equal(before[..first], after[..first]);
            Assert.All(Enumerable.Range(first, after.Length - first), i => Assert.NotEqual(before[i], after[i]));
            Assert.Equal(TrainingStart.New, history.Start);
            Assert.Equal(after.Length - first, model.ParameterCount);
            // The file knows whose the state is; the loaded layers are free until they are frozen again.
            model.Save(file);
            Model loaded = Model.Load(file);
            loaded.Network.Parts[0].Layer.IsTrainable = false;
            Assert.Equal(TrainingStart.Continued, loaded.Fit(Classes(), Once with { Optimizer = new Adam(0.1) }).Start);
            model.Network.IsTrainable = false;
            Assert.Contains("frozen", Assert.Throws<ChainruleException>(() => model.Fit(Classes(), Once)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Reference: PyTorch's CosineAnnealingWarmRestarts(3, 2, eta_min=0.1), PolynomialLR(5, 2) and OneCycleLR(1, 10).
    [Fact]
    public void Schedules_are_those_of_PyTorch()
    {
        static void Same(LearningRateSchedule schedule, params double[] expected)
        {
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], schedule.FactorAt(i), 1e-12);
        }

        Same(LearningRateSchedule.CosineRestarts(3, 2, 0.1), 1.0, 0.775, 0.325, 1.0, 0.9397114317029974, 0.775, 0.55,
            0.325, 0.16028856829700258, 1.0);
        Same(LearningRateSchedule.CosineRestarts(2), 1, 0.5, 1, 0.5, 1);
        Same(LearningRateSchedule.Polynomial(5, 2), 1.0, 0.64, 0.36, 0.16, 0.04, 0, 0);
        Same(LearningRateSchedule.OneCycle(10), 0.04, 0.52, 1.0, 0.9504846320134737, 0.8117456539497631,
            0.6112620219362893, 0.38874197806371075, 0.18825834605023697, 0.049519367986526286, 4e-06);
    }
}
