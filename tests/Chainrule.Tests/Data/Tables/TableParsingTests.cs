using System.Text;

namespace Chainrule.Tests.Data.Tables;

public class TableParsingTests : TableFixture
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_over_blank_ones_and_those_inside_quotes(string end)
    {
        string text = "a,b,y\n\n1,2,\"two\nlines\"\n\n\n3,4,x\n5,\"6\",x\n7,x\n".Replace("\n", end);
        Assert.StartsWith("line 9: 2 fields instead of 3 as in the first line", Error(text));
        Assert.Equal(["two\nlines".Replace("\n", end), "x"], Read(text[..^(3 + end.Length)]).ClassNames);
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("\"x\"", "x")]
    [InlineData(" \t\"x\" ", "x")]
    [InlineData("\" x \"", "x")]
    [InlineData("\"x, y; z\"", "x, y; z")]
    [InlineData("\"\"\"x\"\"\"", "\"x\"")]
    [InlineData("\"x\"\"\"", "x\"")]
    [InlineData("\"\"\"\"", "\"")]
    [InlineData("\"\"\"\"\"\"", "\"\"")]
    [InlineData("\"x\ry\"", "x\ry")]
    public void A_field_is_read_as_it_is_meant(string field, string text) =>
        Assert.Contains(text, Read($"a,y\n1,{field}\n2,{field}\n3,other\n4,other\n").ClassNames);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void The_last_line_may_end_or_not(string end)
    {
        Assert.Equal([1f, 2, 3, 4], Read("a,b,y\n1,2,x\n3,4,z" + end).Features.ToArray<float>());
        Assert.Equal([1f, 2, 5, 6], Read("a,b,y\n1,2,x\n5,6,z\n3,4," + end).Features.ToArray<float>());
        Assert.StartsWith(
            "line 3, column 'y': the label is missing",
            Error("a,b,y\n1,2,x\n3,4,\"\"" + end, new() { Missing = TableMissing.Error }));
    }

    [Theory]
    [InlineData("a,b,y\n1,5\" pipe,x\n2,6\" pipe,x\n", "line 2: a quote stands inside a field that does not begin")]
    [InlineData("a,b,y\n1,\"two\nlines\",x\n2,6\" pipe,x\n", "line 4: a quote stands inside a field")]
    [InlineData("a,b,y\n1,\"p\" q,x\n", "line 2: text follows a closing quote")]
    [InlineData("a,b,y\n1,\"p\"\" q,x\n2,q,x", "line 2: a quote is opened and not closed where the field ends")]
    [InlineData("a,b,y\n1,p,\"", "line 2: a quote is opened and not closed where the field ends")]
    [InlineData("a,b,y\n1,\"p,x\n2,\"q\",x\n", "line 2: a quote is opened and not closed where the field ends")]
    public void Quotes_in_error_are_named_though_the_column_is_ignored(string text, string error)
    {
        Assert.StartsWith(error, Error(text));
        Assert.StartsWith(error, Error(text, new() { HasHeader = true, Ignore = ["b"], Delimiter = ',' }));
    }

    [Theory]
    [InlineData('#')]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('§')]
    public void A_delimiter_that_cannot_separate_is_refused(char delimiter) => Assert.Equal(
        $"'{delimiter}' cannot separate fields: take a tab, or a printable ASCII character other than a quote and '#'.",
        Error(Iris, new() { Delimiter = delimiter }));

    [Fact]
    public void Fields_across_the_ends_of_buffers_are_whole()
    {
        string[] texts = ["plain", "a, b", "two\r\nlines", "\"quoted\"", "grün", "line\nfeeds\n"];
        var text = new StringBuilder("number,y\r\n");
        var random = new Random(3);
        int[] drawn = [.. Enumerable.Range(0, 40_000).Select(_ => random.Next(texts.Length))];
        for (int i = 0; i < drawn.Length; i++)
        {
            string field = texts[drawn[i]].Replace("\"", "\"\"");
            text.Append(i * 7 % 40_000).Append(",\"").Append(field).Append('"')
                .Append(random.Next(2) == 0 ? "\r\n" : "\n");
        }
        Dataset data = TableFile.Read(
            Temporary("table.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())])).Data;
        Assert.Equal(drawn.Select(index => texts[index].Trim()), data.Targets.ToArray<int>().Select(
            index => data.ClassNames[index]));
        Assert.Equal(
            Enumerable.Range(0, drawn.Length).Select(i => (float)(i * 7 % 40_000)), data.Features.ToArray<float>());
    }
}
