namespace Chainrule.Tests.Training;

/// <summary>What a training allocates: nothing as large as the data, and nothing that grows with the epochs.</summary>
public class TrainingMemoryTests
{
    private const int Samples = 20_000, Width = 200;
    private const long Data = Samples * Width * sizeof(float);

    private static Dataset Numbers()
    {
        var features = new float[Samples * Width];
        var labels = new int[Samples];
        var random = new Random(1);
        for (int i = 0; i < features.Length; i++) features[i] = random.NextSingle();
        for (int i = 0; i < labels.Length; i++) labels[i] = features[i * Width] > 0.5f ? 1 : 0;
        return new("numbers", Tensor.FromArray(features, [Samples, Width]), Tensor.FromArray(labels));
    }

    private static Model Network(params Transform[] transforms) =>
        new(new Dense(16, Activation.Relu), new Dense(2)) { Preprocessing = new(transforms) };

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Samples_that_stay_as_they_are_are_not_copied(double validation)
    {
        Dataset data = Numbers();
        Model model = Network(new ScaleIntegers(1.0 / 255));
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Fit(data, new() { Epochs = 1, BatchSize = 256, ValidationSplit = validation, Threads = 1 });
        model.Evaluate(data);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Data / 4);
    }

    [Fact]
    public void Preparing_and_validating_copy_the_samples_once()
    {
        Dataset data = Numbers();
        Model model = Network(new Standardize());
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Fit(data, new() { Epochs = 1, BatchSize = 256, ValidationSplit = 0.2, Threads = 1 });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Data, Data + (Data / 4));
    }

    [Fact]
    public void What_is_held_out_does_not_count_in_what_is_learned_of_the_columns()
    {
        Dataset data = ToyData.Moons(200, seed: 3);
        (int[] training, int[] held) = RowSplits.Validation(data, 5, 0.25);
        Dataset[] parts = data.SplitStratified(5, 0.75, 0.25);
        Assert.Equal(parts[0].Features.ToArray<float>(), data.Subset(training).Features.ToArray<float>());
        Assert.Equal(parts[1].Features.ToArray<float>(), data.Subset(held).Features.ToArray<float>());
        Model model = Network(new Standardize()), alone = Network(new Standardize());
        TrainingOptions options = new() { Epochs = 3, Seed = 5 };
        TrainingHistory history = model.Fit(data, options with { ValidationSplit = 0.25 });
        TrainingHistory same = alone.Fit(parts[0], options with { Validation = parts[1] });
        Assert.Equal(
            ((Standardize)alone.Preprocessing[0]).Means, ((Standardize)model.Preprocessing[0]).Means);
        Assert.Equal(same.Epochs.Select(epoch => epoch.Loss), history.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(
            same.Epochs.Select(epoch => epoch.Validation!.Loss),
            history.Epochs.Select(epoch => epoch.Validation!.Loss));
    }

    [Fact]
    public void Saving_after_every_epoch_keeps_one_copy_of_the_parameters()
    {
        Dataset data = ToyData.Moons(64, seed: 1);
        var model = new Model(new Dense(300, Activation.Relu), new Dense(300, Activation.Relu), new Dense(2));
        using var file = new TemporaryPath();
        long parameters = 0, after = 0;
        const int Epochs = 40, Warm = 5;
        model.Fit(data, new()
        {
            Epochs = Epochs,
            ValidationSplit = 0.25,
            Threads = 1,
            Callbacks = [new ModelCheckpoint(file.Path)],
            OnEpoch = epoch =>
            {
                if (epoch.Epoch == Warm) after = GC.GetAllocatedBytesForCurrentThread();
                if (epoch.Epoch == Epochs) after = GC.GetAllocatedBytesForCurrentThread() - after;
            },
        });
        parameters = model.ParameterCount * sizeof(float);
        Assert.InRange(after / (Epochs - Warm), 0, parameters / 2);
    }

    private sealed class TemporaryPath : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
