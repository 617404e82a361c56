namespace Chainrule.Tests.Data;

public sealed class DatasetTests
{
    // Sample i has the features (i, -i) and the label i % 3 for 20 samples: 7, 7 and 6 of a class.
    private static readonly Dataset Twenty = Make(20, i => i % 3);

    [Fact]
    public void A_split_below_one_leaves_the_rest_as_a_further_part()
    {
        Dataset[] parts = Twenty.Split(0.8);
        Assert.Equal([16, 4], parts.Select(part => part.Count));
        Assert.Equal(Enumerable.Range(0, 16), Rows(parts[0]));
        Assert.Equal(Enumerable.Range(16, 4), Rows(parts[1]));
        Assert.Equal([0, 1, 2, 0], parts[1].Targets.ToArray<int>().Select(label => (label + 2) % 3));
    }

    [Theory]
    [InlineData(0.7, 0.2, 0.1)]
    [InlineData(0.33, 0.33, 0.34)]
    [InlineData(0.1, 0.1, 0.1)]
    public void Parts_hold_every_sample_once(double a, double b, double c)
    {
        foreach (Dataset[] parts in new[] { Twenty.Split(a, b, c), Twenty.SplitStratified(1, a, b, c) })
        {
            Assert.Equal(a + b + c < 0.99 ? 4 : 3, parts.Length);
            Assert.Equal(Enumerable.Range(0, 20), parts.SelectMany(Rows).Order());
        }
    }

    [Fact]
    public void Impossible_fractions_are_refused()
    {
        Assert.Contains("add up to 1.1", Assert.Throws<ArgumentException>(() => Twenty.Split(0.8, 0.3)).Message);
        Assert.Throws<ArgumentException>(() => Twenty.Split(0));
        Assert.Throws<ArgumentException>(() => Twenty.Split(-0.5));
        Assert.Throws<ArgumentException>(() => Twenty.Split(double.NaN));
    }

    [Fact]
    public void A_stratified_split_keeps_each_class_in_proportion()
    {
        Dataset uneven = Make(1000, i => i < 900 ? 0 : i < 990 ? 1 : 2);
        Dataset[] parts = uneven.SplitStratified(7, 0.8, 0.2);
        Assert.Equal([720, 72, 8], parts[0].CountClasses());
        Assert.Equal([180, 18, 2], parts[1].CountClasses());
        Assert.NotEqual(Rows(parts[1]), Rows(uneven.SplitStratified(8, 0.8, 0.2)[1]));
        Assert.Equal(Rows(parts[1]), Rows(uneven.SplitStratified(7, 0.8, 0.2)[1]));
    }

    [Fact]
    public void A_stratified_split_of_a_regression_says_what_to_use()
    {
        ChainruleException error = Assert.Throws<ChainruleException>(() => ToyData.Sine(10).SplitStratified(1, 0.5));
        Assert.Contains("'sine' has no classes", error.Message);
    }

    [Fact]
    public void Shuffling_keeps_features_with_their_labels()
    {
        Dataset shuffled = Twenty.Shuffle(4);
        Assert.NotEqual(Rows(Twenty), Rows(shuffled));
        Assert.Equal(Rows(Twenty), Rows(shuffled).Order());
        Assert.Equal(Rows(shuffled).Select(row => row % 3), shuffled.Targets.ToArray<int>());
        Assert.Equal(Rows(shuffled), Rows(Twenty.Shuffle(4)));
    }

    [Fact]
    public void A_subset_takes_rows_in_the_order_given()
    {
        Dataset subset = Twenty.Subset([5, 0, 5]);
        Assert.Equal([5, 0, 5], Rows(subset));
        Assert.Equal([2, 0, 2], subset.Targets.ToArray<int>());
        ChainruleException error = Assert.Throws<ChainruleException>(() => Twenty.Subset([20]));
        Assert.Equal("There is no row 20: the rows are 0 to 19.", error.Message);
        Assert.Equal([3, 2], Twenty.Take(3).Features.Shape);
        Assert.Equal(20, Twenty.Take(99).Count);
    }

