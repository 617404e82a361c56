using System.Text;

namespace Chainrule.Tests.Data.Tables;

public class TableFileTests : TableFixture
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
    public void Whole_numbers_that_occur_once_are_values_unless_told_otherwise()
    {
        const string Text = "a,b\n1,10\n2,9\n3,10.0\n";
        Dataset data = Read(Text);
        Assert.False(data.IsClassification);
        Assert.Equal([3, 1], data.Targets.Shape);
        Assert.Equal([10f, 9, 10], data.Targets.ToArray<float>());
        data = Read(Text, new() { Task = TableTask.Classification });
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
    [InlineData("color,shape\nred,round\nblue,flat\nred,flat\n", true)]
    [InlineData("red,round\nblue,flat\nred,flat\n", false)]   // its texts occur again
    [InlineData(",a,class\n0,1,x\n1,2,y\n", true)]            // an index column without a name
    [InlineData("2019,2020,y\n1,2,3\n3,4,5\n", true)]
    public void A_header_is_found_out(string text, bool header)
    {
        TableSamples table = TableFile.Read(Table(text), new() { Missing = TableMissing.Drop });
        Assert.Equal(header, table.Schema.HasHeader);
        if (!header) Assert.Equal("x0", table.Schema.Columns[0].Name);
    }

    [Fact]
    public void A_header_can_be_forced()
    {
        Assert.Equal(["1", "2"], Read("1,2,3\n4,5,6\n7,8,9\n", new() { HasHeader = true }).FeatureNames);
        Assert.Equal(3, Read("a,b\nc,d\na,d\n", new() { HasHeader = false }).Count);
    }

    [Fact]
    public void Texts_become_one_feature_for_each_category()
    {
        Dataset data = Read("color,size,y\nred,1,a\nblue,2,b\nred,3,a\n");
        Assert.Equal(["color", "size"], data.FeatureNames);
        Assert.Equal([1f, 1, 0, 2, 1, 3], data.Features.ToArray<float>());   // codes of blue and red
        Assert.Equal(3, data.Preprocessing.WidthAfter(2));
        float high = MathF.Sqrt(1.5f), third = 1 / MathF.Sqrt(2), two = MathF.Sqrt(2);
        float[] expected = [-third, third, -high, two, -two, 0, -third, third, high];
        Assert.All(expected.Zip(Prepared(data)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Codes_can_be_named_as_categories_and_columns_ignored()
    {
        TableSamples table = TableFile.Read(
            Table("id,code,y\n100,10,a\n101,9.0,b\n102,9,a\n"), new() { Categorical = ["code"], Ignore = ["id"] });
        Assert.Equal(["9", "10"], table.Schema.Columns[1].Categories);
        Assert.Equal([1f, 0, 0], table.Data.Features.ToArray<float>());
    }

    [Fact]
    public void Quotes_line_breaks_carriage_returns_byte_order_marks_and_blank_lines_are_understood()
    {
        const string Text = "\"a \"\"b\"\"\", c ,y\r\n\r\n1, 2 ,\"two\r\nlines\"\r\n 3,4,x\r\n";
        Dataset data = TableFile.Read(Temporary("table.csv", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Text)])).Data;
        Assert.Equal(["a \"b\"", "c"], data.FeatureNames);
        Assert.Equal(["two\r\nlines", "x"], data.ClassNames);
        Assert.Equal([1f, 2, 3, 4], data.Features.ToArray<float>());
        data = TableFile.Read(
            Temporary("table.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Iris)])).Data;
        Assert.Equal(4, data.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("nan")]
    [InlineData(" ? ")]
    public void Rows_with_missing_values_can_be_dropped(string missing)
    {
        TableReading reading =
            Understand($"a,b,y\n1,2,p\n{missing},9,q\n3,4,p\n7,8,q\n5,6,\n", new() { Missing = TableMissing.Drop });
        Assert.Equal((3, 2), (reading.Rows, reading.DroppedRows));
        Assert.Equal([2, 1], reading.ClassCounts);
    }

    [Fact]
    public void Missing_values_are_filled_with_the_mean_or_the_most_frequent_category_of_the_training_rows()
    {
        Dataset data = Read("a,b,y\n1,red,p\n,blue,q\n4,?,p\n4,red,q\n9,blue,p\n9,blue,q\n");
        float[] features = data.Features.ToArray<float>();
        Assert.True(float.IsNaN(features[2]) && float.IsNaN(features[5]));
        var fill = (FillMissing)data.Preprocessing.Copy()[0];
        fill.Fit(data.Take(4).Features);
        Assert.Equal([3, 1], fill.Fills);   // of 1, 4, 4, and red
        Assert.Equal([3f, 0, 9, 0], fill.Apply(data.Subset([1, 4]).Features).ToArray<float>());
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
        Dataset data = TableFile.Read(path).Data;
        Assert.Equal(50_000, data.Count);
        Assert.Equal(49_999 * 0.25f, data.Features.AsSpan<float>()[^2]);
        Assert.Equal(1, data.Targets.AsSpan<int>()[^1]);
    }
}
