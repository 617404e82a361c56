namespace Chainrule.Tests.Language;

/// <summary>Programs trained with all that layers can be trained with.</summary>
public class ChainFittingTests
{
    private const string Network = """
        input X[m, n] : features
        input y[m] : labels
        param W[n, k], b[k]
        param V[k, c], d[c]
        z = tanh(X @ W + b) @ V + d
        p = softmax(z)
        S = cross_entropy(z, y)
        minimize S
        output p

        """;

    private static readonly ChainOptions Start = new()
    {
        Dimensions = new Dictionary<string, int> { ["k"] = 8, ["c"] = 2 },
        DType = DType.Float64,
        Seed = 5,
    };

    private static ChainFit Fit(string text, TrainingOptions options) =>
        ChainProgram.Parse(text).Fit(Moons(), options, Start);

    private static Dataset Moons() => Dataset.Load("moons", new DatasetOptions { Seed = 3 }).Train.Take(200);

    [Fact]
    public void The_number_of_classes_is_that_of_the_data()
    {
        var start = new ChainOptions { Dimensions = new Dictionary<string, int> { ["k"] = 4 } };
        var once = new TrainingOptions { Epochs = 1, BatchSize = 10 };
        ChainProgram program = ChainProgram.Parse(Network);
        Assert.Equal([4, 2], program.Fit(Moons(), once, start).Parameters["V"].Shape);
        // A class that no sample of the data is of still has its name; where there are only labels, the last counts.
        Dataset named = Moons() with { ClassNames = ["left", "right", "none"] };
        Assert.Equal([4, 3], program.Fit(named, once, start).Parameters["V"].Shape);
        var arrays = new Dictionary<string, Tensor>
        {
            ["X"] = Tensor.Normal([20, 3], 0, 1, 1),
            ["y"] = Tensor.FromArray([.. Enumerable.Range(0, 20).Select(i => i / 5)]),
        };
        // The first batch has labels 0 and 1 only; and what is validated on need not have them all.
        ChainFit fit = program.Fit(arrays, once with { ValidationSplit = 0.25 }, start);
        Assert.Equal([4, 4], fit.Parameters["V"].Shape);
        // Sizes that follow from the classes follow from their number, and one that a parameter has stays.
        ChainProgram joined = ChainProgram.Parse(Network.Replace("param V[k, c], d[c]",
            "param V[k, c], d[c], U[2, q]\nr = concat(d, d)\nu = sum(U @ r)"));
        Assert.Equal([2, 8], joined.Fit(arrays, once, start).Parameters["U"].Shape);
        // A number that is given stays.
        Assert.Contains("there are 3 classes", Assert.Throws<DataException>(() => program.Fit(arrays, once,
            new ChainOptions { Dimensions = new Dictionary<string, int> { ["k"] = 4, ["c"] = 3 } })).Message);
    }

    [Theory]
    [InlineData(true, "0.02*(sum(abs(W)) + sum(abs(V)))")]
    [InlineData(false, "0.01*(sum(W^2) + sum(V^2))")]
    public void A_penalty_is_the_term_that_one_would_write_into_the_cost(bool absolute, string term)
    {
        var plain = new TrainingOptions { Epochs = 3, Optimizer = new Sgd(0.2), Seed = 4, LogSteps = true };
        ChainFit penalised = Fit(
            Network, plain with { Regularizers = [absolute ? Regularizer.L1(0.02) : Regularizer.L2(0.02)] });
        ChainFit written = Fit(Network.Replace("cross_entropy(z, y)", $"cross_entropy(z, y) + {term}"), plain);
        foreach ((string name, Tensor values) in written.Parameters)
            Assert.True(Functions.Max(Functions.Abs(values - penalised.Parameters[name])).Item() < 1e-12, name);
        Assert.NotEqual(
            Fit(Network, plain).Parameters["W"].ToArray<double>(), penalised.Parameters["W"].ToArray<double>());
        // What is reported is the cost alone.
        Assert.True(penalised.History.StepLosses[0] < written.History.StepLosses[0]);
    }

