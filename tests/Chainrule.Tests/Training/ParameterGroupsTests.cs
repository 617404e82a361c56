namespace Chainrule.Tests.Training;

/// <summary>Frozen layers and learning rates of groups of parameters.</summary>
public class ParameterGroupsTests
{
    private static readonly Dataset Data = ToyData.Moons(64, seed: 2);

    private static Model New() => new(new Dense(5, Activation.Tanh), new Dense(4, Activation.Tanh), new Dense(2))
    {
        Seed = 3,
        DType = DType.Float64,
    };

    private static double[] Values(Model model, int parameter) =>
        model.Parameters[parameter].Value.ToArray<double>();

    private static TrainingOptions Options(Optimizer optimizer) =>
        new() { Epochs = 2, Optimizer = optimizer, Seed = 1 };

    // The gradients do not depend on what is done with them, so the first step tells the rates.
    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    public void A_group_moves_as_far_as_its_rate_says(string name)
    {
        Model start = New().Build([2]), usual = New(), own = New();
        TrainingOptions once = new() { Epochs = 1, BatchSize = 64, Optimizer = Optimizer.Create(name) };
        once.Optimizer.LearningRate = 0.01;
        usual.Fit(Data, once);
        own.Fit(Data, once with
        {
            LearningRates = new Dictionary<string, double> { ["1"] = 0.03, ["1.bias"] = 0, ["2"] = 0.01 },
        });
        double[] factors = [1, 1, 3, 0, 1, 1];
        for (int i = 0; i < factors.Length; i++)
        {
            double[] from = Values(start, i), to = Values(usual, i), there = Values(own, i);
            for (int j = 0; j < from.Length; j++)
                Assert.Equal(factors[i] * (to[j] - from[j]), there[j] - from[j], 1e-12);
        }
        Assert.Equal(0.01, once.Optimizer.LearningRate);
    }

    // In the third epoch the factor is 1/16, for the group too.
    [Fact]
    public void A_schedule_scales_the_rates_of_all_groups()
    {
        TrainingOptions options = new()
        {
            Epochs = 2,
            BatchSize = 64,
            Optimizer = new Sgd(0.1),
            Schedule = LearningRateSchedule.Step(1, 0.25),
            LearningRates = new Dictionary<string, double> { ["0.weight"] = 0.4 },
        };
        Model model = New();
        model.Fit(Data, options);
        double[] before = Values(model, 0);
        Tensor gradient = Functions.Gradients(
            new SoftmaxCrossEntropy().Of(model.Apply(Data.Features.Cast(DType.Float64)), Data.Targets),
            model.Parameters[0].Value)[0];
        double[] slope = gradient.ToArray<double>();
        model.Fit(Data, options with { Epochs = 1 });
        double[] after = Values(model, 0);
        for (int i = 0; i < slope.Length; i++)
            Assert.Equal(-0.4 / 16 * slope[i], after[i] - before[i], 1e-12);
    }

    [Fact]
    public void Frozen_layers_stay_and_the_others_train_as_with_IsTrainable()
    {
        Model start = New().Build([2]), frozen = New(), reference = New();
        frozen.Fit(Data, Options(new Adam()) with { Frozen = ["0", "1.bias"], Regularizers = [Regularizer.L2(0.1)] });
        foreach (int i in (int[])[0, 1, 3]) Assert.Equal(Values(start, i), Values(frozen, i));
        foreach (int i in (int[])[2, 4, 5]) Assert.NotEqual(Values(start, i), Values(frozen, i));
        Model byLayer = New();
        ((Sequential)reference.Network)[0].IsTrainable = false;
        reference.Fit(Data, Options(new Adam()));
        byLayer.Fit(Data, Options(new Adam()) with { Frozen = ["0"] });
        for (int i = 0; i < 6; i++) Assert.Equal(Values(reference, i), Values(byLayer, i));
    }

    [Fact]
    public void A_training_that_is_continued_gives_the_same_bits()
    {
        TrainingOptions options = Options(new Adam()) with
        {
            Epochs = 4,
            Frozen = ["1"],
            LearningRates = new Dictionary<string, double> { ["2"] = 0.05 },
        };
        Model whole = New(), part = New();
        whole.Fit(Data, options);
        part.Fit(Data, options with { Epochs = 2 });
        string file = Path.GetTempFileName();
        part.Save(file);
        Model loaded = Model.Load(file);
        File.Delete(file);
        Assert.Equal(TrainingStart.Continued, loaded.Fit(Data, options with { Epochs = 2 }).Start);
        for (int i = 0; i < 6; i++) Assert.Equal(Values(whole, i), Values(loaded, i));
    }

    [Fact]
    public void An_unknown_group_or_a_rate_that_is_none_is_refused()
    {
        Refused(Options(new Adam()) with { Frozen = ["3"] }, "TrainingOptions.Frozen names '3'", "0.weight, 0.bias");
        Refused(Options(new Adam()) with { LearningRates = new Dictionary<string, double> { ["01"] = 1 } }, "'01'");
        Refused(
            Options(new Adam()) with { LearningRates = new Dictionary<string, double> { ["0"] = double.NaN } },
            "0 or more");
        Refused(Options(new Adam()) with { Frozen = ["0", "1", "2"] }, "no parameters to train");

        static void Refused(TrainingOptions options, params string[] parts)
        {
            string message = Assert.Throws<ChainruleException>(() => New().Fit(Data, options)).Message;
            foreach (string part in parts) Assert.Contains(part, message);
        }
    }
}
