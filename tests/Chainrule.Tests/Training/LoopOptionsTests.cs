namespace Chainrule.Tests.Training;

/// <summary>What the options of a training do, each against what it should be by hand.</summary>
public class LoopOptionsTests
{
    private static readonly Dataset Data = ToyData.Moons(96, seed: 1);

    private static Model Network() => new(new Dense(8, Activation.Tanh), new Dense(2))
    { Seed = 3, DType = DType.Float64 };

    private static double[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<double>())];

    private static TrainingOptions Options => new()
    {
        Epochs = 2,
        BatchSize = 32,
        Seed = 7,
        Optimizer = new Adam(0.01),
    };

    [Theory]
    [InlineData(96)]
    [InlineData(90)]   // the last group and its last batch are smaller
    public void Accumulated_gradients_make_the_step_of_a_large_batch(int samples)
    {
        Model large = Network(), small = Network();
        large.Fit(Data.Take(samples), Options);
        TrainingHistory history = small.Fit(
            Data.Take(samples), Options with { BatchSize = 8, GradientAccumulation = 4 });
        double[] expected = Values(large), values = Values(small);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-12);
        Assert.Equal(2 * ((samples + 7) / 8), history.Steps);
        Assert.Equal(6, small.TrainingState!.Updates);
    }

    [Fact]
    public void The_moving_average_is_what_the_training_ends_with()
    {
        Model plain = Network(), averaged = Network();
        averaged.Build([2]);
        double[] average = Values(averaged);
        plain.Fit(Data, Options with
        {
            OnStep = _ =>
            {
                double[] now = Values(plain);
                for (int i = 0; i < now.Length; i++) average[i] = (0.9 * average[i]) + (0.1 * now[i]);
            },
        });
        averaged.Fit(Data, Options with { EmaMomentum = 0.9 });
        double[] values = Values(averaged);
        for (int i = 0; i < values.Length; i++) Assert.Equal(average[i], values[i], 1e-14);
    }

    [Fact]
    public void The_monitored_metric_decides_and_ties_go_to_the_lower_loss()
    {
        // Few samples to validate on: many epochs have the same accuracy.
        Dataset few = ToyData.Moons(20, seed: 5);
        TrainingHistory history = Network().Fit(Data, Options with
        {
            Epochs = 30,
            Validation = few,
            Monitor = Metric.Accuracy,
        });
        double best = history.Epochs.Max(epoch => epoch.Validation!.Accuracy);
        EpochReport[] ties = [.. history.Epochs.Where(epoch => epoch.Validation!.Accuracy == best)];
        Assert.True(ties.Length > 1);
        Assert.Equal(ties.MinBy(epoch => epoch.Validation!.Loss)!.Epoch, history.BestEpoch);
    }

    [Fact]
    public void Progress_is_reported_by_epoch()
    {
        var seen = new List<int>();
        Network().Fit(Data, Options with { Progress = new Recorder(seen) });
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.All(
            new[]
            {
                Options with { GradientAccumulation = 0 }, Options with { EmaMomentum = 1 },
                Options with { TimeLimit = TimeSpan.Zero }, Options with { MinDelta = -1 },
                Options with { Threads = 100_000 },
            },
            options => Assert.Throws<ChainruleException>(() => Network().Fit(Data, options)));
    }

    [Fact]
    public void Whole_numbers_are_features_too()
    {
        int[] x = [.. Enumerable.Range(0, 40)];
        var data = new Dataset(
            "counts", Tensor.FromArray(x, [20, 2]), Tensor.FromArray([.. x.Take(20).Select(i => i % 2)]));
        var model = new Model(new Dense(2)) { Preprocessing = new(new Standardize()), Seed = 1 };
        model.Fit(data, new TrainingOptions { Epochs = 2 });
        Dataset real = data with { Features = data.Features.Cast(DType.Float32) };
        Assert.Equal(model.Evaluate(real).Loss, model.Evaluate(data).Loss);
        Assert.Equal(DType.Float32, data.Check().Features.DType);
        // Identifiers above 2^24 would merge in float32.
        Dataset large = data with
        {
            Features = Tensor.FromArray([1 << 25, (1 << 25) + 1], [2, 1]),
            Targets = Tensor.FromArray([0, 1]),
        };
        Assert.Equal([33554432.0, 33554433.0], large.Check().Features.ToArray<double>());
    }

    [Fact]
    public void A_trainer_goes_on_from_a_file()
    {
        string file = Path.GetTempFileName();
        (Trainer Trainer, Tensor P) Make(Optimizer optimizer)
        {
            Tensor p = Tensor.Parameter(Tensor.FromArray([1.0, -2.0, 0.5]), "p");
            return (new Trainer(Functions.Sum(Functions.Pow(Functions.Sin(p) - 0.3, 2)), [p], optimizer), p);
        }

        try
        {
            (Trainer six, Tensor expected) = Make(new Adam(0.1));
            double[] costs = six.Run(6);
            (Trainer three, _) = Make(new Adam(0.1));
            three.Run(3);
            three.Save(file);
            (Trainer rest, Tensor p) = Make(new Adam(0.1));
            rest.Load(file);
            Assert.Equal(3, rest.Steps);
            Assert.Equal(costs[3..], rest.Run(3));
            Assert.Equal(expected.ToArray<double>(), p.ToArray<double>());
            Assert.Contains("with the same optimizer", Assert.Throws<ChainruleException>(
                () => Make(new Sgd(0.1, momentum: 0.9)).Trainer.Load(file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_model_a_record_and_a_history_say_what_they_are()
    {
        Model model = Network();
        Assert.StartsWith("8 tanh → 2 (not built", model.ToString());
        TrainingHistory history = model.Fit(Data, Options);
        Assert.StartsWith(
            "2 → 8 tanh → 2 (42 parameters, loss cross_entropy, 2 epochs of moons with adam(", model.ToString());
        Assert.Contains("completed; parameters of epoch 2; 6 steps", history.ToString());
    }

    private sealed class Recorder(List<int> seen) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => seen.Add(value.Epoch);
    }
}
