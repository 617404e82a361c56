namespace Chainrule.Tests.Training;

/// <summary>Dead units and constant outputs are said at the end of a training.</summary>
public class IdleUnitsTests
{
    private static readonly TrainingOptions Short = new() { Epochs = 1, Optimizer = new Sgd(1e-6) };

    private static IReadOnlyList<string> Notes(Dataset data, params Layer[] layers) =>
        new Model(layers) { Seed = 1 }.Fit(data, Short).Notes;

    [Fact]
    public void A_layer_without_a_living_unit_and_the_constant_behind_it_are_said()
    {
        Dataset data = ToyData.Moons(100, seed: 1);
        IReadOnlyList<string> notes = Notes(
            data, new Dense(8, Activation.Relu, biases: Initializer.Constant(-1000)), new Dense(5, Activation.Relu),
            new Dense(2));
        Assert.Equal(2, notes.Count);
        Assert.StartsWith("layer 0 (8 relu): 8 of 8 units are 0 for all of 100 samples", notes[0]);
        Assert.StartsWith("the output is the same for all of 100 samples", notes[1]);
    }

    [Fact]
    public void Saturated_units_are_the_same_but_not_dead() => Assert.StartsWith(
        "layer 0 (4 sigmoid): 4 of 4 units are the same for all of 256 samples: lower the learning rate, or scale",
        Notes(
            ToyData.Moons(300, seed: 1), new Dense(4, Activation.Sigmoid, biases: Initializer.Constant(1000)),
            new Dense(2))[0]);

    [Fact]
    public void One_class_for_all_is_said()
    {
        Dataset data = ToyData.Moons(100, seed: 1) with { ClassNames = ["up", "down"] };
        string note = Assert.Single(Notes(
            data, new Dense(4, Activation.Tanh), new Dense(2, weights: Initializer.Parse("uniform(-0.001, 0.001)"),
                biases: Initializer.Parse("normal(0, 2)"))));
        Assert.Matches("^all of 100 samples are taken for (up|down), whatever they are", note);
    }

    [Fact]
    public void A_training_that_went_well_has_none()
    {
        Dataset data = ToyData.Moons(200, seed: 1);
        var model = new Model(new Dense(8, Activation.Tanh), new Dense(2)) { Seed = 1 };
        Assert.Empty(model.Fit(data, new() { Epochs = 40, Optimizer = new Adam(0.02) }).Notes);
    }

    // Each sample switches its own unit on, so none is dead, though most are 0 for any one sample.
    [Fact]
    public void A_unit_that_lives_for_one_sample_is_not_dead()
    {
        Tensor identity = Tensor.Eye(6) * 3;
        var data = new Dataset("units", identity, Tensor.FromArray([0, 1, 0, 1, 0, 1]));
        var first = new Dense(6, Activation.Relu, biases: Initializer.Constant(-1));
        var model = new Model(first, new Dense(2)) { Seed = 2 };
        model.Build([6]);
        first.Parameters().First().Value.Assign(Tensor.Eye(6));
        Assert.DoesNotContain(model.Fit(data, Short).Notes, note => note.Contains("layer 0"));
    }
}
