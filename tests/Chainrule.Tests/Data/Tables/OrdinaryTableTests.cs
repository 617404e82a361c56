using System.Text;

namespace Chainrule.Tests.Data.Tables;

/// <summary>Tables as spreadsheets, data frames and people write them.</summary>
public class OrdinaryTableTests : TableFixture
{
    [Theory]
    [InlineData("01 Jan 2024", "2 January 2024", "03-Feb-24", 19723, 19724, 19756)]
    [InlineData("Jan 1, 2024", "January 2, 2024", "Feb 3 2024", 19723, 19724, 19756)]
    [InlineData("20240101", "20240102", "20240203", 19723, 19724, 19756)]
    [InlineData("2024-01-01", "02.01.2024", "2024-02-03", 19723, 19724, 19756)]
    [InlineData("31.01.24", "02.01.99", "01/02/68", 19753, 10593, 35825)]
    [InlineData("01/31/2024 12:00 AM", "01/01/2024 6:00 pm", "02/03/2024 12:00PM", 19753, 19723.75, 19756.5)]
    public void Dates_are_read_however_they_are_written(
        string first, string second, string third, double a, double b, double c)
    {
        TableSamples table = TableFile.Read(Table($"day,y\n\"{first}\",x\n\"{second}\",z\n\"{third}\",x\n"));
        Assert.Equal(TableColumnKind.Date, table.Schema.Columns[0].Kind);
        Assert.Equal([a, b, c], table.Data.Features.Cast(DType.Float64).ToArray<double>().Select(Round));

        static double Round(double day) => Math.Round(day, 2);
    }

    [Fact]
    public void A_text_among_dates_is_an_error_and_not_a_category()
    {
        string text = "day,y\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"2024-01-{i:D2},{i % 2}\n"));
        Assert.Equal("line 22, column 'day': 'soon' is not a date, as 20 others in the column are: correct it, or set "
            + "TableOptions.Categorical = \"day\" to take the column as names, or TableOptions.MissingMarkers = "
            + "\"soon\" to take this as missing.", Error(text + "soon,1\n"));
        Assert.Equal(1, TableFile.Read(Table(text + "unknown,1\n")).Schema.Columns[0].Missing);
        Assert.Equal(21, Read(text + "soon,1\n", new() { MissingMarkers = ["soon"] }).Count);
    }

    [Theory]
    [InlineData("($1,234.50)", -1234.5)]
    [InlineData("-$12", -12)]
    [InlineData("$-12", -12)]
    [InlineData("\u22125.5", -5.5)]
    [InlineData("12,34,567", 1234567)]
    [InlineData("(7)", -7)]
    [InlineData("-3 %", -3)]
    public void Numbers_are_read_however_they_are_written(string text, double value) =>
        Assert.Equal((float)value, Read($"a,y\n\"{text}\",x\n\"1,000.50\",z\n2,x\n").Features.ToArray<float>()[0]);

    [Theory]
    [InlineData("None")]
    [InlineData(".")]
    [InlineData("--")]
    [InlineData("unknown")]
    [InlineData("#DIV/0!")]
    public void A_word_for_nothing_is_missing_among_numbers_and_a_name_among_texts(string word)
    {
        string text = "a,b,y\n" + string.Concat(
            Enumerable.Range(0, 12).Select(i => $"{(i < 4 ? word : i)},{(i % 2 == 0 ? word : "other")},{i % 3}\n"));
        TableSchema schema = TableFile.Read(Table(text)).Schema;
        Assert.Equal((TableColumnKind.Number, 4), (schema.Columns[0].Kind, schema.Columns[0].Missing));
        Assert.Equal((TableColumnKind.Category, 0), (schema.Columns[1].Kind, schema.Columns[1].Missing));
        var features = new double[2];
        schema.Encode([word, word, "1"], features);
        Assert.True(double.IsNaN(features[0]) && features[1] >= 0);
    }

    [Theory]
    [InlineData("1,2,3,4\n0.5,1.5,2.5,a\n1.5,0.5,0.5,z\n", "1,2,3,4")]
    [InlineData("1,2,3,4\n5,1,2,7\n1,5,5,7.5\n", "x0,x1,x2,x3")]
    [InlineData("place,2024-01-01,1/2/24\nA,3,4\nB,5,6.5\nA,3,4\nB,5,6\n", "place,2024-01-01,1/2/24")]
    public void Numbers_and_dates_may_be_names_of_columns(string text, string names) =>
        Assert.Equal(names, string.Join(',', TableFile.Read(Table(text)).Schema.Columns.Select(one => one.Name)));

    [Theory]
    [InlineData("a b y\n1 2 x\n3 4 z\n")]
    [InlineData("  a      b  y  \n  1     22  x \n  333   4   z\n")]
    [InlineData("a\t b   y\n1  \t2 x\n3 4 z", ' ')]
    public void Spaces_separate_fields_where_nothing_else_does(string text, char? delimiter = null)
    {
        Dataset data = Read(text, new() { Delimiter = delimiter });
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal(["x", "z"], data.ClassNames);
    }

