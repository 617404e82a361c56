namespace Chainrule.Tests.Data.Tables;

public class BrokenTableTests : TableFixture
{
    [Theory]
    [InlineData("", "the file is empty: it should hold a line for each sample.")]
    [InlineData("\n\n", "the file is empty: it should hold a line for each sample.")]
    [InlineData("a,b\n", "no row is left to learn from: the file needs a line for each sample.")]
    [InlineData("a,b,y\n1,2,x\n1,2,3,x\n", "line 3: 4 fields instead of 3 as in the first line: put a field that "
        + "contains the delimiter in quotes, or name every column in the first line.")]
    [InlineData("a,b,y\n1,2,x\n\n1,x\n", "line 4: 2 fields instead of 3 as in the first line: complete the line, or "
        + "put a field that contains the delimiter in quotes.")]
    [InlineData("a,b,y\n1,2,x\n-inf,2,z\n", "line 3, column 'a': '-inf' is not finite: correct it, or set "
        + "TableOptions.MissingMarkers = \"-inf\" to take it as missing.")]
    [InlineData("a,b,y\n1,2,x\n1e999,2,z\n", "line 3, column 'a': '1e999' is not finite: correct it, or set "
        + "TableOptions.MissingMarkers = \"1e999\" to take it as missing.")]
    [InlineData("only\n1\n2\n", "line 1: 'only' is the only column, and there is nothing to predict it from: set "
        + "TableOptions.Delimiter to what separates the fields, or add columns.")]
    [InlineData("a,b,y\n1,2,\"x\n3,4,y\n5,6,z\n", "line 2: a quote is opened and not closed where the field ends: "
        + "close it.")]
    [InlineData("a,b,y\n1,2,\"x\"z\n", "line 2: text follows a closing quote: double the quotes inside the field.")]
    [InlineData("a,b,y\n1,2\"3,x\n", "line 2: a quote stands inside a field that does not begin with one: put the "
        + "whole field in quotes and double those inside it.")]
    public void A_broken_table_is_named(string text, string sentence) => Assert.Equal(sentence, Error(text));

    [Theory]
    [InlineData("a,b,y\n1,2,x\n1,,z\n", "line 3, column 'b': the value is missing: complete it, or set "
        + "TableOptions.Missing = Drop to leave such rows out or TableOptions.Missing = Fill to fill them in.")]
    [InlineData("a,b,y\n1,2,x\n1,2,NA\n", "line 3, column 'y': the label is missing: complete it, or set "
        + "TableOptions.Missing = Drop to leave such rows out.")]
    public void Missing_values_are_errors_on_request(string text, string sentence) =>
        Assert.Equal(sentence, Error(text, new() { Missing = TableMissing.Error }));

    [Fact]
    public void Columns_that_are_not_there_are_named_with_those_that_are()
    {
        Assert.Equal("there is no column 'sort' for TableOptions.Label: the columns are length, width, species.",
            Error(Iris, new() { Label = "sort" }));
        Assert.Equal("there is no column '3' for TableOptions.Ignore: the columns are length, width, species.",
            Error(Iris, new() { Ignore = ["3"] }));
        Assert.Equal("the label 'species' is among the ignored columns: choose another.",
            Error(Iris, new() { Ignore = ["species"] }));
        Assert.StartsWith("line 1: there is no column of features besides the label 'species'",
            Error(Iris, new() { Ignore = ["0", "1"] }));
        Assert.StartsWith("'length' is in TableOptions.Categorical and in TableOptions.Numeric: leave one out.",
            Error(Iris, new() { Numeric = ["0"], Categorical = ["length"] }));
    }

    [Fact]
    public void A_text_among_numbers_is_an_error_and_not_a_category()
    {
        string text = "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i % 7},{(i < 9 ? 'x' : 'z')}\n"))
            + "2o,x\n";
        Assert.Equal("line 22, column 'a': '2o' is not a number, as 20 others in the column are: correct it, or set "
            + "TableOptions.Categorical = \"a\" to take the column as names, or TableOptions.MissingMarkers = \"2o\" "
            + "to take this as missing.", Error(text));
        Assert.Equal(8, TableFile.Read(Table(text), new() { Categorical = ["a"] }).Schema.Columns[0].Categories.Count);
        Assert.Equal(21, Read(text, new() { MissingMarkers = ["2o"] }).Count);
    }

    [Fact]
    public void A_regression_needs_numbers() => Assert.Equal(
        "line 2, column 'species': 'setosa' is not a number: correct it, or set TableOptions.Task = Classification.",
        Error(Iris, new() { Task = TableTask.Regression }));

    [Fact]
    public void Too_many_different_texts_are_no_categories()
    {
        string text = "a,y\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"n{i % 20},{(i < 30 ? 'x' : 'z')}\n"));
        Assert.Equal("no column of features is left: 'a' is left out: 20 different texts, more than 19; "
            + "TableOptions.MaximumCategories = 20 keeps it.", Error(text, new() { MaximumCategories = 19 }));
        Assert.Equal("column 'a' holds 20 different texts, more than 19: set TableOptions.Ignore = \"a\" to leave the "
            + "column out, or TableOptions.MaximumCategories = 20.",
            Error(text, new() { MaximumCategories = 19, Categorical = ["a"] }));
        TableSchema schema = TableFile.Read(Table(text), new() { MaximumCategories = 20 }).Schema;
        Assert.Equal(20, schema.Columns[0].Categories.Count);
    }

    [Fact]
    public void A_table_with_no_row_left_is_refused() => Assert.Equal(
        "no row is left to learn from: the file needs a line for each sample with a label and no missing values.",
        Error("a,b,y\n1,,x\n,2,z\n", new() { Missing = TableMissing.Drop }));

    [Fact]
    public void Files_that_are_no_text_are_named_and_can_be_read_in_their_encoding()
    {
        string path = Temporary("table.csv");
        File.WriteAllText(path, "größe,y\n1,a\n2,b\n", System.Text.Encoding.Latin1);
        foreach (string encoding in (string[])["latin1", "windows-1252"])
            Assert.Equal(["größe"], TableFile.Read(path, new() { Encoding = encoding }).Data.FeatureNames);
        Assert.StartsWith("there is no encoding 'klingon'",
            Error(() => TableFile.Read(path, new() { Encoding = "klingon" })));
        path = Temporary("table.csv", [(byte)'P', (byte)'K', 3, 4, 0, 0]);
        Assert.Equal("a binary file and not a table: name a text file.", Error(() => TableFile.Read(path)));
        File.Delete(path);
        Assert.Equal("there is no such file: check the name and the folder.", Error(() => TableFile.Read(path)));
    }

    [Fact]
    public void Bytes_that_are_no_text_far_into_the_file_are_named()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(
            "a,y\n" + string.Concat(Enumerable.Repeat("1,x\n", 500_000)) + "1,?\n");
        text[^2] = 0xe4;
        string path = Temporary("table.csv", text);
        Assert.Matches("^is not UTF-8 text in or after line [0-9]+: save it as UTF-8",
            Error(() => TableFile.Read(path)));
    }

    [Fact]
    public void An_endless_field_is_refused()
    {
        string text = "a,y\n1,x\n1,\"" + new string('z', 3_000_000) + "\n";
        Assert.Equal(
            "line 3: a field is longer than 1,048,576 characters: close the quote that is open there.", Error(text));
    }
}
