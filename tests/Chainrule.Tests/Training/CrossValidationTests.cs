namespace Chainrule.Tests.Training;

/// <summary>Cross-validation and search against the plain loops that they stand for.</summary>
public class CrossValidationTests
{
    private static readonly Dataset Blobs = ToyData.Blobs(95, noise: 2, seed: 3);
    private static readonly TrainingOptions Short = new() { Epochs = 3 };

    [Fact]
    public void Each_fold_is_trained_and_judged_apart()
    {
        List<Model> models = [];
        CrossValidationReport report = CrossValidation.Of(() =>
        {
            models.Add(Fresh());
            return models[^1];
        }, Blobs, Short, folds: 4, seed: 7);
        (Dataset Train, Dataset Test)[] folds = [.. Blobs.Folds(4, 7)];
        double[] accuracies = [.. folds.Select(fold =>
        {
            Model model = Fresh();
            model.Fit(fold.Train, Short);
            return model.Evaluate(fold.Test).Accuracy;
        })];
        Assert.Equal(accuracies, report.Values("accuracy"));
        Assert.Equal(accuracies.Average(), report.Mean("accuracy"), 1e-15);
        // numpy.std
        Assert.Equal(
            Math.Sqrt(accuracies.Select(one => one * one).Average() - Math.Pow(accuracies.Average(), 2)),
            report.StandardDeviation("accuracy"), 1e-12);
        // What is learned of the features is learned of the training samples of the fold.
        for (int fold = 0; fold < 4; fold++)
        {
            double[] x = folds[fold].Train.Features.Cast(DType.Float64).ToArray<double>();
            Assert.Equal(
                Enumerable.Range(0, x.Length / 2).Average(i => x[2 * i]),
                ((Standardize)models[fold].Preprocessing[0]).Means[0], 1e-9);
        }
        Assert.StartsWith("accuracy", report.ToString().Split('\n')[1]);
    }

    [Theory]
    [InlineData(SplitMethod.Automatic)]
    [InlineData(SplitMethod.Random)]
    [InlineData(SplitMethod.Last)]
    public void Every_sample_is_tested_once(SplitMethod method)
    {
        double[] numbers = [.. Enumerable.Range(0, 95).Select(i => (double)i)];
        Dataset numbered = Blobs with { Features = Tensor.FromArray(numbers, [95, 1]) };
        (Dataset Train, Dataset Test)[] folds = [.. numbered.Folds(4, 1, method)];
        double[] tested = [.. folds.SelectMany(fold => fold.Test.Features.ToArray<double>())];
        Assert.Equal(numbers, method == SplitMethod.Last ? tested : tested.Order());
        Assert.All(folds, fold => Assert.InRange(fold.Test.Count, 23, 24));
        Assert.All(folds, fold => Assert.Equal(95, fold.Train.Count + fold.Test.Count));
        if (method == SplitMethod.Automatic)
            Assert.All(folds, fold => Assert.All(fold.Test.CountClasses(), count => Assert.InRange(count, 7, 9)));
        Assert.Throws<ChainruleException>(
            () => (object)ToyData.Sine(20).Folds(2, 1, SplitMethod.Stratified).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Assert.Contains("2 to 95 folds, not 96", Assert.Throws<ChainruleException>(
            () => CrossValidation.Of(Fresh, Blobs, folds: 96)).Message);
        Model trained = Fresh();
        trained.Fit(Blobs, Short);
        Assert.Contains("make a new one each time", Assert.Throws<ChainruleException>(
            () => CrossValidation.Of(() => trained, Blobs)).Message);
        Assert.Contains("make a new one each time", Assert.Throws<ChainruleException>(
            () => ModelSearch.Of([1], _ => (trained, Short), Blobs)).Message);
        int[] labels = [.. Enumerable.Range(0, 95).Select(i => i < 2 ? 1 : i % 2 * 2)];
        Dataset rare = Blobs with { Targets = Tensor.FromArray(labels), ClassNames = ["a", "b", "c"] };
        Assert.Equal(
            ["class b has 2 samples, fewer than folds: it is missing in some of them"],
            CrossValidation.Of(Fresh, rare, Short).Notes);
    }

    [Fact]
    public void A_search_ranks_what_it_has_cross_validated()
    {
        double[] rates = [1e-9, 0.1, double.MaxValue / 2];
        SearchReport<double> search = ModelSearch.Of(
            rates, rate => (Fresh(), Short with { Optimizer = new Sgd(rate) }), Blobs, folds: 3, seed: 2);
        Assert.Equal(rates, search.Results.Select(result => result.Settings));
        Assert.Equal(0.1, search.Best.Settings);
        Assert.Equal(CrossValidation.Of(Fresh, Blobs, Short with { Optimizer = new Sgd(0.1) }, 3, 2)
            .Mean("accuracy"), search.Best.Mean);
        SearchResult<double> diverged = search.Ranked[^1];
        Assert.Equal(rates[2], diverged.Settings);
        Assert.True(double.IsNaN(diverged.Mean));
        Assert.Contains("lower the learning rate", diverged.Problem);

        SearchReport<double> byLoss = ModelSearch.Of(
            rates[..2], rate => (Fresh(), Short with { Optimizer = new Sgd(rate) }), Blobs, Metric.LogLoss);
        Assert.Equal(byLoss.Results.Min(result => result.Mean), byLoss.Best.Mean);
    }

    [Fact]
    public void A_sample_of_candidates_has_none_twice()
    {
        int[] all = [.. Enumerable.Range(0, 20)];
        IReadOnlyList<int> some = ModelSearch.Sample(all, 8, seed: 3);
        Assert.Equal(8, some.Distinct().Count());
        Assert.Equal(some, ModelSearch.Sample(all, 8, seed: 3));
        Assert.Equal(all, ModelSearch.Sample(all, 100).Order());
    }

    private static Model Fresh() => new(new Dense(8, Activation.Relu), new Dense(3))
    {
        Seed = 1,
        Preprocessing = new(new Standardize()),
    };
}
