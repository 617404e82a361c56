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
    public void Features_in_one_piece_are_cut_by_the_number_of_labels()
    {
        float[] features = [0, 0, 0, 1, 1, 0, 1, 1];
        Dataset data = Dataset.Of(features.AsMemory().Span, ["no", "yes", "yes", "no"]);
        Assert.Equal([4, 2], data.Features.Shape.Lengths);
        Assert.Equal(features, data.Features.ToArray<float>());
        Assert.Equal(4, new Model(new Dense(2)).Fit(features, (int[])[0, 1, 1, 0], new() { Epochs = 4 }).Epochs.Count);
        House[] houses = [new(100, 5, 1), new(80, 3, 2), new(60, 1, 3), new(50, 9, 5)];
        Assert.Single(new Model(new Dense(1)).Fit(
            houses, house => [house.Area, house.Age], house => house.Price, new() { Epochs = 1 }).Epochs);
        Assert.Contains("8 features and 3 labels", Assert.Throws<DataException>(
            () => Dataset.Of((float[])[.. features], (int[])[1, 2, 3])).Message, StringComparison.Ordinal);
    }

    // The runtime takes an array of an enumeration or of uint for one of int, and one of sbyte for one of byte.
    [Fact]
    public void Arrays_are_read_by_the_type_that_they_have()
    {
        Answer[] answers = [Answer.Even, Answer.Odd, Answer.Odd, Answer.Even];
        Assert.True((object)answers is IReadOnlyList<int>);
        Assert.True((object)new uint[1] is IReadOnlyList<int>);
        Assert.True((object)new sbyte[1] is IReadOnlyList<byte>);
        Assert.Equal(["Even", "Odd"], Dataset.Of(Four, answers).ClassNames);
        Assert.Equal(["False", "True"], Dataset.Of(Four, (bool[])[false, true, true, false]).ClassNames);
        Assert.Equal(["-1", "1"], Dataset.Of(Four, (sbyte[])[1, -1, -1, 1]).ClassNames);
        Assert.Equal(["9", "3000000000"], Dataset.Of(Four, (uint[])[9, 3_000_000_000, 3_000_000_000, 9]).ClassNames);
        Assert.Equal(["9", "10"], Dataset.Of(Four, (List<ushort>)[9, 10, 10, 9]).ClassNames);
        Assert.Equal(["9", "10"], Dataset.Of(Four, (ulong[])[9, 10, 10, 9]).ClassNames);
        Assert.Equal([1.5f, 2, 2, 1.5f], Dataset.Of(Four, (decimal[])[1.5m, 2, 2, 1.5m]).Targets.ToArray<float>());
        Assert.Equal([0f, 1, 1, 0], Dataset.Of(Four, (Half[])[Half.Zero, Half.One, Half.One, Half.Zero])
            .Targets.ToArray<float>());
    }

    [Fact]
    public void Labels_that_a_double_would_merge_are_refused_as_classes()
    {
        long[] labels = [9_007_199_254_740_992, 9_007_199_254_740_993, 1, 1];
        string message = Assert.Throws<DataException>(
            () => Dataset.Of(Four, labels, LabelMeaning.Classes)).Message;
        Assert.Contains("label of row 0 is about 9007199254740992", message);
        Assert.Contains("give labels as strings", message);
        string[] remedy = [.. labels.Select(label => $"{label}")];
        Assert.Equal(3, Dataset.Of(Four, remedy).ClassNames.Count);
        Assert.Equal([4, 1], Dataset.Of(Four, [.. labels.Select(label => (double)label)]).Targets.Shape);
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
    public void A_stray_whole_number_is_a_question_with_two_answers()
    {
        int[] labels = [0, 1, 0, 1, 0, 1, 0, 1, 7];
        var features = new float[labels.Length, 2];
        Assert.EndsWith("Set LabelMeaning.Classes or LabelMeaning.Values in Dataset.Of.",
            Assert.Throws<DataException>(() => Dataset.Of(features, labels)).Message);
        Assert.Equal(["0", "1", "7"], Dataset.Of(features, labels, LabelMeaning.Classes).ClassNames);
        Assert.Equal([9, 1], Dataset.Of(features, labels, LabelMeaning.Values).Targets.Shape);
    }

    [Fact]
    public void A_model_is_fitted_to_arrays_and_to_objects()
    {
        var model = new Model(new Dense(16, Activation.Tanh), new Dense(2)) { Seed = 1 };
        model.Fit(Four, [0, 1, 1, 0], new() { Epochs = 300, BatchSize = 4, Optimizer = new Adam(0.05) });
        Assert.Equal([0, 1, 1, 0], model.PredictClasses(Tensor.FromArray(Four)));

        var fromTensor = new Model(new Dense(16, Activation.Tanh), new Dense(2)) { Seed = 1 };
        fromTensor.Fit(Tensor.FromArray(Four), [0, 1, 1, 0],
            new() { Epochs = 300, BatchSize = 4, Optimizer = new Adam(0.05) });
        Assert.Equal(model.Predict(Tensor.FromArray(Four)).ToArray<float>(),
            fromTensor.Predict(Tensor.FromArray(Four)).ToArray<float>());

        House[] houses = [.. Enumerable.Range(0, 50).Select(i => new House(i, i % 7, (3 * i) - (i % 7)))];
        var data = Dataset.Of(houses, house => [house.Area, house.Age], house => house.Price);
        Assert.Equal([50, 2], data.Features.Shape);
        Assert.Equal([50, 1], data.Targets.Shape);
        Assert.Equal((3 * 49) - 0, data.Targets.AsSpan<float>()[49]);
    }
}
