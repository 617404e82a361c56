using static Chainrule.Functions;

namespace Chainrule.Tests.Training;

/// <summary>What layers ask of a training step happens in loops of one's own too: it stands in the graph.</summary>
public class OwnLoopTests
{
    private static readonly Tensor Ones = Tensor.Ones([40, 50]);

    [Fact]
    public void Dropout_drops_other_elements_at_each_step()
    {
        Tensor scale = Tensor.Parameter(Ones, "scale");
        Tensor dropped = new Sequential(new Dropout(0.5)).Apply(scale, new ForwardContext(training: true, seed: 1));
        // The gradient of the sum by the parameter is the mask; a rate of 1 takes it away.
        var trainer = new Trainer(Sum(dropped), [scale], new Sgd(1));
        var masks = new List<float[]>();
        for (int step = 0; step < 3; step++)
        {
            float[] before = scale.ToArray<float>();
            trainer.Step();
            masks.Add([.. before.Zip(scale.ToArray<float>(), (one, other) => MathF.Round(one - other))]);
        }
        Assert.All(masks, mask => Assert.InRange(mask.Count(value => value == 0), 850, 1150));
        for (int i = 0; i < 3; i++)
            Assert.InRange(masks[i].Zip(masks[(i + 1) % 3]).Count(pair => pair.First == pair.Second), 850, 1150);
    }

    [Fact]
    public void Calls_of_the_function_without_a_seed_drop_different_elements_and_each_step_others()
    {
        float[] first = Dropout(Ones, 0.5).ToArray<float>(), second = Dropout(Ones, 0.5).ToArray<float>();
        Assert.InRange(first.Zip(second).Count(pair => pair.First == pair.Second), 850, 1150);
        Tensor scale = Tensor.Parameter(Tensor.Ones([1]), "scale");
        var trainer = new Trainer(Sum(Dropout(Ones * scale, 0.5, seed: 3)), [scale], new Sgd(0));
        Assert.Equal(3, trainer.Run(3).Distinct().Count());
    }

    // Running statistics as PyTorch's: r ← (1 − m)·r + m·b, the variance of a batch without its bias.
    [Fact]
    public void Batch_norm_follows_the_statistics_of_the_batches()
    {
        double[,] batches = { { 1, 3, 8 }, { -2, 4, 1 }, { 0, 0, 6 } };
        var layer = new BatchNorm(momentum: 0.25);
        Tensor x = Tensor.Input([3, 1], DType.Float64, "x");
        Tensor y = layer.Apply(x, new ForwardContext(training: true));
        LayerParameter[] parameters = [.. layer.Parameters()];
        var trainer = new Trainer(Sum(Pow(y - 1, 2)), [parameters[0].Value, parameters[1].Value], new Sgd(0.01));
        double mean = 0, variance = 1;
        for (int i = 0; i < 3; i++)
        {
            double[] batch = [batches[i, 0], batches[i, 1], batches[i, 2]];
            x.Assign(Tensor.FromArray(batch, [3, 1]));
            trainer.Step();
            double average = batch.Average();
            mean = (0.75 * mean) + (0.25 * average);
            variance = (0.75 * variance) + (0.25 * batch.Sum(value => (value - average) * (value - average)) / 2);
            Assert.Equal(mean, parameters[2].Value.ToArray<double>()[0], 1e-14);
            Assert.Equal(variance, parameters[3].Value.ToArray<double>()[0], 1e-14);
        }
    }

    [Fact]
    public void A_layer_applied_twice_follows_both_batches_in_turn()
    {
        var layer = new BatchNorm(momentum: 0.5);
        Tensor a = Tensor.FromArray(new double[,] { { 1 }, { 3 } });
        Tensor b = Tensor.FromArray(new double[,] { { 6 }, { 8 } });
        var context = new ForwardContext(training: true);
        Tensor cost = Sum(layer.Apply(a, context) * layer.Apply(b, context));
        LayerParameter[] parameters = [.. layer.Parameters()];
        Tensor[] trained = [parameters[0].Value, parameters[1].Value];
        new Trainer(cost, trained, new Sgd(0.01)).Step();
        Assert.Equal((0.5 * ((0.5 * 0) + (0.5 * 2))) + (0.5 * 7), parameters[2].Value.ToArray<double>()[0], 1e-14);
        Assert.Equal((0.5 * ((0.5 * 1) + (0.5 * 2))) + (0.5 * 2), parameters[3].Value.ToArray<double>()[0], 1e-14);

        Tensor apart = Sum(layer.Apply(a, new ForwardContext(training: true))
            * layer.Apply(b, new ForwardContext(training: true)));
        Assert.Contains("one ForwardContext",
            Assert.Throws<ChainruleException>(() => new Trainer(apart, trained, new Sgd(0.01))).Message);
        Assert.Contains("Forward of a layer",
            Assert.Throws<ChainruleException>(() => context.Update(trained[0], trained[1])).Message);
    }

    [Fact]
    public void A_loop_by_hand_ends_where_Evaluate_sees_it()
    {
        Dataset data = ToyData.Sine(64, noise: 0, seed: 1);
        var model = new Model(
            new Dense(32, Activation.Tanh), new BatchNorm(), new Dense(16, Activation.Tanh), new Dense(1))
        {
            Seed = 1,
            Loss = new MeanSquaredError(),
        };
        model.Build([1]);
        Tensor output = model.Apply(data.Features, new ForwardContext(training: true, seed: 1));
        Tensor cost = MeanSquaredError(output, data.Targets);
        Tensor[] trained = [.. model.Parameters.Where(one => one.IsTrained).Select(one => one.Value)];
        double last = new Trainer(cost, trained, new Adam(0.01)).Run(400)[^1];
        Assert.True(last < 1e-3, $"{last}");
        Assert.InRange(model.Evaluate(data).Loss, 0, 1e-3);
    }

    [Fact]
    public void A_cost_that_is_no_number_leaves_running_statistics_alone()
    {
        var layer = new BatchNorm();
        Tensor x = Tensor.Input([2, 1], DType.Float64, "x");
        Tensor cost = Sum(layer.Apply(x, new ForwardContext(training: true)));
        Tensor[] values = [.. layer.Parameters().Select(parameter => parameter.Value)];
        var trainer = new Trainer(cost, values[..2], new Sgd(0.1));
        x.Assign(Tensor.FromArray(new double[,] { { double.NaN }, { 1 } }));
        Assert.Throws<DivergenceException>(() => trainer.Step());
        Assert.Equal([1, 0, 0, 1], values.Select(value => value.ToArray<double>()[0]));
    }
}
