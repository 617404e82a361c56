using System.Text;

namespace Chainrule.Tests.Csv;

public class CsvFileTests : CsvFixture
{
    [Fact]
    public void A_table_with_texts_for_labels_is_a_classification()
    {
        Dataset data = Read(Iris);
        Assert.Equal("table", data.Name);
        Assert.Equal([4, 2], data.Features.Shape);
        Assert.Equal([5.1f, 3.5f, 4.9f, 3f, 6.3f, 2.5f, 5.5f, 2.4f], data.Features.ToArray<float>());
        Assert.Equal(["setosa", "versicolor", "virginica"], data.ClassNames);
        Assert.Equal([0, 0, 2, 1], data.Targets.ToArray<int>());
        Assert.Equal(["length", "width"], data.FeatureNames);
    }

    [Fact]
    public void A_table_with_numbers_for_labels_is_a_regression_unless_told_otherwise()
    {
        const string Text = "a,b\n1,10\n2,9\n3,10.0\n";
        Dataset data = Read(Text);
        Assert.False(data.IsClassification);
        Assert.Equal([3, 1], data.Targets.Shape);
        Assert.Equal([10f, 9, 10], data.Targets.ToArray<float>());
        data = Read(Text, new() { Task = CsvTask.Classification });
        Assert.Equal(["9", "10"], data.ClassNames);
        Assert.Equal([1, 0, 1], data.Targets.ToArray<int>());
    }

    [Fact]
    public void Float64_is_read_exactly()
    {
        Dataset data = Read("a,b\n0.1,1e300\n2,3\n", new() { DType = DType.Float64 });
        Assert.Equal([0.1, 2], data.Features.ToArray<double>());
        Assert.Equal([1e300, 3], data.Targets.ToArray<double>());
    }

    [Theory]
    [InlineData("species")]
    [InlineData("0")]
    [InlineData("-3")]
    public void The_label_is_found_by_name_or_index(string label)
    {
        Dataset data = Read("species,a,b\nx,1,2\ny,3,4\n", new() { Label = label });
        Assert.Equal(["x", "y"], data.ClassNames);
        Assert.Equal(["a", "b"], data.FeatureNames);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void The_delimiter_is_found_out(string delimiter)
    {
        Dataset data = Read(Iris.Replace(",", delimiter, StringComparison.Ordinal));
        Assert.Equal([4, 2], data.Features.Shape);
        Assert.Equal(3, data.ClassNames.Count);
    }

    [Theory]
    [InlineData("\"a,b\";c\n1;x\n2;y\n", "a,b")]              // a comma inside quotes does not count
    [InlineData("a|b;c|d;e\n1;2;x\n2;3;y\n", "a|b")]          // a bar in the header alone is not steady
    public void Delimiters_inside_fields_do_not_mislead(string text, string name) =>
        Assert.Equal(name, Read(text).FeatureNames[0]);

    [Theory]
    [InlineData("1,2,x\n3,4,y\n", false)]
    [InlineData("a,b,c\n1,2,x\n3,4,y\n", true)]
    [InlineData("NA,2,x\n3,4,y\n5,6,x\n", false)]             // a missing value is no name
    [InlineData("colour,shape\nred,round\nblue,flat\n", true)]
    [InlineData("red,round\nblue,flat\nred,flat\n", false)]   // its texts occur again
    [InlineData(",a,class\n0,1,x\n1,2,y\n", true)]            // an index column without a name
    [InlineData("2019,2020,y\n1,2,3\n3,4,5\n", true)]
    public void A_header_is_found_out(string text, bool header)
    {
        CsvTable table = CsvFile.ReadWithSchema(Table(text), new() { Missing = CsvMissing.DropRow });
        Assert.Equal(header, table.Schema.HasHeader);
        if (!header) Assert.Equal("x0", table.Schema.Columns[0].Name);
    }

    [Fact]
    public void A_header_can_be_forced()
    {
        Assert.Equal(["1", "2"], Read("1,2,3\n4,5,6\n", new() { HasHeader = true }).FeatureNames);
        Assert.Equal(3, Read("a,b\nc,d\ne,f\n", new() { HasHeader = false }).Count);
    }

    [Fact]
    public void Texts_become_one_feature_for_each_category()
    {
        Dataset data = Read("colour,size,y\nred,1,a\nblue,2,b\nred,3,a\n");
        Assert.Equal(["colour=blue", "colour=red", "size"], data.FeatureNames);
        Assert.Equal([0f, 1, 1, 1, 0, 2, 0, 1, 3], data.Features.ToArray<float>());
    }

    [Fact]
    public void Codes_can_be_named_as_categories_and_columns_ignored()
    {
        Dataset data = Read(
            "id,code,y\n100,10,a\n101,9.0,b\n102,9,a\n", new() { Categorical = ["code"], Ignore = ["id"] });
        Assert.Equal(["code=9", "code=10"], data.FeatureNames);
        Assert.Equal([0f, 1, 1, 0, 1, 0], data.Features.ToArray<float>());
    }

    [Fact]
    public void Quotes_line_breaks_carriage_returns_byte_order_marks_and_blank_lines_are_understood()
    {
        const string Text = "\"a \"\"b\"\"\", c ,y\r\n\r\n1, 2 ,\"two\r\nlines\"\r\n 3,4,x\r\n";
        Dataset data = CsvFile.Read(Temporary("table.csv", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Text)]));
        Assert.Equal(["a \"b\"", "c"], data.FeatureNames);
        Assert.Equal(["two\r\nlines", "x"], data.ClassNames);
        Assert.Equal([1f, 2, 3, 4], data.Features.ToArray<float>());
        data = CsvFile.Read(
            Temporary("table.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Iris)]));
        Assert.Equal(4, data.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("nan")]
    [InlineData(" ? ")]
    public void Rows_with_missing_values_can_be_dropped(string missing)
    {
        Dataset data = Read($"a,b,y\n1,2,p\n{missing},rare,q\n3,4,p\n5,6,\n", new() { Missing = CsvMissing.DropRow });
        Assert.Equal([1f, 2, 3, 4], data.Features.ToArray<float>());
        Assert.Equal(["p"], data.ClassNames);
    }

    [Fact]
    public void Missing_values_can_be_filled_with_the_mean_or_the_most_frequent_category()
    {
        Dataset data = Read("a,b,y\n1,red,p\n,blue,q\n4,?,p\n4,red,q\n", new() { Missing = CsvMissing.Fill });
        Assert.Equal(["a", "b=blue", "b=red"], data.FeatureNames);
        Assert.Equal([1f, 0, 1, 3, 1, 0, 4, 0, 1, 4, 0, 1], data.Features.ToArray<float>());
    }

    [Fact]
    public void Many_rows_are_read_in_bounded_memory()
    {
        string path = Temporary("large.csv");
        using (StreamWriter writer = File.CreateText(path))
        {
            writer.WriteLine("a,b,c,y");
            for (int i = 0; i < 50_000; i++) writer.WriteLine(
                $"{i},{i * 0.25},{i % 7},{(i % 2 == 0 ? "even" : "odd")}");
        }
        Dataset data = CsvFile.Read(path);
        Assert.Equal(50_000, data.Count);
        Assert.Equal(49_999 * 0.25f, data.Features.AsSpan<float>()[^2]);
        Assert.Equal(1, data.Targets.AsSpan<int>()[^1]);
    }
}
