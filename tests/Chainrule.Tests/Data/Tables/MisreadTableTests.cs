using System.Text;

namespace Chainrule.Tests.Data.Tables;

/// <summary>What is easily misread in tables: encodings, several lines of names, notes below, stand-ins.</summary>
public class MisreadTableTests : TableFixture
{
    private const string Western =
        "note: the text is not UTF-8 and is read as windows-1252; TableOptions.Encoding names another";

    private static string Rows(int count, Func<int, string> row) =>
        string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private static Encoding Of(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name)!;

    private string Written(string text, string encoding) => Temporary("table.csv", Of(encoding).GetBytes(text));

    [Fact]
    public void Western_text_that_is_not_UTF8_is_read_and_told_and_later_files_may_be_UTF8()
    {
        string text = "größe,preis in €,y\n" + Rows(12, i => $"{i},{i * 2},{(i % 2 == 0 ? "Köln" : "Åre")}");
        TableSamples table = TableFile.Read(Written(text, "windows-1252"));
        Assert.Equal(["größe", "preis in €"], table.Data.FeatureNames);
        Assert.Equal(["Köln", "Åre"], table.Data.ClassNames.Order(StringComparer.Ordinal));
        Assert.Contains(Western, table.Reading.Lines());
        Assert.DoesNotContain(Western, Understand(text).Lines());
        List<string> told = [];
        Assert.Equal(12, TableFile.Read(Written(text, "windows-1252"), table.Schema, told.Add).Count);
        Assert.Equal([Western[6..]], told);
        Assert.Equal(12, TableFile.Read(Table(text), table.Schema, told.Add).Count);
        Assert.Single(told);
        Assert.DoesNotContain(Western, TableFile.Read(
            Written(text, "windows-1252"), new() { Encoding = "windows-1252" }).Reading.Lines());
    }

