namespace Chainrule.Tests.Training;

/// <summary>A training never ends well with parameters that give no number.</summary>
public class DivergenceTests
{
    private static readonly Dataset Data = ToyData.Moons(12, seed: 1);

    private static float[] Values(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];

    // The first step leaves parameters that are huge and finite; it is the only one, and its own cost was fine.
    [Theory]
    [InlineData("sgd", 1e38)]
    [InlineData("momentum", 1e37)]
    [InlineData("adam", 1e30)]
    [InlineData("adam", 1e308)]
    [InlineData("rmsprop", 1e36)]
    public void The_cost_after_the_last_step_must_be_a_number(string optimizer, double rate)
    {
        Model model = new Model(new Dense(32, Activation.Relu), new Dense(16, Activation.Relu), new Dense(2))
        { Seed = 1 }.Build([2]);
        float[] before = Values(model);
        var error = Assert.Throws<DivergenceException>(() => model.Fit(Data, new TrainingOptions
        {
            Epochs = 1,
            Optimizer = optimizer switch
            {
                "momentum" => new Sgd(rate, 0.9),
                string name => Optimizer.Create(name, [new("learningRate", rate)]),
            },
        }));
        Assert.Contains("at step 1 in epoch 1, first in layer ", error.Message);
        Assert.Contains("those that the training started with", error.Message);
        Assert.Equal(before, Values(model));
        Assert.Null(model.TrainingState);
        Assert.Equal(StopReason.Diverged, error.History!.StopReason);
        Assert.Empty(error.History.Epochs);
    }

    // The layer that is named is the one whose weights were made too large, whatever comes after it.
    [Theory]
    [InlineData(0, "layer 0 (8): matmul overflowed at ")]
    [InlineData(1, "layer 1 (8 tanh): 1.weight[0,0] is not a number")]
    [InlineData(2, "layer 2 (2): 2.weight[0,0] is not a number")]
    public void The_layer_where_it_arose_is_named(int layer, string expected)
    {
        Model model = new Model(new Dense(8), new Dense(8, Activation.Tanh), new Dense(2)) { Seed = 1 }.Build([2]);
        Tensor weights = model.Parameters[2 * layer].Value;
        weights.Assign(Tensor.Full(weights.Shape, layer > 0 ? double.NaN : 3e38));
        Exception error = Assert.Throws<DivergenceException>(() => model.Fit(Data, new() { Epochs = 1 }));
        Assert.Contains(expected, error.Message);
    }

    // The first targets are below 200 and the last near 20,000: a mean cost of millions is none that has run away.
    [Fact]
    public void Values_that_ascend_in_a_stream_do_not_look_like_divergence()
    {
        double[] x = [.. Enumerable.Range(0, 4000).Select(i => i / 4000.0)];
        var data = Dataset.Of(
            [.. x.Select(value => new[] { (float)value })], [.. x.Select(value => value * value * 20_000)]);
        var stream = StreamedDataset.Of(Enumerable.Range(0, 20).Select(i => data.Range(i * 200, 200)), 200);
        var model = new Model(new Dense(1)) { Seed = 1 };
        model.Fit(stream, new() { Epochs = 3, Optimizer = new Sgd(0.01) });
        Assert.True(model.Evaluate(data).MeanSquaredError < 4e7);
    }

    [Fact]
    public void Values_that_are_not_scaled_are_named_and_scaling_helps()
    {
        double[] x = [.. Enumerable.Range(0, 4000).Select(i => i / 4000.0)];
        var data = Dataset.Of(
            [.. x.Select(value => new[] { (float)value * 1000 })], [.. x.Select(value => value * 20_000)]);
        var stream = StreamedDataset.Of(Enumerable.Range(0, 20).Select(i => data.Range(i * 200, 200)), 200);
        Exception error = Assert.Throws<DivergenceException>(
            () => new Model(new Dense(1)).Fit(stream, new() { Epochs = 3, Optimizer = new Sgd(0.01) }));
        Assert.Contains("or scale the features and the targets (Model.TargetScaling);", error.Message);
        var scaled = new Model(new Dense(1)) { Preprocessing = new(new Standardize()), TargetScaling = new() };
        scaled.Fit(stream, new() { Epochs = 3, Optimizer = new Sgd(0.01) });
        Assert.True(scaled.Evaluate(data, metrics: [Metric.R2]).Metrics["r2"] > 0.9);
    }

    [Fact]
    public void The_parameters_before_a_step_without_a_number_stay()
    {
        // The logarithm's argument is below 0 in the third step: the parameter is as the second has left it.
        Tensor p = Tensor.Parameter(Tensor.FromArray([1.0]), "p"), x = Tensor.Input([1], DType.Float64, "x");
        var trainer = new Trainer(Functions.Sum(Functions.Log(p * x)), [p], new Sgd(0.25));
        x.Assign(Tensor.FromArray([1.0]));
        trainer.Run(2);
        double before = p.Item();
        Assert.NotEqual(1, before);
        x.Assign(Tensor.FromArray([-1.0]));
        Exception error = Assert.Throws<DivergenceException>(() => trainer.Step());
        Assert.Contains("the logarithm of a negative number", error.Message);
        Assert.Equal(before, p.Item());
        Assert.Equal(2, trainer.Steps);
    }

    [Fact]
    public void A_cost_that_is_a_parameter_itself_is_that_before_the_step()
    {
        Tensor p = Tensor.Parameter(Tensor.FromArray([3.0], []), "p");
        var trainer = new Trainer(p, [p], new Sgd(0.5));
        Assert.Equal([3.0, 2.5, 2.0], trainer.Run(3));
    }
}
