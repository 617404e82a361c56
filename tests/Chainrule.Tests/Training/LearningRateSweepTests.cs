namespace Chainrule.Tests.Training;

/// <summary>The learning-rate finder.</summary>
public class LearningRateSweepTests
{
    // w·x with x = ±1 and targets ±1: the loss is (w − 1)², its curvature 2, and gradient descent diverges above 1.
    private static Dataset Line() => new(
        "line", Tensor.FromArray([.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1.0 : -1)], [64, 1]),
        Tensor.FromArray([.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1.0 : -1)], [64, 1]));

    private static Model Straight() =>
        new(new Dense(1, bias: false, weights: Initializer.Zeros)) { DType = DType.Float64 };

    private static readonly TrainingOptions Plain = new() { BatchSize = 16, Optimizer = new Sgd(0.5), Seed = 1 };

    // A plain loop of the same recursion: w ← w + 2·rate·(1 − w).
    [Fact]
    public void The_losses_are_those_of_a_rising_rate()
    {
        LearningRateSweep sweep = Straight().FindLearningRate(Line(), Plain, 1e-4, 100, 60);
        double w = 0;
        for (int i = 0; i < sweep.Rates.Count; i++)
        {
            double rate = 1e-4 * Math.Pow(1e6, i / 59.0);
            Assert.Equal(rate, sweep.Rates[i], 1e-12 * rate);
            Assert.Equal((w - 1) * (w - 1), sweep.Losses[i], 1e-9 * Math.Max(1, (w - 1) * (w - 1)));
            w += 2 * rate * (1 - w);
        }
        // It ends soon after the rate at which it diverges.
        Assert.InRange(sweep.Rates.Count, 40, 59);
        Assert.InRange(sweep.Suggestion!.Value, 0.001, 1);
        Assert.InRange(sweep.LowestRate, sweep.Suggestion.Value, 20);
        Assert.StartsWith("suggested learning rate 0.", sweep.ToString());
        Assert.Contains("log10", sweep.ToPlot().ToText());
        Assert.Contains("<svg", Plot.ToSvg(sweep.ToPlot()));
    }

    // Reference: the bias-corrected average as in Kingma and Ba, and the steepest difference before the minimum.
    [Fact]
    public void Smoothing_and_suggestion_follow_their_definitions()
    {
        double[] losses = [5, 4, 4, 3, 1, 1, 2, 3, 9, 20];
        double[] rates = [.. Enumerable.Range(0, 10).Select(i => Math.Pow(10, i - 5))];
        var sweep = new LearningRateSweep(rates, losses);
        double[] expected = [.. Enumerable.Range(1, 10).Select(n =>
            Enumerable.Range(0, n).Sum(i => losses[i] * Math.Pow(0.9, n - 1 - i))
            / Enumerable.Range(0, n).Sum(i => Math.Pow(0.9, i)))];
        for (int i = 0; i < 10; i++) Assert.Equal(expected[i], sweep.Smoothed[i], 1e-12);
        int lowest = Array.IndexOf(expected, expected.Min());
        Assert.Equal(rates[lowest], sweep.LowestRate);
        int steepest = Enumerable.Range(1, lowest - 1).MinBy(i => expected[i + 1] - expected[i - 1]);
        Assert.Equal(rates[steepest], sweep.Suggestion);
        Assert.Null(new LearningRateSweep([1, 2, 3], [1, 2, 3]).Suggestion);
        Assert.Contains("no suggestion", new LearningRateSweep([1, 2, 3], [1, 2, 3]).ToString());
    }

    [Fact]
    public void Parameters_and_the_state_of_the_training_stay_as_they_are()
    {
        Dataset data = ToyData.Moons(200, seed: 1);
        Model New() => new(new Dense(8, Activation.Relu), new BatchNorm(), new Dense(2)) { Seed = 1 };
        TrainingOptions options = new() { Epochs = 2, Optimizer = new Adam(), Seed = 4 };
        Model swept = New(), plain = New();
        foreach (Model model in (Model[])[swept, plain]) model.Fit(data, options);
        float[] before = [.. swept.Parameters.SelectMany(one => one.Value.ToArray<float>())];
        LearningRateSweep sweep = swept.FindLearningRate(data, options);
        Assert.NotEmpty(sweep.Rates);
        Assert.Equal(before, swept.Parameters.SelectMany(one => one.Value.ToArray<float>()));
        Assert.Equal(0.001, options.Optimizer.LearningRate);
        Assert.Equal(TrainingStart.Continued, swept.Fit(data, options).Start);
        plain.Fit(data, options);
        Assert.Equal(
            plain.Parameters.SelectMany(one => one.Value.ToArray<float>()),
            swept.Parameters.SelectMany(one => one.Value.ToArray<float>()));
    }

    [Fact]
    public void A_sweep_that_goes_nowhere_is_refused()
    {
        Assert.Contains("above 0", Assert.Throws<ChainruleException>(
            () => Straight().FindLearningRate(Line(), Plain, 1, 0.1)).Message);
        Assert.Contains("at least 10 steps", Assert.Throws<ChainruleException>(
            () => Straight().FindLearningRate(Line(), Plain, steps: 3)).Message);
    }
}
