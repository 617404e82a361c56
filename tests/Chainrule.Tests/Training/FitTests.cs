namespace Chainrule.Tests.Training;

public class FitTests
{
    [Fact]
    public void A_network_learns_the_digits()
    {
        Dataset train = Digits.Generate(4_000, seed: 1), test = Digits.Generate(1_000, seed: 2);
        var model = new Model(new Dense(64, Activation.Relu), new Dense(10)) { Seed = 1 };
        TrainingHistory history = model.Fit(train, new TrainingOptions { Epochs = 4, Seed = 1 });
        EvaluationReport result = model.Evaluate(test);
        Assert.Equal(4, history.Epochs.Count);
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 2);
        Assert.True(result.Accuracy > 0.9, $"accuracy {result.Accuracy}");
        Assert.Equal(1_000, result.Confusion!.Total);
    }

    [Fact]
    public void A_network_learns_MNIST()
    {
        Assert.SkipWhen(Mnist.Folder is null, "MNIST is not at hand.");
        var model = new Model(new Dense(128, Activation.Relu), new Dense(10)) { Seed = 1 };
        TrainingHistory history = model.Fit(Mnist.Train(), new TrainingOptions { Epochs = 3, Seed = 1, Threads = 1 });
        EvaluationReport result = model.Evaluate(Mnist.Test());
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{result.Accuracy:P2}, {history.Epochs[^1].SamplesPerSecond:N0} samples/s, " +
            $"{string.Join(" ", history.Epochs.Select(e => e.Loss))}");
        Assert.True(result.Accuracy >= 0.97, $"accuracy {result.Accuracy}");
    }

    // One sample a step at a rate of 0.05 is rough: without a limit on the gradient, ReLUs die and the accuracy stays
    // near 93 %.
    [Fact]
    public void Online_descent_reads_MNIST_within_ten_epochs()
    {
        Assert.SkipWhen(Mnist.Folder is null, "MNIST is not at hand.");
        var model = new Model(new Dense(32, Activation.Relu), new Dense(10)) { Seed = 1 };
        using var reached = new CancellationTokenSource();
        TrainingHistory history = model.Fit(Mnist.Train(), new TrainingOptions
        {
            Epochs = 10,
            BatchSize = 1,
            Optimizer = new Sgd(0.05),
            Clipping = GradientClipping.ByNorm(1),
            Validation = Mnist.Test(),
            Seed = 1,
            OnEpoch = report =>
            {
                if (report.Validation!.Accuracy >= 0.965) reached.Cancel();
            },
            Cancellation = reached.Token,
        });
        Assert.True(history.Epochs.Max(report => report.Validation!.Accuracy) >= 0.965);
    }
}