    [Fact]
    public void Images_keep_their_shape_in_a_subset()
    {
        var images = new Dataset("images", Tensor.Zeros([4, 2, 3]), Tensor.FromArray(new[] { 0, 1, 0, 1 }));
        Assert.Equal([2, 2, 3], images.Subset([3, 1]).Features.Shape);
        Assert.Equal(6, images.FeatureCount);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void Folds_test_each_sample_once_and_never_train_on_it(int k)
    {
        List<(Dataset Train, Dataset Test)> folds = [.. Twenty.Folds(k, seed: 3)];
        Assert.Equal(Enumerable.Range(0, 20), folds.SelectMany(fold => Rows(fold.Test)).Order());
        foreach ((Dataset train, Dataset test) in folds)
        {
            Assert.Equal(Enumerable.Range(0, 20), Rows(train).Concat(Rows(test)).Order());
            Assert.InRange(test.Count, 20 / k, (20 / k) + 1);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Twenty.Folds(21, 1));
    }

    [Fact]
    public void The_check_names_the_row_and_the_label_that_has_no_class()
    {
        Dataset wrong = Make(4, i => i) with { ClassNames = ["a", "b", "c"] };
        DataException error = Assert.Throws<DataException>(() => wrong.Check());
        Assert.Equal("Row 3 of the data set 'numbered' has the label 3, but its 3 classes are 0 to 2.", error.Message);
        Assert.Throws<DataException>(() => Make(4, i => i - 1).Check());
        Assert.Throws<DataException>(() => (Twenty with { Targets = Tensor.Zeros([19, 1]) }).Check());
    }

    [Fact]
    public void An_epoch_has_an_order_of_its_own_that_the_seed_and_its_number_decide()
    {
        var order = new EpochOrder(100, seed: 5);
        int[] third = order.Of(3).ToArray(), first = order.Of(1).ToArray();
        Assert.Equal(Enumerable.Range(0, 100), third.Order());
        Assert.NotEqual(third, first);
        Assert.Equal(third, new EpochOrder(100, seed: 5).Of(3).ToArray());
        Assert.NotEqual(third, new EpochOrder(100, seed: 6).Of(3).ToArray());
        Assert.Equal(Enumerable.Range(0, 100), new EpochOrder(100, 5, shuffled: false).Of(3).ToArray());
    }

    [Fact]
    public void An_epochs_order_allocates_nothing()
    {
        var order = new EpochOrder(1000, seed: 5);
        order.Of(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 10; epoch++) order.Of(epoch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Dataset Make(int count, Func<int, int> label)
    {
        float[] features = [.. Enumerable.Range(0, count).SelectMany(i => new float[] { i, -i })];
        int[] labels = [.. Enumerable.Range(0, count).Select(label)];
        return new("numbered", Tensor.FromArray(features, [count, 2]), Tensor.FromArray(labels));
    }

    private static IEnumerable<int> Rows(Dataset data) =>
        data.Features.ToArray<float>().Chunk(2).Select(row => (int)row[0]);

    [Theory]
    [InlineData(SplitMethod.Stratified)]
    [InlineData(SplitMethod.Random)]
    [InlineData(SplitMethod.Last)]
    public void A_split_in_place_gives_the_parts_of_a_split(SplitMethod method)
    {
        Dataset Data() => new("rows", Tensor.Uniform([41, 3], 0, 1, seed: 3),
            Tensor.FromArray((int[])[.. Enumerable.Range(0, 41).Select(i => i * i % 5 % 3)]))
        {
            Weights = Tensor.Uniform([41], 0, 1, seed: 4),
        };
        (Dataset train, Dataset test) = DataOrigin.Split(Data(), 0.3, seed: 7, method);
        Dataset all = Data();
        (Dataset train, Dataset test) placed = DataOrigin.Split(all, 0.3, seed: 7, method, inPlace: true);
        foreach ((Dataset expected, Dataset actual) in (ReadOnlySpan<(Dataset, Dataset)>)
            [(train, placed.train), (test, placed.test)])
        {
            Assert.Equal(expected.Features.ToArray<float>(), actual.Features.ToArray<float>());
            Assert.Equal(expected.Targets.ToArray<int>(), actual.Targets.ToArray<int>());
            Assert.Equal(expected.Weights!.ToArray<float>(), actual.Weights!.ToArray<float>());
        }
        Assert.Equal(all.Features.ToArray<float>()[..3], placed.train.Features.ToArray<float>()[..3]);
    }
}
