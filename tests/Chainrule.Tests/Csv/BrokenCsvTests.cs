namespace Chainrule.Tests.Csv;

public class BrokenCsvTests : CsvFixture
{
    [Theory]
    [InlineData("", "the file is empty: it should hold a line for each sample.")]
    [InlineData("\n\n", "the file is empty: it should hold a line for each sample.")]
    [InlineData("a,b\n", "no row is left to learn from: the file needs a line for each sample.")]
    [InlineData("a,b,y\n1,2,x\n1,2,3,x\n", "line 3: 4 fields instead of 3 as in the first line: complete the line, or "
        + "put a field that contains the delimiter in quotes.")]
    [InlineData("a,b,y\n1,2,x\n\n1,x\n", "line 4: 2 fields instead of 3 as in the first line: complete the line, or "
        + "put a field that contains the delimiter in quotes.")]
    [InlineData("a,a,y\n1,2,x\n", "line 1: the columns 0 and 1 are both called 'a': rename one, or say that there is "
        + "no header.")]
    [InlineData("a,b,y\n1,2,x\n1,,x\n", "line 3, column 'b': the value is missing (''): complete it, or choose to "
        + "drop such rows or to fill them in.")]
    [InlineData("a,b,y\n1,2,x\n1,NaN,x\n", "line 3, column 'b': the value is missing ('NaN'): complete it, or choose "
        + "to drop such rows or to fill them in.")]
    [InlineData("a,b,y\n1,2,x\n1,2,NA\n", "line 3, column 'y': the label is missing ('NA'): complete it, or choose "
        + "to drop such rows.")]
    [InlineData("a,b,y\n1,2,x\n-inf,2,x\n", "line 3, column 'a': '-inf' is not finite: correct it, or mark it as "
        + "missing.")]
    [InlineData("a,b,y\n1,2,x\n1e999,2,x\n", "line 3, column 'a': '1e999' is not finite: correct it, or mark it as "
        + "missing.")]
    [InlineData("a,b,y\n1,2,3\n1,2,Infinity\n", "line 3, column 'y': 'Infinity' is not finite: correct it, or mark "
        + "it as missing.")]
    [InlineData("a,b,y\n1,2,x\n1e39,2,x\n", "line 3, column 'a': '1e39' is too large for float32: read the table as "
        + "float64, or scale the column.")]
    [InlineData("only\n1\n2\n", "line 1: there is no column of features besides the label 'only': check the "
        + "delimiter, or ignore less.")]
    [InlineData("a,b,y\n1,2,\"x\n3,4,y\n5,6,z\n", "line 2: a quote is opened and not closed where the field ends: "
        + "close it.")]
    [InlineData("a,b,y\n1,2,\"x\"z\n", "line 2: text follows a closing quote: double the quotes inside the field.")]
    [InlineData("a,b,y\n1,2\"3,x\n", "line 2: a quote stands inside a field that does not begin with one: put the "
        + "whole field in quotes and double those inside it.")]
    [InlineData("a;y\n1,5;p\n2,5;q\n", "line 2, column 'a': '1,5' is not a number: write it with a decimal point, "
        + "or name the column among the categorical ones.")]
    public void A_broken_table_is_named(string text, string sentence) => Assert.Equal(sentence, Error(text));

    [Fact]
    public void Columns_that_are_not_there_are_named_with_those_that_are()
    {
        Assert.Equal("there is no column 'sort' for the label: the columns are length, width, species.",
            Error(Iris, new() { Label = "sort" }));
        Assert.Equal("there is no column '3' for what to ignore: the columns are length, width, species.",
            Error(Iris, new() { Ignore = ["3"] }));
        Assert.Equal("the label 'species' is among the ignored columns: choose another.",
            Error(Iris, new() { Ignore = ["species"] }));
        Assert.Equal("line 1: there is no column of features besides the label 'species': check the delimiter, or "
            + "ignore less.",
            Error(Iris, new() { Ignore = ["0", "1"] }));
    }

    [Fact]
    public void A_text_among_numbers_is_an_error_and_not_a_category()
    {
        string text = "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},x\n")) + "2o,x\n";
        Assert.Equal("line 22, column 'a': '2o' is not a number, as 20 others in the column are: correct it, or "
            + "name the column among the categorical ones.", Error(text));
        Assert.Equal(21, Read(text, new() { Categorical = ["a"] }).FeatureNames.Count);
    }

    [Fact]
    public void A_regression_needs_numbers()
    {
        Assert.Equal("line 2, column 'species': 'setosa' is not a number: correct it, or choose classification.",
            Error(Iris, new() { Task = CsvTask.Regression }));
    }

    [Fact]
    public void Too_many_different_texts_are_no_categories()
    {
        string text = "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"n{i},x\n"));
        Assert.Equal("column 'a' holds more than 19 different texts: ignore the column, or raise the maximum of "
            + "categories.",
            Error(text, new() { MaximumCategories = 19 }));
        Assert.Equal(20, Read(text, new() { MaximumCategories = 20 }).FeatureNames.Count);
    }

    [Fact]
    public void A_column_without_a_single_value_cannot_be_filled()
    {
        Assert.Equal("column 'b' holds no value at all: ignore it.",
            Error("a,b,y\n1,,x\n2,,x\n", new() { Missing = CsvMissing.Fill }));
        Assert.Equal("no row is left to learn from: the file needs a line for each sample without missing values.",
            Error("a,b,y\n1,,x\n2,,x\n", new() { Missing = CsvMissing.DropRow }));
    }

    [Fact]
    public void Files_that_are_no_text_are_named()
    {
        string path = Temporary("table.csv", [(byte)'a', (byte)',', 0xe4, (byte)'\n']);
        Assert.Equal("is not UTF-8 text in its first lines: save it as UTF-8.", Error(() => CsvFile.Read(path)));
        path = Temporary("table.csv", [0x89, (byte)'P', (byte)'N', (byte)'G', 0]);
        Assert.Equal("is not UTF-8 text in its first lines: save it as UTF-8.", Error(() => CsvFile.Read(path)));
        path = Temporary("table.csv", [(byte)'P', (byte)'K', 3, 4, 0, 0]);
        Assert.Equal("is a binary file and not a table: name a text file.", Error(() => CsvFile.Read(path)));
        File.Delete(path);
        Assert.Equal("there is no such file: check the name and the folder.", Error(() => CsvFile.Read(path)));
    }

    [Fact]
    public void Bytes_that_are_no_text_far_into_the_file_are_named()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(
            "a,y\n" + string.Concat(Enumerable.Repeat("1,x\n", 50_000)) + "1,?\n");
        text[^2] = 0xe4;
        string path = Temporary("table.csv", text);
        Assert.Matches(
            "^is not UTF-8 text in or after line [0-9]+: save it as UTF-8.$", Error(() => CsvFile.Read(path)));
    }

    [Fact]
    public void An_endless_field_is_refused()
    {
        string text = "a,y\n1,x\n1,\"" + new string('z', 3_000_000) + "\n";
        Assert.Equal(
            "line 3: a field is longer than 1,048,576 characters: close the quote that is open there.", Error(text));
    }
}
