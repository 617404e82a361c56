namespace Chainrule.Tests.Training;

public class TrainerTests
{
    private static Model Network(long seed = 1) =>
        new(new Dense(12, Activation.Tanh), new Dropout(0.1), new Dense(3)) { Seed = seed };

    private static float[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];

    [Fact]
    public void What_the_optimizer_remembers_are_the_moments_of_the_gradients()
    {
        // The gradient of sum(w²)/2 is w, so that after one step of Adam m = 0.1·w and v = 0.001·w².
        Tensor w = Tensor.Parameter(Tensor.FromArray([3f, -2f]), "w");
        Tensor cost = Functions.Sum(w * w) / 2;
        var trainer = new Trainer(cost, [w], new Adam(0.01));
        trainer.Step();
        float[][] kept = [.. trainer.OptimizerState(w).Select(one => one.ToArray<float>())];
        Assert.Equal(2, kept.Length);
        Assert.Equal(0.3f, kept[0][0], 1e-6f);
        Assert.Equal(-0.2f, kept[0][1], 1e-6f);
        Assert.Equal(0.009f, kept[1][0], 1e-6f);
        Assert.Equal(0.004f, kept[1][1], 1e-6f);
        Assert.Empty(new Trainer(cost, [w], new Sgd(0.01)).OptimizerState(w));
        Tensor other = Tensor.Parameter(Tensor.FromArray([1f]), "other");
        var error = Assert.Throws<ChainruleException>(() => trainer.OptimizerState(other));
        Assert.Contains("not trained here", error.Message);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Dataset data = ToyData.Blobs(333, seed: 1);
        var before = new List<long>();
        Network().Fit(data, new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 32,
            Threads = 1,
            Clipping = GradientClipping.ByNorm(1),
            OnStep = step =>
            {
                if (step.Epoch > 1 && step.Samples is 32 or 333) before.Add(GC.GetAllocatedBytesForCurrentThread());
            },
        });
        // The list grows once in the second epoch; the third epoch's eleven steps, the tail's included, are the
        // measure.
        Assert.Equal(0, before[^1] - before[^2]);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads(DType dtype)
    {
        Dataset data = Digits.Generate(300, seed: 3);
        double[] Train(int threads, long seed)
        {
            Layer[] layers = [new Dense(96, Activation.Relu), new Dropout(0.2), new BatchNorm(), new Dense(10)];
            var model = new Model(layers) { Seed = 5, DType = dtype };
            model.Fit(data, new TrainingOptions { Epochs = 2, BatchSize = 64, Threads = threads, Seed = seed });
            return [.. model.Parameters.SelectMany(parameter => parameter.Value.Cast(DType.Float64).ToArray<double>())];
        }

        double[] one = Train(1, 7);
        Assert.Equal(one, Train(1, 7));
        Assert.Equal(one, Train(2, 7));
        Assert.Equal(one, Train(3, 7));
        Assert.NotEqual(one, Train(1, 8));
    }

