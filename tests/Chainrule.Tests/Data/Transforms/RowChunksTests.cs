namespace Chainrule.Tests.Data;

/// <summary>What threads learn from chunks of many rows is what one would learn from all.</summary>
public class RowChunksTests
{
    private const int Rows = 20_000;

    private static readonly double[] Values = MakeValues();

    private static readonly Tensor Features = Tensor.FromArray(Values, [Rows, 3]);

    // Normal values far from 0 with a gap now and then, few values, and a constant.
    private static double[] MakeValues()
    {
        var random = new Random(1);
        var values = new double[Rows * 3];
        for (int row = 0; row < Rows; row++)
        {
            values[row * 3] = row % 7 == 3 ? double.NaN : 1e6 + random.NextDouble();
            values[(row * 3) + 1] = row < Rows / 2 ? 1 : random.Next(2, 5);
            values[(row * 3) + 2] = 0.1;
        }
        return values;
    }

    [Fact]
    public void Means_and_deviations_are_those_of_two_passes_over_all_rows()
    {
        var filled = new TransformPipeline(new FillMissing(), new Standardize());
        Tensor result = filled.Fit(Features);
        double[] present = [.. Enumerable.Range(0, Rows).Select(row => Values[row * 3]).Where(x => !double.IsNaN(x))];
        double mean = (double)(present.Sum(x => (decimal)x) / present.Length);
        Assert.Equal(mean, ((FillMissing)filled[0]).Fills[0], 1e-9);
        var standardize = (Standardize)filled[1];
        double deviation = Math.Sqrt(present.Sum(x => (x - mean) * (x - mean)) / Rows);
        Assert.Equal(deviation, standardize.StandardDeviations[0], 1e-9);
        Assert.Equal(0.1, standardize.Means[2]);
        for (int row = 0; row < Rows; row += 611)
        {
            double x = double.IsNaN(Values[row * 3]) ? mean : Values[row * 3];
            Assert.Equal((x - mean) / deviation, result[row, 0].Item(), 1e-6);
            Assert.Equal(0, result[row, 2].Item());
        }
    }

    [Fact]
    public void The_most_frequent_value_is_that_of_all_chunks_and_not_of_the_last()
    {
        var fill = new FillMissing(categorical: [1]);
        fill.Fit(Features);
        Assert.Equal(1, fill.Fills[1]);
    }

    [Fact]
    public void A_stream_of_the_same_rows_teaches_the_same_bits()
    {
        Tensor labels = Tensor.FromArray(Enumerable.Range(0, Rows).Select(row => row % 5f).ToArray(), [Rows, 1]);
        var data = new Dataset("rows", Features.Cast(DType.Float32), labels);
        string[] learned = [.. new[] { false, true }.Select(streams =>
        {
            var model = new Model(new Dense(1)) { Preprocessing = new(new FillMissing([1]), new Standardize()) };
            var options = new TrainingOptions { Epochs = 1, BatchSize = 1000 };
            if (!streams) model.Fit(data, options);
            else model.Fit(StreamedDataset.Of(_ => Enumerable.Range(0, 8).Select(Part), bufferSize: 5000), options);
            return model.Preprocessing.Describe().ToJsonString();
        })];
        Assert.Equal(learned[0], learned[1]);

        Dataset Part(int part) => data.Subset([.. Enumerable.Range(part * Rows / 8, Rows / 8)]);
    }

    [Fact]
    public void The_first_bad_row_is_named_whichever_thread_finds_another_first()
    {
        double[] values = [.. Values.Select(value => double.IsNaN(value) ? 0 : value)];
        foreach (int row in new[] { 19_999, 12_000, 5_000 }) values[(row * 3) + 1] = double.PositiveInfinity;
        Tensor bad = Tensor.FromArray(values, [Rows, 3]);
        foreach (Action action in new Action[]
        {
            () => new Standardize().Fit(bad), () => new FillMissing().Fit(bad), () => new Scale(0.5).Apply(bad),
        })
        {
            Assert.Contains("row 5000, column 1", Assert.Throws<DataException>(action).Message);
        }
    }
}
