namespace Chainrule.Tests.Training;

public class TableDefaultsTests
{
    // Columns of ±1, orthogonal to each other and to the constant, so that the least-squares fit is known.
    private static double Sign(int row, int bit) => ((row >> bit) & 1) == 0 ? 1 : -1;

    private static Dataset Values(int rows, double slope, double noise) => new(
        "made",
        Tensor.FromArray(Array.ConvertAll([.. Enumerable.Range(0, rows)], (int row) => 1000 + Sign(row, 0)), [rows, 1]),
        Tensor.FromArray(Array.ConvertAll(
            [.. Enumerable.Range(0, rows)],
            (int row) => 7 + (slope * Sign(row, 0)) + (noise * Sign(row, 1))), [rows, 1]));

    [Theory]
    [InlineData(128, 3.0, 1.0, 0.047)]    // 60/128·(1/10)·127/126
    [InlineData(512, 3.0, 1.0, 0.012)]
    [InlineData(128, 3.0, 0.0, 0.0)]
    [InlineData(128, 0.0, 2.0, 0.1)]      // all noise: the maximum
    public void Values_are_penalized_by_the_noise_that_a_linear_fit_leaves(
        int rows, double slope, double noise, double expected) =>
        Assert.Equal(expected, TableDefaults.Penalty(Values(rows, slope, noise)).Factor, 1e-12);

    [Fact]
    public void A_constant_column_and_one_that_repeats_another_change_nothing()
    {
        Dataset data = Values(128, 3, 1);
        Tensor wide = Functions.Concat(1, data.Features, data.Features, 0 * data.Features);
        Assert.Equal(0.048, TableDefaults.Penalty(data with { Features = wide }).Factor, 1e-12); // 126 → 124 free rows
    }

    [Fact]
    public void A_curve_without_noise_has_none_though_no_line_fits_it()
    {
        Tensor x = Functions.Reshape(Tensor.Arange(200, dtype: DType.Float64), 200, 1);
        // Half of a step of 0.1·cos, squared, beside sin² is 0.005, so 60·0.005/200 = 0.0015; a line leaves far more.
        Assert.InRange(TableDefaults.Penalty(new Dataset("curve", x, Functions.Sin(x / 10))).Factor, 0.001, 0.002);
    }

    [Fact]
    public void With_more_columns_than_rows_all_of_the_variance_may_be_noise()
    {
        Dataset data = new("wide", Tensor.Normal([20, 30], 0, 1, seed: 1), Tensor.Normal([20, 1], 0, 1, seed: 2));
        Assert.Equal(0.1, TableDefaults.Penalty(data).Factor);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0.018)]    // 4 of 256 labels are wrong to a linear fit: 300·4/256/256
    [InlineData(64, 0.039)]
    public void Classes_are_penalized_by_their_contradictions(int wrong, double expected)
    {
        int[] rows = [.. Enumerable.Range(0, 256)];
        Tensor x = Tensor.FromArray(Array.ConvertAll(rows, row => Sign(row, 0) + (row / 1e6)), [256, 1]);
        // Every fourth label is turned over, among the first ones.
        Tensor labels = Tensor.FromArray(
            Array.ConvertAll(rows, row => (row & 1) ^ (row % 4 == 0 && row < 4 * wrong ? 1 : 0)));
        Assert.Equal(
            expected, TableDefaults.Penalty(new Dataset("classes", x, labels)).Factor, 1e-12);
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2000, 100)]
    [InlineData(1_000_000, 5)]
    public void Epochs_visit_about_as_many_samples(int samples, int epochs) =>
        Assert.Equal(epochs, TableDefaults.Epochs(samples));
}
