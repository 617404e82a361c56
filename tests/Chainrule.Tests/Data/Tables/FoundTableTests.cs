namespace Chainrule.Tests.Data.Tables;

/// <summary>What tables that are found in public have in common, each in a small table of its own.</summary>
public class FoundTableTests : TableFixture
{
    private static string Rows(int count, Func<int, string> row) =>
        string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private TableColumn First(string text, TableOptions? options = null) =>
        TableFile.Read(Table(text), options).Schema.Columns[0];

    [Theory]
    [InlineData("sep=;\na;b;y\n1,5;2;x\n2;3;z\n")]
    [InlineData("\"sep=;\"\r\na;b;y\r\n1,5;2;x\r\n2;3;z\r\n")]
    [InlineData("SEP=|\na|b|y\n1.5|2|x\n2|3|z\n")]
    public void The_first_line_of_a_spreadsheet_may_say_what_separates_fields(string text)
    {
        string path = Table(text);
        TableSamples table = TableFile.Read(path);
        Assert.Equal([1.5f, 2, 2, 3], table.Data.Features.ToArray<float>());
        Assert.Equal(["a", "b", "y"], TableFile.ReadRows(path, table.Schema)[0]);
        Assert.Equal([1.5f, 2, 2, 3], TableFile.ReadFeatures(path, table.Schema).ToArray<float>());
        string row = text.Contains('|') ? "inf|1|x\n" : "inf;1;x\n";
        Assert.Contains("line 5, column 'a'", Error(text + row), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_among_the_rows_is_left_out_and_told()
    {
        string path = Table("a,b,y\n" + Rows(30, i => i % 10 == 9 ? "a,b,y" : $"{i},{i % 4},{"xz"[i % 2]}"));
        TableSamples table = TableFile.Read(path);
        Assert.Equal((27, TableColumnKind.Number), (table.Data.Count, table.Schema.Columns[0].Kind));
        Assert.Contains("the header stands among the rows again, 3×, and is left out there", table.Reading.Notes);
        Assert.Equal(27, TableFile.ReadFeatures(path, table.Schema).Shape[0]);
        Assert.Equal(28, TableFile.ReadRows(path, table.Schema).Count);
        Assert.Equal(27, TableFile.Stream(path, table.Schema).ToDataset().Count);
    }

    [Fact]
    public void Rows_that_are_equal_stay_where_there_is_no_header()
    {
        Assert.Equal(4, Read("1,2,x\n1,2,x\n3,4,z\n3,4,z\n", new() { HasHeader = false }).Count);
        // A header of numbers alone may stand for a row below.
        Assert.Equal(3, Read("0,1,2\n0,1,2\n0,1,3\n5,6,7\n", new() { Task = TableTask.Regression }).Count);
    }

    [Fact]
    public void Names_of_rows_as_R_writes_them_have_no_name_above()
    {
        string path = Table(
            "\"speed\" \"kind\"\n" + Rows(12, i => $"\"{i + 1}\" {i * 3 % 7} \"{"xz"[i % 2]}\""));
        TableSamples table = TableFile.Read(path);
        Assert.Equal(["speed"], table.Data.FeatureNames);
        Assert.Equal("it numbers the rows; TableOptions.Numeric = \"x0\" keeps it", table.Schema.Columns[0].Note);
        Assert.Contains("the first line has a name less than there are columns: the first column is called x0",
            table.Reading.Notes);
        Assert.Equal([12, 1], TableFile.ReadFeatures(path, table.Schema).Shape.ToArray());
    }

    [Fact]
    public void Columns_that_are_counted_may_be_followed_by_a_name()
    {
        TableSchema schema = TableFile.Read(Table("0,1,2,kind\n0.5,1.5,2.5,x\n1.5,0.5,0.5,z\n")).Schema;
        Assert.Equal("0,1,2,kind", string.Join(',', schema.Columns.Select(one => one.Name)));
        schema = TableFile.Read(Table("0,1,2,x\n0.5,1.5,2.5,x\n1.5,0.5,0.5,z\n")).Schema;
        Assert.Equal("x0", schema.Columns[0].Name);
    }

    [Fact]
    public void Apostrophes_around_values_are_not_of_them()
    {
        TableSamples table = TableFile.Read(Table("'40-49','3','?','no'\n'50-59','-1','left','yes'\n"
            + "'40-49','2','left','no'\n50-59,'-,right,yes\n"));
        Assert.Equal(["no", "yes"], table.Data.ClassNames);
        Assert.Equal(["40-49", "50-59"], table.Schema.Columns[0].Categories);
        Assert.Equal((TableColumnKind.Number, 1), (table.Schema.Columns[1].Kind, table.Schema.Columns[1].Missing));
        Assert.Equal(1, table.Schema.Columns[2].Missing);
        TableColumn place = First("a,y\n" + Rows(12, i => $"{(i % 3 == 0 ? "'Asir" : "Riyadh")},{i % 2}"));
        Assert.Equal("'Asir", place.Categories[0]);
    }

    [Fact]
    public void Limits_and_values_with_errors_are_numbers_where_most_are()
    {
        string text = "a,b,y\n" + Rows(30, i => $"{(i % 5 == 0 ? "<7.6" : 10 + i)},{i}.5±0.5,{i % 2}");
        TableSamples table = TableFile.Read(Table(text));
        Assert.Equal([7.6f, 0.5f, 11, 1.5f], table.Data.Features.ToArray<float>()[..4]);
        Assert.Contains("number signs: limits and errors dropped (<7.6 and 7.6±0.5 are 7.6) in a, b",
            table.Reading.Lines());
        TableSchema again = TableSchema.FromJson(table.Schema.ToJson());
        Assert.Equal(["x"], First("a,y\n" + Rows(12, i => $"x,{i % 2}"), new() { Categorical = ["a"] }).Categories);
        Assert.Equal([3f, 4], TableFile.ReadFeatures(Table("a,b,y\n<3,4±1,0\n"), again).ToArray<float>());
    }

    [Theory]
    [InlineData("<=50K", ">50K")]
    [InlineData("<18", ">=18")]
    [InlineData("1. Male", "2. Female")]
    public void Ranges_and_counted_names_are_names(string one, string other)
    {
        string text = "a,y\n" + Rows(40, i => $"{(i % 3 == 0 ? one : other)},{(i % 2 == 0 ? one : other)}");
        TableSamples table = TableFile.Read(Table(text));
        Assert.Equal([one, other], table.Schema.Columns[0].Categories.Order(StringComparer.Ordinal));
        Assert.Equal("", table.Schema.Columns[0].Note);
        Assert.Equal(2, table.Data.ClassNames.Count);
    }

    [Theory]
    [InlineData("01/{1:D2}/{0}", 1)]
    [InlineData("{1:D2}/01/{0}", 1)]
    [InlineData("15-{1:D2}-{0}", 15)]
    public void A_day_that_is_the_same_in_all_months_is_the_day(string form, int day)
    {
        string text = "when,y\n" + Rows(30, i => string.Format(
            System.Globalization.CultureInfo.InvariantCulture, form, 2001 + (i / 12), (i % 12) + 1) + $",{i * 0.5}");
        TableSamples table = TableFile.Read(Table(text), new() { Dates = TableDates.Parts });
        Assert.Equal([2001f, 2, day], table.Data.Features.ToArray<float>()[4..7]);
    }

    [Fact]
    public void Hours_of_twelve_are_times() => Assert.True(
        First("at,y\n" + Rows(24, i => $"{(i % 12) + 1}{(i < 12 ? "am" : " PM")},{i * 0.5}")).IsTime);

    [Theory]
    [InlineData("Serial No.", 1, 1, "it numbers the rows")]
    [InlineData("CustomerID", 1, 1, "it numbers the rows")]
    [InlineData("X", 1, 1, "it numbers the rows")]
    [InlineData("", 0, 1, "it numbers the rows")]
    [InlineData("Unnamed: 0", 5, 3, "it numbers the rows")]
    [InlineData("CustomerId", 15_000_001, 17, "whole numbers that are called an identifier, nearly all of them")]
    [InlineData("week", 1, 1, "")]
    [InlineData("pyramid", 1, 1, "")]
    public void Columns_that_number_the_rows_are_left_out(string name, int first, int step, string note)
    {
        string text = $"{name},a,y\n" + Rows(40, i => $"{first + (i * step)},{i % 7},{i % 2}");
        Assert.StartsWith(note, First(text).Note, StringComparison.Ordinal);
        Assert.Equal(note.Length == 0, First(text).Width > 0);
        Assert.Equal(1, First(text, new() { Numeric = ["0"] }).Width);
    }

    [Fact]
    public void A_first_column_without_a_header_that_counts_is_left_out_beside_others()
    {
        Assert.Equal(0, First(Rows(20, i => $"{i + 1},{i * i % 13},{i % 2}"), new() { HasHeader = false }).Width);
        Assert.Equal(1, First(Rows(20, i => $"{i + 1},{i % 2}"), new() { HasHeader = false }).Width);
        string twice = ",a,y\n" + Rows(40, i => $"{i % 20},{i % 7},{i % 2}");
        Assert.Equal(0, First(twice).Width);
    }

    [Fact]
    public void A_column_of_too_many_texts_is_left_out_unless_it_is_asked_for()
    {
        string text = "name,a,y\n" + Rows(90, i => $"n{i % 30},{i % 7},{i % 2}");
        TableColumn name = First(text, new() { MaximumCategories = 29 });
        Assert.Equal((TableColumnKind.Ignored, "30 different texts, more than 29; TableOptions.MaximumCategories = 30 "
            + "keeps it"), (name.Kind, name.Note));
        Assert.Equal(30, First(text, new() { MaximumCategories = 30 }).Categories.Count);
    }

    [Fact]
    public void A_last_column_of_names_or_dates_is_a_question()
    {
        string names = "a,b,name\n" + Rows(60, i => $"{i},{i % 7},n{i % 40}");
        Assert.Equal("the label 'name', the last column, has 40 different texts in 60 rows, as names have: set "
            + "TableOptions.Label to another column, or TableOptions.Label = \"name\" to take each for a class.",
            Error(names));
        Assert.Equal(40, Read(names, new() { Label = "name" }).ClassNames.Count);
        Assert.StartsWith("the label 'labels' has 40 different texts in 60 rows, as names have",
            Error(names.Replace("name", "labels", StringComparison.Ordinal)), StringComparison.Ordinal);
        string dates = "a,when\n" + Rows(60, i => $"{i},2024-01-{(i % 5) + 10}");
        Assert.Equal("the label 'when' holds dates, such as '2024-01-10': set TableOptions.Label to another column, or "
            + "TableOptions.Task = Classification to take each for a class.", Error(dates));
        Assert.Equal(5, Read(dates, new() { Task = TableTask.Classification }).ClassNames.Count);
        Assert.Equal(["a"], TableFile.Read(Table(dates), new() { Label = "a" }).Schema.Labels.Select(one => one.Name));
    }

    [Fact]
    public void A_last_column_that_is_mostly_missing_is_a_question()
    {
        string text = "a,flag\n" + Rows(60, i => $"{i},{(i % 10 == 0 ? "p" : i % 10 == 1 ? "q" : "")}");
        Assert.Equal("the label 'flag', the last column, is missing in 48 of 60 rows: set TableOptions.Label to "
            + "another column, or TableOptions.Label = \"flag\" to learn from the others.", Error(text));
        Assert.Equal(12, Read(text, new() { Label = "flag" }).Count);
    }

    [Theory]
    [InlineData("x,y,z", "z")]
    [InlineData("X,Y,height", "height")]
    [InlineData("a,y,z", "y")]
    [InlineData("a,x,y", "y")]
    [InlineData("a,y,x", "y")]
    public void A_y_beside_an_x_may_be_a_coordinate(string names, string label) => Assert.Equal(label,
        TableFile.Read(Table($"{names}\n" + Rows(30, i => $"{i * 0.5},{i * 0.25},{i * 1.5}"))).Schema.Labels[0].Name);
}
