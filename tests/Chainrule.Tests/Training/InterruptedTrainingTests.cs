namespace Chainrule.Tests.Training;

/// <summary>A training that is ended anywhere goes on as if it had not been.</summary>
public sealed class InterruptedTrainingTests : IDisposable
{
    private static readonly Dataset Data = Digits.Generate(110, seed: 3);

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private static Model Network() => new(
        new Dense(12, Activation.Relu), new Dropout(0.2), new BatchNorm(), new Dense(10))
    { Seed = 5 };

    private static float[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];

    private static TrainingOptions Options(string kind) => new()
    {
        Epochs = 4,
        BatchSize = 16,
        Seed = 7,
        Optimizer = new Adam(0.01),
        ValidationSplit = kind == "plain" ? 0 : 0.2,
        Schedule = kind == "plain" ? LearningRateSchedule.Cosine(40) : LearningRateSchedule.ReduceOnPlateau(0.5, 0),
        ScheduleBySteps = kind == "plain",
        EmaMomentum = kind == "average" ? 0.9 : null,
        GradientAccumulation = kind == "accumulated" ? 2 : 1,
        Monitor = kind == "monitored" ? Metric.Accuracy : null,
    };

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string kind in new[] { "plain", "validated", "average", "accumulated", "monitored" })
            foreach (int step in new[] { 1, 6, 8, 15 }) cases.Add(kind, step);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ended_within_an_epoch_and_continued_is_the_same_bits(string kind, int step)
    {
        Model whole = Network();
        TrainingHistory all = whole.Fit(Data, Options(kind));

        Model ended = Network();
        using var source = new CancellationTokenSource();
        TrainingHistory first = ended.Fit(Data, Options(kind) with
        {
            Cancellation = source.Token,
            OnStep = report =>
            {
                if (report.Step == step) source.Cancel();
            },
        });
        Assert.Equal(StopReason.Canceled, first.StopReason);
        ended.Save(file);
        Model loaded = Model.Load(file);
        int done = loaded.TrainingState!.Epoch;
        TrainingHistory rest = loaded.Fit(Data, Options(kind) with { Epochs = 4 - done });
        Assert.Equal(TrainingStart.Continued, rest.Start);
        Assert.Equal(Values(whole), Values(loaded));
        Assert.Equal(all.BestEpoch, rest.BestEpoch);
        Assert.Equal(
            all.Epochs.Skip(done)
                .Select(epoch => (epoch.Epoch, epoch.Loss, epoch.Validation?.Loss, epoch.LearningRate)),
            rest.Epochs.Select(epoch => (epoch.Epoch, epoch.Loss, epoch.Validation?.Loss, epoch.LearningRate)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("validated")]
    [InlineData("average")]
    public void What_is_saved_while_it_trains_goes_on_from_there_and_disturbs_nothing(string kind)
    {
        Model whole = Network(), watched = Network();
        whole.Fit(Data, Options(kind));
        int saved = 0;
        watched.Fit(Data, Options(kind) with
        {
            Callbacks =
            [
                new Saver(run =>
                {
                    if (saved++ == 9) run.Save(file);
                }),
            ],
        });
        Assert.Equal(Values(whole), Values(watched));
        Model loaded = Model.Load(file);
        Assert.Equal(10, loaded.TrainingState!.Step);
        loaded.Fit(Data, Options(kind) with { Epochs = 4 - loaded.TrainingState.Epoch });
        Assert.Equal(Values(whole), Values(loaded));
    }

    [Fact]
    public void A_time_limit_ends_the_training_within_an_epoch()
    {
        TrainingHistory history = Network().Fit(Data, Options("plain") with { TimeLimit = TimeSpan.FromTicks(1) });
        Assert.Equal((StopReason.TimedOut, 1L), (history.StopReason, history.Steps));
        Assert.Contains("ended by the time limit", history.ToString());
    }

    [Fact]
    public void A_callback_that_throws_leaves_the_parameters_of_the_last_whole_epoch()
    {
        Model two = Network(), broken = Network();
        two.Fit(Data, Options("plain") with { Epochs = 2 });
        Assert.Throws<InvalidDataException>(() => broken.Fit(Data, Options("plain") with
        {
            OnStep = step =>
            {
                if (step.Epoch == 3 && step.Samples > 40) throw new InvalidDataException();
            },
        }));
        Assert.Equal(Values(two), Values(broken));
        // Nothing is left claimed.
        broken.Fit(Data, Options("plain") with { Epochs = 1 });
    }

    [Fact]
    public void Two_trainings_of_one_model_or_with_one_optimizer_are_refused()
    {
        Model model = Network();
        TrainingOptions options = Options("plain") with { Epochs = 1, Schedule = null };
        string Told(Action<Model> within)
        {
            string? message = null;
            model.Fit(Data, options with
            {
                OnStep = step => message ??= Assert.Throws<ChainruleException>(() => within(model)).Message,
            });
            return message!;
        }

        Assert.Contains("being trained already", Told(same => same.Fit(Data, new() { Epochs = 1 })));
        Assert.Contains(
            "an optimizer of its own", Told(_ => Network().Fit(Data, new() { Optimizer = options.Optimizer })));
        Network().Fit(Data, options);
    }

    private sealed class Saver(Action<TrainingRun> step) : TrainingCallback
    {
        public override void OnStepEnd(TrainingRun run, StepReport report) => step(run);
    }
}
