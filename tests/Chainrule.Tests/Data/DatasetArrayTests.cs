namespace Chainrule.Tests.Data;

public class DatasetArrayTests
{
    private static readonly float[,] Four = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };

    private enum Answer
    {
        Odd, Even,
    }

    private sealed record House(float Area, float Age, double Price);

    [Fact]
    public void Labels_of_any_type_are_what_their_type_says()
    {
        Assert.Equal(["Even", "Odd"], Dataset.Of(Four, [Answer.Even, Answer.Odd, Answer.Odd, Answer.Even]).ClassNames);
        Assert.Equal([0, 1, 1, 0], Dataset.Of(Four, [false, true, true, false]).Targets.ToArray<int>());
        Assert.Equal(["no", "yes"], Dataset.Of(Four, ["no", "yes", "yes", "no"]).ClassNames);
        Assert.Equal(["-1", "1"], Dataset.Of(Four, [1, -1, -1, 1]).ClassNames);
        Assert.Equal([1, 0, 0, 1], Dataset.Of(Four, (long[])[7, 5, 5, 7]).Targets.ToArray<int>());
        Assert.Equal([0, 1, 1, 0], Dataset.Of(Four, (byte[])[0, 9, 9, 0]).Targets.ToArray<int>());
        Assert.Equal([0f, 1, 1, 0], Dataset.Of(Four, [0f, 1f, 1f, 0f]).Targets.ToArray<float>());
        Assert.Equal([180_000f, 250_000, 310_000, 420_000],
            Dataset.Of(Four, [180_000, 250_000, 310_000, 420_000]).Targets.ToArray<float>());
        Assert.Equal(
            [0f, 1, 1, 0], Dataset.Of(Four, [0, 1, 1, 0], LabelMeaning.Values).Targets.ToArray<float>());
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Assert.Contains("3 labels: give one for each row",
            Assert.Throws<DataException>(() => Dataset.Of(Four, [1, 2, 3])).Message);
        Assert.Contains("'a' in every row",
            Assert.Throws<DataException>(() => Dataset.Of(Four, ["a", "a", "a", "a"])).Message);
        Assert.Contains("Row 1 has 1 features and row 0 has 2",
            Assert.Throws<DataException>(() => Dataset.Of([[1, 2], [1f]], ["a", "b"])).Message);
    }

    [Fact]
    public void A_model_is_fitted_to_arrays_and_to_objects()
    {
        var model = new Model(new Dense(16, Activation.Tanh), new Dense(2)) { Seed = 1 };
        model.Fit(Four, [0, 1, 1, 0], new() { Epochs = 300, BatchSize = 4, Optimizer = new Adam(0.05) });
        Assert.Equal([0, 1, 1, 0], model.PredictClasses(Tensor.FromArray(Four)));

        House[] houses = [.. Enumerable.Range(0, 50).Select(i => new House(i, i % 7, (3 * i) - (i % 7)))];
        var data = Dataset.Of(houses, house => [house.Area, house.Age], house => house.Price);
        Assert.Equal([50, 2], data.Features.Shape);
        Assert.Equal([50, 1], data.Targets.Shape);
        Assert.Equal((3 * 49) - 0, data.Targets.AsSpan<float>()[49]);
    }
}