    [Fact]
    public void The_epoch_that_validates_best_is_kept_and_patience_ends_the_training()
    {
        var options = new TrainingOptions
        {
            Epochs = 60,
            BatchSize = 16,
            Optimizer = new Adam(0.05),
            Seed = 4,
            ValidationSplit = 0.25,
            Patience = 4,
        };
        ChainFit fit = Fit(Network, options);
        TrainingHistory history = fit.History;
        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(history.BestEpoch + 4, history.Epochs.Count);
        double best = history.Epochs[history.BestEpoch - 1].Validation!.Accuracy;
        Assert.Equal(history.Epochs.Max(epoch => epoch.Validation!.Accuracy), best);
        Assert.All(history.Epochs, epoch => Assert.Equal(50, epoch.Validation!.Count));

        // The rows are those that a data set sets aside, and the parameters those of the best epoch.
        Dataset held = Moons().SplitStratified(4, 0.75, 0.25)[1];
        EvaluationReport judged = fit.Apply(held).Evaluate();
        Assert.Equal(best, judged.Accuracy);
        Assert.Equal(history.Epochs[history.BestEpoch - 1].Validation!.Loss, judged.Loss, 1e-12);
        EvaluationReport other = Fit(Network, options with { ValidationSplit = 0, Patience = null, Validation = held })
            .History.Epochs[0].Validation!;
        Assert.Equal(50, other.Count);
        ChainFit last = Fit(Network, options with { KeepBest = false });
        Assert.Equal(last.History.Epochs.Count, last.History.BestEpoch);
    }

    [Fact]
    public void A_schedule_may_count_steps()
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 50, Optimizer = new Sgd(0.1) };
        TrainingHistory bySteps = Fit(Network, options with
        {
            Schedule = LearningRateSchedule.Step(1, 0.5),
            ScheduleBySteps = true,
        }).History;
        Assert.Equal([0.1 / 8, 0.1 / 128], bySteps.Epochs.Select(epoch => epoch.LearningRate));
        TrainingHistory byEpochs =
            Fit(Network, options with { Schedule = LearningRateSchedule.Step(1, 0.5) }).History;
        Assert.Equal([0.1, 0.05], byEpochs.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Arrays_are_bound_by_name_by_role_or_as_told()
    {
        Dataset data = Moons();
        var options = new TrainingOptions { Epochs = 1, BatchSize = 20, Optimizer = new Sgd(0.1) };
        double[] expected = Fit(Network, options).Parameters["W"].ToArray<double>();
        var program = ChainProgram.Parse(Network);
        ChainFit named = program.Fit(
            new Dictionary<string, Tensor> { ["X"] = data.Features, ["y"] = data.Targets }, options, Start);
        Assert.Equal(expected, named.Parameters["W"].ToArray<double>());
        ChainFit told = program.Fit(
            new Dictionary<string, Tensor> { ["points"] = data.Features, ["y"] = data.Targets }, options, Start,
            new Dictionary<string, string> { ["X"] = "points" });
        Assert.Equal(expected, told.Parameters["W"].ToArray<double>());
    }

    [Fact]
    public void What_does_not_go_together_is_told()
    {
        string tied = Network.Replace("b[k]", "b[m, k]");
        Assert.Contains("none for others to validate on", Told(tied, new() { ValidationSplit = 0.2 }));
        Assert.Contains("use TrainingOptions.BatchSize = int.MaxValue", Told(tied, new()));
        Assert.Contains("Early stopping needs validation", Told(Network, new() { Patience = 2 }));
        Assert.Contains("names no cost", Told(Network.Replace("minimize S\n", ""), new()));

        static string Told(string text, TrainingOptions options) =>
            Assert.ThrowsAny<ChainruleException>(() => Fit(text, options)).Message;
    }
}
