namespace Chainrule.Tests.Training;

/// <summary>Permutation importance against its closed form for a sum.</summary>
public class PermutationImportanceTests
{
    private const int Count = 4000;

    private static readonly Dataset Data = new(
        "sums", Tensor.Normal([Count, 4], 0, 1, 1, DType.Float64), Tensor.Zeros([Count, 1], DType.Float64));

    // y = 3a + b: shuffling a feature of weight w raises the mean squared error by 2w²σ².
    [Fact]
    public void A_shuffled_term_of_a_sum_costs_twice_its_variance()
    {
        IReadOnlyList<FeatureImportance> all = PermutationImportance.Of(
            Sum, Data, Metric.MeanSquaredError, repeats: 10, seed: 2);
        Assert.Equal(["0", "1", "2", "3"], all.Select(one => one.Name));
        double[] expected = [18, 2, 0, 0];
        foreach ((FeatureImportance one, double value) in all.Zip(expected))
        {
            Assert.InRange(one.Mean, value * 0.93, value * 1.07);
            Assert.Equal(one.Values.Average(), one.Mean, 1e-12);
            Assert.Equal(
                Math.Sqrt(one.Values.Average(x => Math.Pow(x - one.Mean, 2))), one.StandardDeviation, 1e-12);
            Assert.Equal(value > 0, one.Values.Distinct().Count() > 1);
        }
        Assert.Equal(all.Select(one => one.Mean), PermutationImportance.Of(
            Sum, Data, Metric.MeanSquaredError, repeats: 10, seed: 2).Select(one => one.Mean));
    }

    [Fact]
    public void Features_of_a_group_are_shuffled_together()
    {
        FeatureGroup[] groups = [new("both", [0, 1]), new("neither", [2, 3])];
        IReadOnlyList<FeatureImportance> found = PermutationImportance.Of(
            Sum, Data, Metric.MeanSquaredError, repeats: 10, groups: groups);
        Assert.InRange(found[0].Mean, 20 * 0.93, 20 * 1.07);
        Assert.Equal(0, found[1].Mean);
        Assert.Contains("0 to 3", Assert.Throws<ChainruleException>(() => PermutationImportance.Of(
            Sum, Data, groups: [new("wrong", [4])])).Message);
    }

    [Fact]
    public void A_model_is_asked_with_raw_samples()
    {
        Dataset data = ToyData.Blobs(200, seed: 1);
        var model = new Model(new Dense(3)) { Seed = 1, Preprocessing = new(new Standardize()) };
        model.Fit(data, new() { Epochs = 30, Optimizer = new Adam(0.05) });
        IReadOnlyList<FeatureImportance> found = PermutationImportance.Of(model, data);
        Assert.All(found, one => Assert.Equal("accuracy", one.Metric));
        Assert.True(found.Max(one => one.Mean) > 0.2);
    }

    private static Predictions Sum(Dataset data)
    {
        double[] x = data.Features.ToArray<double>(), truth = Data.Features.ToArray<double>();
        return Predictions.Of(Column(x), Column(truth), TargetKind.Values);

        static Tensor Column(double[] x) => Tensor.FromArray(
            [.. Enumerable.Range(0, Count).Select(i => (3 * x[4 * i]) + x[(4 * i) + 1])], [Count, 1]);
    }
}
