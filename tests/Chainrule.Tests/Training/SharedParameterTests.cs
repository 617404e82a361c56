using static Chainrule.Functions;

namespace Chainrule.Tests.Training;

/// <summary>A parameter has one place in memory for life: whoever trains it trains that.</summary>
public class SharedParameterTests
{
    private static readonly Dataset Data = ToyData.Moons(120, seed: 1);

    private static Tensor[] Trained(Model model) => [.. model.Parameters.Select(parameter => parameter.Value)];

    [Fact]
    public void Fit_trains_what_a_minimizer_was_made_for()
    {
        Model model = new Model(new Dense(8, Activation.Tanh), new Dense(2)) { Seed = 1 }.Build([2]);
        Tensor cost = Mean(CrossEntropy(model.Apply(Data.Features), Data.Targets));
        var minimizer = new Trainer(cost, Trained(model), new Sgd(0.1));
        double before = model.Evaluate(Data).Loss;
        model.Fit(Data, new TrainingOptions { Epochs = 50, Optimizer = new Adam(0.01) });
        double after = model.Evaluate(Data).Loss;
        Assert.True(after < 0.8 * before, $"{before} → {after}");
        // The plan that was compiled before sees what Fit wrote, and so does the graph.
        Assert.Equal(after, cost.Item(), 1e-6);
        Assert.Equal(after, minimizer.Step(), 1e-6);
        Assert.NotEqual(after, model.Evaluate(Data).Loss);
    }

    [Fact]
    public void A_second_model_on_the_trunk_of_the_first_leaves_it_trainable()
    {
        var trunk = new Dense(8, Activation.Tanh);
        Model first = new Model(trunk, new Dense(2)) { Seed = 1 }.Build([2]);
        CompiledModel compiled = first.Compile();
        Model second = new Model(trunk, new Dense(1)) { Seed = 2, Loss = new MeanSquaredError() }.Build([2]);
        var values = new Dataset("values", Data.Features, Sum(Data.Features, axis: 1, keepDims: true));
        foreach (Model model in (Model[])[first, second, first])
        {
            Dataset data = model == first ? Data : values;
            float[] before = trunk.Parameters().First().Value.ToArray<float>();
            double loss = model.Evaluate(data).Loss;
            model.Fit(data, new TrainingOptions { Epochs = 20, Optimizer = new Adam(0.01) });
            Assert.True(model.Evaluate(data).Loss < loss);
            Assert.NotEqual(before, trunk.Parameters().First().Value.ToArray<float>());
        }
        Assert.NotEqual(
            compiled.Predict(Data.Features).ToArray<float>(), first.Predict(Data.Features).ToArray<float>());
    }

    [Fact]
    public void Two_minimizers_take_turns_on_one_parameter()
    {
        Tensor w = Tensor.Parameter(Tensor.FromArray([4.0, -3.0]), "w");
        var toOne = new Trainer(Sum(Pow(w - 1, 2)), [w], new Sgd(0.25));
        var toZero = new Trainer(Sum(Pow(w, 2)), [w], new Sgd(0.25), threads: 1);
        double[] expected = [4, -3];
        for (int turn = 0; turn < 5; turn++)
        {
            toOne.Step();
            toZero.Step();
            // w ← w − ¼·2(w − 1), then w ← w − ¼·2w
            expected = [.. expected.Select(value => (value + 1) / 4)];
        }
        Assert.Equal(expected, w.ToArray<double>());
    }

    [Fact]
    public void Two_trainings_of_one_parameter_at_the_same_time_are_refused_and_one_within_the_other_is_not()
    {
        Model model = new Model(new Dense(2)) { Seed = 1 }.Build([2]);
        Tensor cost = Mean(CrossEntropy(model.Apply(Data.Features), Data.Targets));
        var minimizer = new Trainer(cost, Trained(model), new Sgd(0.1));
        int steps = 0;
        model.Fit(Data, new TrainingOptions
        {
            Epochs = 1,
            OnStep = _ =>
            {
                if (steps++ > 0) return;
                minimizer.Step();
                Task.Run(() =>
                {
                    string message = Assert.Throws<ChainruleException>(() => minimizer.Step()).Message;
                    Assert.Equal("weight is being trained by another thread: train one after the other.", message);
                }).Wait(TestContext.Current.CancellationToken);
            },
        });
        minimizer.Step();
    }
}