    [Fact]
    public void A_delimiter_at_the_end_of_lines_separates_nothing()
    {
        string path = Table("a,b,y\n1,2,x,\n3,4,z,\n");
        TableSamples table = TableFile.Read(path);
        Assert.Equal([1f, 2, 3, 4], table.Data.Features.ToArray<float>());
        Assert.All(TableFile.ReadRows(path, table.Schema), row => Assert.Equal(3, row.Length));
    }

    [Theory]
    [InlineData("# by hand\na,b,y\n1,2,x\n", "line 1 is '# by hand', and line 2 has 3 fields: take out what")]
    [InlineData("\nReport of sales\n\na;b;y\n1;2;x\n", "line 2 is 'Report of sales', and line 4 has 3")]
    public void What_stands_above_a_table_is_named(string text, string sentence) =>
        Assert.StartsWith(sentence, Error(text));

    [Theory]
    [InlineData("zip,a,y\n01234,1,x\n04711,2,z\n", "'01234' begins with 0, as codes do; "
        + "TableOptions.Categorical = \"zip\" takes the column as names")]
    [InlineData("zip,a,y\n9007199254740993,1,x\n9007199254740999,2,z\n", "whole numbers beyond 2^53 are rounded, so "
        + "that neighbors may be the same; TableOptions.Ignore = \"zip\" leaves the column out")]
    [InlineData("zip,a,y\n20240101,1,x\n20240102,2,z\n20240103,2,z\n", "'20240101' is taken for a date; "
        + "TableOptions.Numeric = \"zip\" takes the column as numbers")]
    public void What_may_be_meant_otherwise_is_told(string text, string note) =>
        Assert.Equal(note, TableFile.Read(Table(text)).Schema.Columns[0].Note);

    [Fact]
    public void Classes_that_differ_in_case_are_told() => Assert.Contains(
        "; Yes, yes differ only in upper and lower case",
        TableFile.Read(Table("a,y\n1,yes\n2,Yes\n3,no\n4,no\n")).Reading.TaskReason, StringComparison.Ordinal);

    [Theory]
    [InlineData("utf-16-le", null)]
    [InlineData("utf-16BE", null)]
    [InlineData("latin1", "latin-1")]
    [InlineData("windows-1252", "cp1252")]
    [InlineData("utf-8", "utf8")]
    [InlineData("utf-8", "utf-8-sig")]
    public void Encodings_are_found_or_called_as_in_Python(string written, string? name)
    {
        Encoding encoding = written == "windows-1252"
            ? CodePagesEncodingProvider.Instance.GetEncoding(1252)!
            : Encoding.GetEncoding(written == "utf-16-le" ? "utf-16" : written);
        string path = Temporary("table.csv", encoding.GetBytes("größe,y\n1,ä\n2,ö\n3,ä\n4,ö\n"));
        TableSamples table = TableFile.Read(path, new() { Encoding = name });
        Assert.Equal(["ä", "ö"], table.Data.ClassNames);
        Assert.Equal("größe", table.Schema.Columns[0].Name);
    }

    [Fact]
    public void Targets_that_float32_does_not_tell_apart_are_refused_in_float32_and_learned_in_float64()
    {
        string text = "a,y\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{i},{9007199254740992 + (2L * i)}\n"));
        var model = new Model(new Dense(1)) { TargetScaling = new() };
        var error = Assert.Throws<DataException>(() => model.Fit(Read(text), new() { Epochs = 1 }));
        Assert.Contains("float32 does not tell them apart: set Model.DType = Float64", error.Message,
            StringComparison.Ordinal);
        var exact = new Model(new Dense(1)) { TargetScaling = new(), DType = DType.Float64 };
        Dataset data = Read(text, new() { DType = DType.Float64 });
        exact.Fit(data, new() { Epochs = 300, Optimizer = new Adam(0.05) });
        Assert.True(exact.Evaluate(data, metrics: [Metric.R2]).Metrics["r2"] > 0.99);
    }

    // A number that float32 has exactly, or whose steps are small beside the range, is no reason to refuse.
    [Theory]
    [InlineData(1_000_000, 1, 500)]
    [InlineData(1_700_000_000, 3_600, 24)]
    public void Targets_that_are_far_from_0_are_learned_in_float32(long start, long step, int count)
    {
        Dataset data = Read("a,y\n" + string.Concat(
            Enumerable.Range(0, count).Select(i => $"{i * 0.1},{start + (step * i)}\n")),
            new() { Task = TableTask.Regression });
        var model = new Model(new Dense(1)) { TargetScaling = new() };
        model.Fit(data, new() { Epochs = 300, Optimizer = new Adam(0.05) });
        Assert.True(model.Evaluate(data, metrics: [Metric.R2]).Metrics["r2"] > 0.99);
    }
}
