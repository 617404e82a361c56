namespace Chainrule.Tests.Training;

/// <summary>Training on samples that are read as they are needed.</summary>
public class StreamTrainingTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 16,
        Seed = 7,
        Threads = 1,
        Optimizer = new Adam(0.01),
    };

    private static Model Classifier(params Transform[] transforms) =>
        new(new Dense(8, Activation.Tanh), new Dropout(0.1), new Dense(2)) { Preprocessing = new(transforms) };

    // Parts of uneven sizes, an empty one among them.
    private static IEnumerable<Dataset> Parts(Dataset data)
    {
        int[] sizes = [1, 40, 0, 7, 64, 33];
        for (int start = 0, i = 0; start < data.Count; i++)
        {
            int count = Math.Min(sizes[i % sizes.Length], data.Count - start);
            yield return data.Range(start, count);
            start += count;
        }
    }

    private static async IAsyncEnumerable<Dataset> Arriving(Dataset data)
    {
        foreach (Dataset part in Parts(data))
        {
            await Task.Yield();
            yield return part;
        }
    }

    private static double[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.Cast(DType.Float64).ToArray<double>())];

    public static TheoryData<string, Func<Dataset, StreamedDataset>> Sources => new()
    {
        { "IEnumerable", data => StreamedDataset.Of(Parts(data)) },
        { "IAsyncEnumerable", data => StreamedDataset.Of(Arriving(data)) },
        { "a function of the epoch", data => StreamedDataset.Of(_ => Parts(data)) },
        { "arriving by epoch", data => StreamedDataset.Of(_ => Arriving(data)) },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_stream_that_the_buffer_holds_trains_the_bits_of_a_data_set(
        string source, Func<Dataset, StreamedDataset> stream)
    {
        Dataset data = ToyData.Moons(205, seed: 3);
        Model streamed = Classifier(new Standardize()), whole = Classifier(new Standardize());
        TrainingHistory history = streamed.Fit(stream(data), Options);
        TrainingHistory expected = whole.Fit(data, Options);
        Assert.True(Values(whole).SequenceEqual(Values(streamed)), source);
        Assert.Equal(
            expected.Epochs.Select(epoch => (epoch.Loss, epoch.Value)),
            history.Epochs.Select(epoch => (epoch.Loss, epoch.Value)));
        Assert.Equal(205, streamed.Training!.Samples);
        Assert.Equal(whole.Evaluate(data).ToString(), streamed.Evaluate(stream(data)).ToString());
    }

    [Fact]
    public void Weights_and_scaled_targets_count_as_in_a_data_set()
    {
        Dataset data = ToyData.Sine(150, seed: 2);
        double[] weights = [.. Enumerable.Range(0, 150).Select(i => 0.5 + (i % 3))];
        data = data with { Weights = Tensor.FromArray(weights).Cast(DType.Float32) };
        Model Regression() => new(new Dense(8, Activation.Tanh), new Dense(1)) { TargetScaling = new() };
        Model streamed = Regression(), whole = Regression();
        TrainingHistory history = streamed.Fit(StreamedDataset.Of(Parts(data)), Options);
        TrainingHistory expected = whole.Fit(data, Options);
        Assert.Equal(whole.TargetScaling!.Means, streamed.TargetScaling!.Means);
        Assert.Equal(whole.TargetScaling.StandardDeviations, streamed.TargetScaling.StandardDeviations);
        Assert.Equal(Values(whole), Values(streamed));
        for (int i = 0; i < 4; i++) Assert.Equal(expected.Epochs[i].Loss, history.Epochs[i].Loss, 1e-12);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(50)]
    [InlineData(150)]
    public void A_small_buffer_visits_every_sample_once_an_epoch(int buffer)
    {
        Dataset data = ToyData.Moons(205, seed: 3);
        long steps = 0;
        Model model = Classifier();
        TrainingHistory history = model.Fit(
            StreamedDataset.Of(Parts(data), buffer), Options with { OnStep = step => steps = step.Step });
        Assert.All(history.Epochs, epoch => Assert.Equal(205, epoch.Samples));
        Assert.Equal(4 * 13, steps);   // 12 whole batches and one of 13 samples
    }

    [Fact]
    public void Without_shuffling_the_size_of_the_buffer_does_not_matter()
    {
        Dataset data = ToyData.Moons(205, seed: 3);
        TrainingOptions options = Options with { Shuffle = false, GradientAccumulation = 3 };
        Model small = Classifier(), whole = Classifier();
        small.Fit(StreamedDataset.Of(Parts(data), 30), options);
        whole.Fit(data, options);
        Assert.Equal(Values(whole), Values(small));
    }

    [Fact]
    public void A_training_goes_on_where_it_ended_also_within_an_epoch()
    {
        Dataset data = ToyData.Moons(205, seed: 3);
        StreamedDataset stream = StreamedDataset.Of(Parts(data), 40);
        Model once = Classifier(), twice = Classifier(), stopped = Classifier();
        once.Fit(stream, Options with { Epochs = 6 });
        twice.Fit(stream, Options with { Epochs = 3 });
        twice.Fit(stream, Options with { Epochs = 3 });
        Assert.Equal(Values(once), Values(twice));

        using var stop = new CancellationTokenSource();
        TrainingHistory history = stopped.Fit(stream, Options with
        {
            Epochs = 6,
            Cancellation = stop.Token,
            OnStep = step =>
            {
                if (step.Step == 31) stop.Cancel();   // in the third epoch, in the second filling of the buffer
            },
        });
        Assert.Equal(StopReason.Canceled, history.StopReason);
        stopped.Fit(stream, Options with { Epochs = 4 });
        Assert.Equal(Values(once), Values(stopped));
    }

    [Fact]
    public void Held_out_samples_are_the_same_in_every_epoch_and_validate()
    {
        Dataset data = ToyData.Moons(400, seed: 3);
        (StreamedDataset training, StreamedDataset held) = StreamedDataset.Of(Parts(data), 64).HoldOut(0.25, seed: 5);
        Dataset others = held.ToDataset();
        Assert.Equal(400, training.ToDataset().Count + others.Count);
        Assert.InRange(others.Count, 70, 130);
        var seen = new HashSet<(float, float)>(Points(training.ToDataset()));
        Assert.DoesNotContain(Points(others), seen.Contains);
        TrainingHistory history = Classifier().Fit(training, Options with { Validation = others });
        Assert.All(history.Epochs, epoch => Assert.Equal(others.Count, epoch.Validation!.Count));

        static IEnumerable<(float, float)> Points(Dataset data) =>
            data.Features.ToArray<float>().Chunk(2).Select(point => (point[0], point[1]));
    }

    // What looks for values that ascend takes its samples from what is read anyway.
    [Fact]
    public void Values_are_not_read_once_more_than_classes()
    {
        Dataset classes = ToyData.Moons(205, seed: 3);
        Dataset values = classes with { Targets = classes.Targets.Cast(DType.Float32), ClassNames = [] };
        Assert.Equal(Reads(classes, 2), Reads(values, 1));

        static int Reads(Dataset data, int outputs)
        {
            int reads = 0;
            var model = new Model(new Dense(8, Activation.Tanh), new Dense(outputs))
            {
                Preprocessing = new(new Standardize()),
            };
            model.Fit(StreamedDataset.Of(_ => Parts(data).Where((_, i) => i > 0 || ++reads > 0), 64), Options);
            return reads;
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_its_remedy()
    {
        Dataset data = ToyData.Moons(60, seed: 3);
        Dataset wide = data with { Features = Tensor.Zeros([60, 3]) };
        StreamedDataset good = StreamedDataset.Of([data]);
        Dataset weighted = data with { Weights = Tensor.Ones([60]) };
        Refused(() => Classifier().Fit(StreamedDataset.Of([data, wide]), Options), "samples of shape (2,)");
        Refused(() => Classifier().Fit(StreamedDataset.Of([data, weighted]), Options), "one form");
        Refused(() => Classifier(new Standardize()).Fit(StreamedDataset.Of([data, wide]), Options), "one form");
        Refused(() => Classifier().Fit(StreamedDataset.Of(Array.Empty<Dataset>()), Options), "gives no samples");
        Refused(() => Classifier().Fit(good, Options with { ValidationSplit = 0.2 }), "HoldOut");
        Refused(() => Classifier().Fit(good, Options with { Optimizer = new Lbfgs() }), "L-BFGS");
        Refused(() => StreamedDataset.Of([data], 0), "BufferSize");
        Refused(() => good.HoldOut(1), "between 0 and 1");
        int reads = 0;
        StreamedDataset once = StreamedDataset.Of(_ => reads++ < 2 ? [data] : Array.Empty<Dataset>());
        Refused(() => Classifier().Fit(once, Options), "gives no samples");

        static void Refused(Action action, string expected) =>
            Assert.Contains(expected, Assert.ThrowsAny<ChainruleException>(action).Message);
    }

    [Fact]
    public void An_error_of_the_source_ends_the_training_and_leaves_the_last_whole_epoch()
    {
        Dataset data = ToyData.Moons(205, seed: 3);
        Model model = Classifier(), expected = Classifier();
        expected.Fit(StreamedDataset.Of(Parts(data), 40), Options with { Epochs = 2 });
        StreamedDataset failing = StreamedDataset.Of(
            epoch => epoch < 2 ? Parts(data) : Parts(data).Take(3).Concat(Broken()), 40);
        Assert.Throws<IOException>(() => model.Fit(failing, Options));
        Assert.Equal(Values(expected), Values(model));

        static IEnumerable<Dataset> Broken()
        {
            if (Environment.ProcessorCount > 0) throw new IOException("the network drive is gone");
            yield break;
        }
    }
}