    [Fact]
    public void The_tail_batch_is_a_step_like_any_other()
    {
        Dataset data = ToyData.Blobs(10, seed: 2);
        Model model = new(new Dense(3)) { Seed = 1 }, twin = new(new Dense(3)) { Seed = 1 };
        var options = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 4,
            Shuffle = false,
            Optimizer = new Sgd(0.1),
            LogSteps = true,
        };
        TrainingHistory history = model.Fit(data, options);
        Assert.Equal(3, history.Steps);
        List<double> losses = [];
        foreach ((int first, int count) in new[] { (0, 4), (4, 4), (8, 2) })
        {
            Dataset part = data.Subset(Enumerable.Range(first, count).ToArray());
            losses.AddRange(twin.Fit(part, options with { BatchSize = count }).StepLosses);
        }
        Assert.Equal(losses, history.StepLosses);
        Assert.Equal(Values(twin), Values(model));
        Assert.Equal(((4 * losses[0]) + (4 * losses[1]) + (2 * losses[2])) / 10, history.Epochs[0].Loss, 1e-12);
    }

    [Fact]
    public void Penalties_and_clipping_change_the_step_as_their_formulas_say()
    {
        Dataset data =
            new("two", Tensor.FromArray(new double[,] { { 1, 2 }, { 3, -1 } }),
                Tensor.FromArray(new double[,] { { 1 }, { -1 } }));
        double[] Step(TrainingOptions options)
        {
            Model model =
                new Model(new Dense(1)) { DType = DType.Float64, Seed = 2, Loss = new SumSquaredError() }.Build([2]);
            double[] w = model.Parameters[0].Value.ToArray<double>();
            TrainingHistory history =
                model.Fit(data, options with { Epochs = 1, BatchSize = 2, Optimizer = new Sgd(0.1) });
            double[] errors = [w[0] + (2 * w[1]) - 1, (3 * w[0]) - w[1] + 1];
            Assert.Equal((errors[0] * errors[0]) + (errors[1] * errors[1]), history.Epochs[0].Loss, 1e-12);
            double[] g =
                [2 * (errors[0] + (3 * errors[1])), 2 * ((2 * errors[0]) - errors[1]), 2 * (errors[0] + errors[1])];
            double[] after = [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<double>())];
            return [.. g, .. w, .. after];
        }

        double[] s = Step(new TrainingOptions { Regularizers = [Regularizer.L2(0.3), Regularizer.L1(0.2)] });
        for (int i = 0; i < 2; i++) Assert.Equal(
            s[3 + i] - (0.1 * (s[i] + (0.3 * s[3 + i]) + (0.2 * Math.Sign(s[3 + i])))), s[5 + i], 1e-12);
        Assert.Equal(-0.1 * s[2], s[7], 1e-12);
        s = Step(new TrainingOptions { Clipping = GradientClipping.ByNorm(0.5) });
        double norm = Math.Sqrt((s[0] * s[0]) + (s[1] * s[1]) + (s[2] * s[2]));
        for (int i = 0; i < 2; i++) Assert.Equal(s[3 + i] - (0.1 * s[i] * 0.5 / norm), s[5 + i], 1e-12);
    }

    [Fact]
    public void Validation_samples_are_set_aside_and_the_best_epoch_is_kept()
    {
        Dataset data = ToyData.Spirals(300, noise: 0.6, seed: 1);
        Model model = Network();
        float[]? best = null;
        var values = new List<double>();
        TrainingHistory history = model.Fit(data, new TrainingOptions
        {
            Epochs = 40,
            ValidationSplit = 0.2,
            Optimizer = new Adam(0.05),
            OnEpoch = report =>
            {
                Assert.Equal(60, report.Validation!.Count);
                Assert.Equal(240, report.Samples);
                if (values.Count == 0 || report.Validation.Loss < values.Min()) best = Values(model);
                values.Add(report.Validation.Loss);
            },
        });
        Assert.Equal(1 + values.IndexOf(values.Min()), history.BestEpoch);
        Assert.Equal(best, Values(model));
        Assert.Equal(StopReason.Completed, history.StopReason);
    }

    [Fact]
    public void Patience_ends_the_training_that_no_longer_gets_better()
    {
        TrainingHistory history = Network().Fit(ToyData.Blobs(200, seed: 1), new TrainingOptions
        {
            Epochs = 500,
            ValidationSplit = 0.25,
            Patience = 4,
            Optimizer = new Adam(0.02),
        });
        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(history.Epochs.Count, history.BestEpoch + 4);
    }

    [Fact]
    public void A_request_to_end_is_met_after_the_present_step()
    {
        using var source = new CancellationTokenSource();
        Model model = Network();
        TrainingHistory history = model.Fit(ToyData.Blobs(320, seed: 1), new TrainingOptions
        {
            Epochs = 9,
            BatchSize = 32,
            OnStep = step =>
            {
                if (step.Step == 13) source.Cancel();
            },
            Cancellation = source.Token,
        });
        Assert.Equal(StopReason.Canceled, history.StopReason);
        Assert.Equal(13, history.Steps);
        Assert.Equal([320, 96], history.Epochs.Select(report => report.Samples));
        Assert.True(model.Evaluate(ToyData.Blobs(50, seed: 2)).Accuracy > 0.3);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_training_with_the_last_good_parameters()
    {
        Dataset data = ToyData.Sine(64, seed: 1);
        var model = new Model(new Dense(8, Activation.Relu), new Dense(1)) { Seed = 1 };
        float[]? after = null;
        var options = new TrainingOptions
        {
            Epochs = 20,
            BatchSize = 16,
            Optimizer = new Sgd(1e4),
            OnEpoch = _ => after = Values(model),
        };
        model.Build([data.FeatureCount]);
        float[] start = Values(model);
        var error = Assert.Throws<DivergenceException>(() => model.Fit(data, options));
        Assert.Contains("lower the learning rate (it is 10000)", error.Message);
        Assert.Equal(after ?? start, Values(model));
        Assert.All(Values(model), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(StopReason.Diverged, error.History!.StopReason);
    }

    [Fact]
    public void A_schedule_moves_the_rate_and_gives_it_back()
    {
        var optimizer = new Sgd(0.5);
        TrainingHistory history = Network().Fit(ToyData.Blobs(64, seed: 1), new TrainingOptions
        {
            Epochs = 4,
            Optimizer = optimizer,
            Schedule = LearningRateSchedule.Step(2, 0.1),
        });
        Assert.Equal([0.5, 0.5, 0.05, 0.05], history.Epochs.Select(report => report.LearningRate));
        Assert.Equal(0.5, optimizer.LearningRate);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        Dataset data = ToyData.Blobs(30, seed: 1);
        foreach (TrainingOptions options in new TrainingOptions[]
        {
            new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { ValidationSplit = 1 }, new() { Threads = -1 },
                new() { Patience = 3 },
        })
        {
            Assert.Throws<ChainruleException>(() => Network().Fit(data, options));
        }
        Assert.Throws<DataException>(() => Network().Fit(data.Take(0)));
        Assert.Throws<ChainruleException>(() => new Model(Activation.Relu).Fit(ToyData.Blobs(30, seed: 1, classes: 2)));
    }

    [Fact]
    public void Labels_and_outputs_that_do_not_fit_are_named()
    {
        Dataset data = ToyData.Blobs(30, seed: 1);
        var error = Assert.Throws<DataException>(() => new Model(new Dense(2)).Fit(data));
        Assert.Contains("the network has 2 classes", error.Message);
        var sine = Assert.Throws<ShapeException>(() => new Model(new Dense(2)).Fit(ToyData.Sine(30)));
        Assert.Contains("end the network with 1 outputs", sine.Message);
        Model model = new Model(new Dense(3)).Build([2]);
        Assert.Contains("samples of shape (2,)",
            Assert.Throws<ShapeException>(() => model.Predict(Tensor.Zeros([4, 5]))).Message);
    }
}
