using System.Globalization;

namespace Chainrule.Tests.Data.Tables;

/// <summary>Columns that are the label in other words: told, and kept.</summary>
public class TellingColumnTests : TableFixture
{
    private static string Rows(string header, int count, Func<int, string> row) =>
        $"{header}\n" + string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private string[] Notes(string text, TableOptions? options = null) =>
        [.. Understand(text, options).Lines().Where(line => line.Contains(" alone ", StringComparison.Ordinal))];

    private static string Told(string column, string how) =>
        $"note: '{column}' alone {how}: if it is known only with the label, TableOptions.Ignore = \"{column}\" leaves "
        + "it out";

    [Theory]
    [InlineData("no", "yes")]
    [InlineData("0", "1")]
    [InlineData("", "x")]
    public void Another_word_for_the_label_is_told(string none, string some)
    {
        string text = Rows("a,alive,survived", 60, i => $"{i * i % 13},{(i % 3 == 0 ? some : none)},{(i % 3 == 0
            ? "s" : "d")}");
        Assert.Equal([Told("alive", "gives the label in every row")], Notes(text));
        Assert.Equal(["a", "alive"], Read(text).FeatureNames);
        Assert.Empty(Notes(text, new() { Ignore = ["alive"] }));
    }

    // A boat number only for those who survived, with three exceptions: 3 of 200 rows are wrong, as counted by hand.
    [Fact]
    public void A_column_that_is_filled_for_one_class_is_told()
    {
        string text = Rows("a,boat,survived", 200, i => $"{i * i % 13},{(i % 2 == 1 || i is 2 or 4 ? $"b{i % 7}"
            : "")},{(i == 7 ? 0 : i % 2)}");
        Assert.Equal([Told("boat", "gives the label in 98.5 % of the rows")], Notes(text));
    }

    [Fact]
    public void A_number_that_parts_the_classes_at_one_value_is_told() => Assert.Equal(
        [Told("score", "gives the label in every row")],
        Notes(Rows("a,score,y", 90, i => $"{i * i % 13},{i}.5,{(i < 30 ? "low" : i < 60 ? "middle" : "top")}")));

    [Fact]
    public void A_table_of_many_rows_is_judged_by_all_of_them()
    {
        string Text(int stray) => Rows(
            "a,b,y", 9000, i => $"{i * i % 13},{(i % 2 == 0) != (i % 1000 == 1 && i < stray)},{i % 2}");
        Assert.Equal([Told("b", "gives the label in every row")], Notes(Text(0)));
        Assert.Equal([Told("b", "gives the label in 99.9 % of the rows")], Notes(Text(9000)));
    }

    [Fact]
    public void A_value_in_another_unit_or_a_grade_for_each_value_is_told()
    {
        string text = Rows("a,euro,grade,y", 60, i => string.Create(CultureInfo.InvariantCulture,
            $"{i * i % 13},{(i % 10 * 1.25) + 3},g{i % 10},{i % 10 * 0.5}"));
        Assert.Equal(
            [Told("euro", "gives the label in every row"), Told("grade", "gives the label in every row")], Notes(text));
        text = Rows("a,euro,y", 60, i => string.Create(
            CultureInfo.InvariantCulture, $"{i * i % 13},{(i * 1.25) + 3},{i * 0.5}"));
        Assert.Equal([Told("euro", "gives the label in every row by a straight line")], Notes(text));
    }

    // The row of sums alone would make any two columns a line.
    [Fact]
    public void A_row_of_sums_makes_no_column_telling() => Assert.Empty(Notes(
        Rows("region,a,y", 60, i => $"r{i % 3},{i * i % 13},{i * i * i % 17}.5") + "Total,360,490.5\n"));

    [Fact]
    public void Chance_is_not_told()
    {
        Assert.Empty(Notes(Rows("a,b,y", 19, i => $"{i * i % 13},{i % 2},{i % 2}")));
        Assert.Empty(Notes(Rows("a,b,y", 60, i => $"{i * i % 13},{i},{(i < 4 ? "p" : "q")}")));
        Assert.Empty(Notes(Rows("a,b,y", 60, i => $"{i * i % 13},n{i / 2},{i / 2 % 3}"),
            new() { Categorical = ["b"] }));
        Assert.Empty(Notes(Rows("a,b,y", 200, i => $"{i * i % 13},{i},{(i < 100 ? i % 10 < 9 : i % 10 < 1)}")));
    }

    [Fact]
    public void Of_several_labels_the_one_that_is_told_is_named() => Assert.Equal(
        ["note: 'b' alone gives the label 'q' in every row: if it is known only with the label, TableOptions.Ignore = "
            + "\"b\" leaves it out"],
        Notes(Rows("a,b,p,q", 60, i => $"{i * i % 13},{(i % 4 == 0 ? "x" : "z")},{i % 3 / 2},{(i % 4 == 0 ? 1 : 0)}"),
            new() { Label = "p,q" }));

    [Fact]
    public void Many_of_them_are_counted() => Assert.Contains(
        "note: 3 more columns alone give the label as well",
        Understand(Rows("a,b,c,d,e,f,g,h,y", 60, i => string.Join(',', Enumerable.Repeat($"{i % 2}", 9)))).Lines());
}
