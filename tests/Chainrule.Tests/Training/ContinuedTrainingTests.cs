namespace Chainrule.Tests.Training;

/// <summary>Three epochs and three more are six, bit for bit.</summary>
public sealed class ContinuedTrainingTests : IDisposable
{
    private static readonly Dataset Data = Digits.Generate(150, seed: 3);

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private static Model Network() => new(
        new Dense(24, Activation.Relu), new Dropout(0.2), new BatchNorm(), new Dense(10))
    { Seed = 5 };

    private static float[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];

    public static TheoryData<string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, bool, bool>();
        foreach (string optimizer in new[] { "adam", "momentum", "sgd", "rmsprop" })
            foreach (bool validates in new[] { false, true }) cases.Add(optimizer, validates, optimizer == "adam");
        return cases;
    }

    private static TrainingOptions Options(string optimizer, bool validates, bool isScheduled, int epochs) => new()
    {
        Epochs = epochs,
        BatchSize = 32,
        Seed = 7,
        Optimizer = optimizer switch
        {
            "momentum" => new Sgd(0.05, momentum: 0.9),
            "adam" => new Adam(0.02),
            "rmsprop" => new RmsProp(0.002, momentum: 0.5, centered: true),
            _ => new Sgd(0.1),
        },
        ValidationSplit = validates ? 0.2 : 0,
        Schedule = !isScheduled ? null : validates ? LearningRateSchedule.ReduceOnPlateau(0.5, patience: 0)
            : LearningRateSchedule.Cosine(6),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Three_epochs_and_three_more_are_six(string optimizer, bool validates, bool isScheduled)
    {
        Model whole = Network();
        TrainingHistory all = whole.Fit(Data, Options(optimizer, validates, isScheduled, 6));
        Assert.Equal(TrainingStart.New, all.Start);

        Model parts = Network();
        TrainingHistory first = parts.Fit(Data, Options(optimizer, validates, isScheduled, 3));
        parts.Save(file);
        Model loaded = Model.Load(file);
        foreach (Model model in (Model[])[parts, loaded])
        {
            TrainingHistory rest = model.Fit(Data, Options(optimizer, validates, isScheduled, 3));
            Assert.Equal(TrainingStart.Continued, rest.Start);
            Assert.Equal([4, 5, 6], rest.Epochs.Select(epoch => epoch.Epoch));
            Assert.Equal(
                all.Epochs.Select(epoch => (epoch.Loss, epoch.Value, epoch.Validation?.Loss, epoch.LearningRate)),
                first.Epochs.Concat(rest.Epochs).Select(
                    epoch => (epoch.Loss, epoch.Value, epoch.Validation?.Loss, epoch.LearningRate)));
            Assert.Equal(all.BestEpoch, rest.BestEpoch);
            Assert.Equal(Values(whole), Values(model));
            Assert.Equal(6, model.Training!.Epochs);
            Assert.Equal(whole.TrainingState!.Step, model.TrainingState!.Step);
        }
    }

    [Fact]
    public void A_best_epoch_of_the_first_part_stays_the_best()
    {
        // The rate of the second part spoils everything; the first part's best parameters are what is left.
        Model model = Network();
        TrainingHistory first = model.Fit(Data, Options("adam", true, false, 6));
        float[] best = Values(model);
        TrainingOptions worse = Options("adam", true, false, 2) with { Optimizer = new Adam(0.5) };
        TrainingHistory second = model.Fit(Data, worse);
        Assert.Equal(TrainingStart.Continued, second.Start);
        Assert.Equal(first.BestEpoch, second.BestEpoch);
        Assert.Equal(best, Values(model));
    }

    [Fact]
    public void What_differs_starts_anew_and_so_does_who_asks_for_it()
    {
        TrainingOptions options = Options("adam", false, false, 1);
        foreach (TrainingOptions other in new[]
        {
            options with { Seed = 8 }, options with { BatchSize = 16 },
            options with { Optimizer = new Adam(0.02, 0.8) },
            options with { Optimizer = new Sgd(0.02) }, options with { Continue = false },
        })
        {
            Model model = Network();
            model.Fit(Data, options);
            TrainingHistory history = model.Fit(Data, other);
            Assert.Equal((TrainingStart.New, 1), (history.Start, history.Epochs[0].Epoch));
        }
        Model same = Network();
        same.Fit(Data, options);
        Assert.Equal(TrainingStart.Continued, same.Fit(Data, options with { Optimizer = new Adam(0.001) }).Start);
        same.Save(file, includeTrainingState: false);
        Assert.Equal(TrainingStart.New, Model.Load(file).Fit(Data, options).Start);
    }

    [Fact]
    public void Parameters_that_somebody_changed_are_gone_on_from()
    {
        Model model = Network();
        model.Fit(Data, Options("sgd", true, false, 4));
        model.Parameters[0].Value.Assign(Tensor.Zeros([784, 24]));
        float[] start = Values(model);
        float[]? seen = null;
        var callback = new Recorder { Begin = run => seen = Values(model) };
        TrainingHistory history =
            model.Fit(Data, Options("sgd", true, false, 1) with { Callbacks = [callback] });
        Assert.Equal(TrainingStart.ContinuedFromChangedParameters, history.Start);
        Assert.Equal(start, seen);
        Assert.Equal(5, history.Epochs[0].Epoch);
    }

    [Fact]
    public void Callbacks_are_called_in_order_and_can_end_the_training()
    {
        var calls = new List<string>();
        var recorder = new Recorder
        {
            Calls = calls,
            Begin = run => Assert.Equal((0, 5, 0L), (run.Epoch, run.LastEpoch, run.Step)),
            Epoch = run =>
            {
                if (run.Epoch == 2) run.Stop();
            },
        };
        TrainingHistory history = Network().Fit(Data, Options("sgd", false, false, 5) with
        {
            Callbacks = [recorder],
            BatchSize = 75,
            OnEpoch = report => calls.Add($"short {report.Epoch}"),
        });
        Assert.Equal(
            [
                "begin", "epoch begin 1", "step 1", "step 2", "epoch end 1", "short 1", "epoch begin 2", "step 3",
                "step 4", "epoch end 2", "short 2", "end Stopped",
            ],
            calls);
        Assert.Equal(2, history.Epochs.Count);
    }

    private sealed class Recorder : TrainingCallback
    {
        public List<string> Calls { get; init; } = [];

        public Action<TrainingRun>? Begin { get; init; }

        public Action<TrainingRun>? Epoch { get; init; }

        public override void OnTrainingBegin(TrainingRun run)
        {
            Calls.Add("begin");
            Begin?.Invoke(run);
        }

        public override void OnEpochBegin(TrainingRun run) => Calls.Add($"epoch begin {run.Epoch}");

        public override void OnStepEnd(TrainingRun run, StepReport step) => Calls.Add($"step {run.Step}");

        public override void OnEpochEnd(TrainingRun run, EpochReport epoch)
        {
            Calls.Add($"epoch end {run.Epoch}");
            Epoch?.Invoke(run);
        }

        public override void OnTrainingEnd(TrainingRun run, TrainingHistory history) =>
            Calls.Add($"end {history.StopReason}");
    }
}
