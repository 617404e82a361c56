using System.Globalization;
using System.Text;

namespace Chainrule.Tests.Data.Tables;

/// <summary>Tables that are read as they are needed; a file of several blocks, understood from the first.</summary>
public sealed class StreamedTableTests : IDisposable
{
    private const int Rows = 60_000;   // about 2.5 MB, where a block has one

    private readonly string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Line i + 2 holds row i.
    private string Table(Func<int, string?>? other = null, string header = "a,b,city,weight,label")
    {
        string[] cities = ["Bonn", "Oslo", "Rome"];
        var text = new StringBuilder(header + "\n");
        for (int i = 0; i < Rows; i++)
        {
            string b = i % 7 == 0 ? "" : $"{i % 100}", label = i % 5 < 2 ? "yes" : "no";
            string row = other?.Invoke(i) ?? string.Create(
                CultureInfo.InvariantCulture, $"{Math.Sin(i):F6},{b},{cities[i % 3]},{1 + (i % 2)},{label}");
            text.Append(row).Append('\n');
        }
        string path = Path.Combine(folder, "table.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static Dataset All(StreamedDataset stream) => stream.ToDataset();

    [Fact]
    public void The_samples_are_those_that_reading_the_whole_file_gives()
    {
        string path = Table();
        TableOptions options = new() { Weights = "weight" };
        TableSamples whole = TableFile.Read(path, options);
        StreamedTable stream = TableFile.Stream(path, options, understoodRows: 1000);
        Assert.Null(stream.Samples.Count);
        Dataset read = All(stream.Samples);
        Assert.Equal(Rows, stream.Samples.Count);
        Assert.Equal(whole.Schema.Columns.Select(one => (one.Name, one.Kind)),
            stream.Schema.Columns.Select(one => (one.Name, one.Kind)));
        Assert.Equal(whole.Data.Features.ToArray<float>(), read.Features.ToArray<float>());
        Assert.Equal(whole.Data.Targets.ToArray<int>(), read.Targets.ToArray<int>());
        Assert.Equal(whole.Data.Weights!.ToArray<float>(), read.Weights!.ToArray<float>());
        Assert.Equal(["no", "yes"], read.ClassNames);
        string note = Assert.Single(stream.Reading.Notes, note => note.Contains("understood from the first"));
        Assert.DoesNotContain(Rows.ToString("N0", CultureInfo.InvariantCulture), note);
        Assert.Empty(TableFile.Stream(path, options).Reading.Notes);

        Model Network() => new(new Dense(4, Activation.Tanh), new Dense(2));
        TrainingOptions training = new() { Epochs = 1, BatchSize = 500, Threads = 1 };
        Model streamed = Network(), usual = Network();
        streamed.Fit(TableFile.Stream(path, options, bufferSize: Rows).Samples, training);
        usual.Fit(whole.Data, training);
        Assert.Equal(usual.Preprocessing.Describe().ToJsonString(), streamed.Preprocessing.Describe().ToJsonString());
        Assert.Equal(
            usual.Parameters.SelectMany(one => one.Value.ToArray<float>()),
            streamed.Parameters.SelectMany(one => one.Value.ToArray<float>()));
        Assert.Equal(whole.Schema.ToJson(), streamed.Table);
    }

    [Fact]
    public void What_the_first_rows_did_not_show_is_told_or_refused_at_its_line()
    {
        string path = Table(i => i == 50_000 ? "0.5,3,Paris,1,yes" : null);
        List<string> told = [];
        StreamedDataset stream = TableFile.Stream(path, understoodRows: 1000, tell: told.Add).Samples;
        Assert.Equal(Rows, stream.CountAll());
        Assert.Equal(Rows, stream.CountAll());
        _ = stream.ToDataset();
        Assert.Single(told, text => text.Contains("city: 1 value did not occur", StringComparison.Ordinal)
            && text.Contains("Paris", StringComparison.Ordinal));

        Refused("0.5,many,Rome,1,yes", "line 50002", "'b'", "'many' is not a number");
        Refused("0.5,3,Rome,1,perhaps", "line 50002", "'perhaps'", "no, yes");
        Refused("0.5,3,Rome,1", "line 50002", "4");

        void Refused(string row, params string[] parts)
        {
            StreamedDataset broken = TableFile.Stream(
                Table(i => i == 50_000 ? row : null), understoodRows: 1000).Samples;
            string message = Assert.Throws<DataException>(() => broken.CountAll()).Message;
            foreach (string part in parts) Assert.Contains(part, message);
        }
    }

    [Fact]
    public void What_is_left_out_of_later_rows_is_told()
    {
        string path = Table(i => i > 40_000 && i % 1000 == 17 ? "0.5,3,Rome,1," : null);
        List<string> told = Told(TableMissing.Fill, out long count);
        Assert.Equal(Rows - count, Number(Assert.Single(told, text => text.EndsWith(
            "rows without a label are left out", StringComparison.Ordinal))));
        Assert.Contains(told, text => text.EndsWith("filled as in training", StringComparison.Ordinal));

        told = Told(TableMissing.Drop, out count);
        Assert.Equal(2, told.Count);
        Assert.EndsWith("rows with missing values are left out as in training", told[0]);
        Assert.EndsWith("rows without a label are left out", told[1]);
        Assert.Equal(Rows - count, told.Sum(Number));

        List<string> Told(TableMissing missing, out long samples)
        {
            List<string> sentences = [];
            samples = TableFile.Stream(
                path, new() { Missing = missing }, understoodRows: 1000, tell: sentences.Add).Samples.CountAll();
            return sentences;
        }

        static int Number(string text) => int.Parse(
            text[..text.IndexOf(' ', StringComparison.Ordinal)], NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Rows_without_a_label_or_with_missing_values_are_left_out_as_of_a_whole_file()
    {
        string path = Table(i => i % 1000 == 17 ? "0.5,3,Rome,1," : null);
        TableOptions options = new() { Missing = TableMissing.Drop };
        Dataset whole = TableFile.Read(path, options).Data;
        StreamedDataset stream = TableFile.Stream(path, options, understoodRows: 1000).Samples;
        Assert.Equal(whole.Count, stream.CountAll());
        (StreamedDataset training, StreamedDataset held) = stream.HoldOut(0.2, seed: 3);
        (Dataset expected, Dataset others) = DataOrigin.Split(whole, 0.2, 3, SplitMethod.Independent);
        Assert.Equal(expected.Features.ToArray<float>(), All(training).Features.ToArray<float>());
        Assert.Equal(others.Targets.ToArray<int>(), All(held).Targets.ToArray<int>());
        Assert.Equal(expected.Count, training.Count);
    }
}