    // Of Russian, Japanese and damaged text nobody knows what it was.
    [Theory]
    [InlineData("windows-1251")]
    [InlineData("shift_jis")]
    [InlineData("utf-8")]
    public void Other_text_that_is_not_UTF8_is_a_question(string encoding)
    {
        string word = encoding == "windows-1251" ? "размер" : encoding == "shift_jis" ? "大きさ" : "größe";
        byte[] text = [.. Of("windows-1252").GetBytes("a,"), .. encoding == "utf-8" ? Encoding.UTF8.GetBytes(word)
            : Of(encoding).GetBytes(word), .. Of("windows-1252").GetBytes(encoding == "utf-8" ? "ß,y\n" : ",y\n"),
            .. Encoding.ASCII.GetBytes(Rows(
                12, i => encoding == "utf-8" ? $"{i},1,2,x" : $"{i},{i % 5},{"xz"[i % 2]}"))];
        string path = Temporary("table.csv", text);
        Assert.Equal("is not UTF-8 text in its first lines: save it as UTF-8, or name its encoding, such as "
            + "windows-1252, windows-1251 or shift_jis: TableOptions.Encoding = latin1 reads any file.",
            Error(() => TableFile.Read(path)));
        if (encoding == "utf-8") return;
        Assert.Contains(word, TableFile.Read(path, new() { Encoding = encoding, HasHeader = true })
            .Schema.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("time,speed,load\ns,rpm,%\n", "lines 1 to 2", "'s', 'rpm'")]
    [InlineData("time,speed,load\ns,rpm,%\nfloat,int,float\n", "lines 1 to 3", "'float', 'int'")]
    [InlineData(",Petal,\nspecies,length,width\n", "lines 1 to 2", "'species', 'length'")]
    [InlineData("\nAll,of,it\n\na,b,c\n", "lines 2 to 4", "'a', 'b'")]
    public void Several_lines_of_names_are_told(string top, string lines, string texts)
    {
        string rows = Rows(40, i => $"{i * 0.5},{i * i % 31},{i % 7}.5");
        Assert.Equal($"{lines} stand above the numbers, the last of them with {texts}: leave one line with the names "
            + "of the columns.", Error(top + rows));
        string[] names = top.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(40, Read(names[0] + "\n" + rows).Count);
    }

    // One stray text, and texts that come back, are no names.
    [Theory]
    [InlineData("1,2,x\n3,4,z\n5,6,x\n7,8,z\n9,10,x\n")]
    [InlineData("3+,2+,x\n3,4,z\n5,6,x\n3+,8,z\n9,2+,x\n1,2,x\n")]
    [InlineData("1,unknown,x\nunknown,4,z\n5,6,x\n3,8,z\n9,2,x\n1,2,x\n")]
    public void Rows_of_samples_are_no_names(string rows) => Assert.Equal(
        rows.Count(c => c == '\n'), Read("a,b,y\n" + rows, new() { Task = TableTask.Classification }).Count);

    [Fact]
    public void A_note_below_a_table_is_named() => Assert.Equal(
        "line 8: 1 field instead of 3 as in the first line: take the line out if it is no sample, as a note below a "
        + "table is none, or complete it.", Error("a,b,y\n" + Rows(5, i => $"{i},{i},x") + "\nSource: the office\n"));

    [Fact]
    public void What_databases_write_for_nothing_is_missing()
    {
        string text = "a,b,y\n" + Rows(12, i => $"{(i % 2 == 0 ? "\\N" : i)},{i},{i % 2}");
        TableSamples table = TableFile.Read(Table(text));
        Assert.Equal((TableColumnKind.Number, 6), (table.Schema.Columns[0].Kind, table.Schema.Columns[0].Missing));
    }

    // Below the first thousand rows, by which columns are understood; 1,5 was taken for 15.
    [Fact]
    public void A_decimal_comma_far_down_is_one()
    {
        string text = "a;b;y\n" + Rows(3000, i => $"{(i < 2500 ? $"{i % 50}" : $"{i % 50},5")};{i % 7};{i % 2}");
        Assert.Equal([49.5f, 3], Read(text).Features.ToArray<float>()[^2..]);
        text = "a;b;y\n" + Rows(3000, i => $"{(i < 2999 ? $"{i % 50}.25" : "1,5")};{i % 7};{i % 2}");
        Assert.StartsWith("line 3001, column 'a': '1,5' is not a number", Error(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-999", "-999")]
    [InlineData("-999.0", "-999.0")]
    [InlineData("9999", "9999")]
    public void A_number_that_stands_for_none_is_told(string number, string told)
    {
        string text = "a;b;y\n" + Rows(40, i => $"{(i % 8 == 3 ? number : i)};{i % 7};{i % 2}");
        string note = Understand(text).Schema.Columns[0].Note;
        Assert.Equal($"'{told}' stands far from all other numbers and more than once, as for a missing value; "
            + $"TableOptions.MissingMarkers = \"{told}\" takes it so", note);
        TableReading followed = Understand(text, new() { MissingMarkers = ["", told] });
        Assert.Equal((5, ""), (followed.Schema.Columns[0].Missing, followed.Schema.Columns[0].Note));
    }

    [Theory]
    [InlineData(99, 99)]
    [InlineData(60, 999)]
    [InlineData(1_000, 999)]
    public void A_number_among_others_is_none(int spread, int number)
    {
        string text = "a,b,y\n" + Rows(40, i => $"{(i % 40 == 3 || (spread == 99 && i > 35)
            ? number : i * spread / 40)},{i % 7},{i % 2}");
        Assert.Equal("", Understand(text).Schema.Columns[0].Note);
    }

    [Fact]
    public void Categories_that_differ_in_case_are_told() => Assert.Equal(
        "Yes, yes differ only in upper and lower case",
        Understand("a,b,y\n" + Rows(12, i => $"{(i % 3 == 0 ? "Yes" : i % 3 == 1 ? "yes" : "no")},{i},{i % 2}"))
            .Schema.Columns[0].Note);

    [Theory]
    [InlineData(7919, "whole numbers, nearly all of them different, as identifiers are; TableOptions.Ignore = \"x0\" "
        + "leaves the column out")]
    [InlineData(7, "")]
    public void A_first_column_without_a_name_may_be_an_identifier(int modulus, string note) => Assert.Equal(
        note, Understand(Rows(60, i => $"{1 + (i * i * 31 % modulus)},{i % 7},{i % 5},{i % 2}"),
            new() { HasHeader = false }).Schema.Columns[0].Note);
}
