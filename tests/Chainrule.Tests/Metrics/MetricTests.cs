namespace Chainrule.Tests.Metrics;

/// <summary>Metrics against the examples in scikit-learn's documentation and by hand.</summary>
public class MetricTests
{
    private static Tensor Column(params double[] values) => Tensor.FromArray(values, [values.Length, 1]);

    [Theory]
    [InlineData("mse", 0.375)]
    [InlineData("rmse", 0.6123724356957945)]
    [InlineData("mae", 0.5)]
    [InlineData("r2", 0.9486081370449679)]
    public void Errors_are_those_of_scikit_learn(string name, double expected) => Assert.Equal(
        expected, Metric.Parse(name).Of(Column(2.5, 0, 2, 8), Column(3, -0.5, 2, 7)), 1e-12);

    [Fact]
    public void Determination_is_the_mean_over_outputs_and_keeps_its_digits_far_from_zero()
    {
        Tensor truth = Tensor.FromArray([0.5, 1, -1, 1, 7, -6], [3, 2]);
        Tensor output = Tensor.FromArray([0.0, 2, -1, 2, 8, -5], [3, 2]);
        Assert.Equal((0.9654377880184332 + 0.9081632653061225) / 2, Metric.R2.Of(output, truth), 1e-12);
        // Times in seconds: all but the last digits of the targets are the same.
        Assert.Equal(0.9486081370449679, Metric.R2.Of(
            Column(1.7e9 + 2.5, 1.7e9, 1.7e9 + 2, 1.7e9 + 8),
            Column(1.7e9 + 3, 1.7e9 - 0.5, 1.7e9 + 2, 1.7e9 + 7)), 1e-9);
        Assert.Equal(1, Metric.R2.Of(Column(2, 2), Column(2, 2)));
        Assert.Equal(0, Metric.R2.Of(Column(2, 3), Column(2, 2)));
        Assert.True(double.IsNaN(Metric.R2.Of(Column(2), Column(2))));
    }

    [Fact]
    public void Accuracy_takes_labels_rows_and_single_probabilities()
    {
        Tensor rows = Tensor.FromArray([0.2, 0.8, 0.6, 0.4, 0.1, 0.9], [3, 2]);
        Assert.Equal(2 / 3.0, Metric.Accuracy.Of(rows, Tensor.FromArray([1, 0, 0])), 1e-15);
        Assert.Equal(2 / 3.0, Metric.Accuracy.Of(rows, Tensor.FromArray([0.0, 1, 1, 0, 1, 0], [3, 2])), 1e-15);
        Assert.Equal(0.5, Metric.Accuracy.Of(Column(0.5, 0.4), Column(1, 1)));
        Assert.Contains("do not fit together", Assert.Throws<ShapeException>(
            () => Metric.Accuracy.Of(rows, Column(1, 0))).Message);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() => Assert.Contains(
        "accuracy, balanced_accuracy, top_2_accuracy, precision, precision_micro",
        Assert.Throws<ChainruleException>(() => Metric.Parse("f7")).Message);

    [Fact]
    public void A_model_reports_what_is_asked_for()
    {
        Dataset data = ToyData.Moons(60, seed: 2);
        var model = new Model(new Dense(8, Activation.Tanh), new Dense(2)) { Seed = 1 };
        TrainingHistory history = model.Fit(data, new TrainingOptions
        {
            Epochs = 3,
            Validation = data,
            Metrics = [Metric.RootMeanSquaredError],
        });
        EvaluationReport report = model.Evaluate(data, metrics: [Metric.RootMeanSquaredError, Metric.Accuracy]);
        Assert.Equal(Math.Sqrt(report.MeanSquaredError), report.Metrics["rmse"], 1e-15);
        Assert.Equal(report.Accuracy, report.Metrics["accuracy"], 1e-15);
        Assert.Contains("rmse 0.", report.ToString());
        Assert.Equal(["rmse"], history.Epochs[^1].Validation!.Metrics.Keys);
    }
}
