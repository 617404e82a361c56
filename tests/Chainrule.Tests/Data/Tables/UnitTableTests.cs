namespace Chainrule.Tests.Data.Tables;

/// <summary>Numbers with units, times, months, and rows of sums: understood, or told.</summary>
public class UnitTableTests : TableFixture
{
    private static string Column(string header, int rows, Func<int, string> text, Func<int, string> label) =>
        $"{header},y\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{text(i)},{label(i)}\n"));

    [Theory]
    [InlineData("kg", " kg")]
    [InlineData("°C", "°C")]
    [InlineData("m/s", " m/s")]
    [InlineData("ft.", " ft.")]
    public void A_unit_behind_numbers_is_no_part_of_them(string unit, string written)
    {
        TableSamples table = TableFile.Read(Table(Column("a", 30, i => $"{i - 5}.5{written}", i => $"{i * i}.5")));
        Assert.Equal(TableColumnKind.Number, table.Schema.Columns[0].Kind);
        Assert.Equal(2.5f, table.Data.Features.ToArray<float>()[7]);
        Assert.Contains(table.Reading.Lines(), line => line.Contains($"unit {unit} in a", StringComparison.Ordinal));
        Assert.Contains(table.Reading.Lines(), line => line.Contains($"'-5.5{written}'", StringComparison.Ordinal));
        TableSchema schema = TableSchema.FromJson(table.Schema.ToJson());
        foreach (string text in new[] { $"3{written}", "3" })
        {
            Assert.Equal(3, TableFile.ReadFeatures(Table($"a\n{text}\n"), schema).Item());
            var features = new double[1];
            schema.Encode([text], features);
            Assert.Equal(3, features[0]);
        }
        Assert.Throws<DataException>(() => TableFile.ReadFeatures(Table("a\n3 lb\n"), schema));
    }

    [Fact]
    public void A_number_in_another_unit_is_an_error_with_its_place() => Assert.StartsWith(
        "line 21, column 'a': '19 g' is not a number, as 29 others in the column are",
        Error(Column("a", 30, i => $"{i} {(i == 19 ? "g" : "kg")}", i => $"{i * i}.5")), StringComparison.Ordinal);

    [Fact]
    public void Numbers_in_several_units_are_told() => Assert.Contains(
        "left out: a: numbers in several units, g, kg: write one, to use them as numbers",
        Understand("b," + Column("a", 30, i => $"{i}.5 {(i % 2 == 0 ? "g" : "kg")}", i => $"{i * i}.5")
            .Replace("\n", "\n1.5,", StringComparison.Ordinal)[..^4]).Lines());

    [Fact]
    public void Prices_in_a_currency_are_values_to_predict()
    {
        Dataset data = Read(Column("a", 30, i => $"{i}.5", i => $"{i * i}.5 EUR"));
        Assert.False(data.IsClassification);
        Assert.Equal(16.5f, data.Targets.ToArray<float>()[4]);
    }

    [Fact]
    public void A_few_texts_that_return_are_classes_by_their_names() => Assert.Equal(
        ["2 rooms", "3 rooms"], Read(Column("a", 30, i => $"{i}.5", i => $"{2 + (i % 2)} rooms")).ClassNames);

    [Theory]
    [InlineData("12A", "7B", "3C", "9D")]
    [InlineData("1st", "2nd", "3rd", "4th")]
    public void Codes_with_different_letters_are_names(params string[] codes) => Assert.Equal(
        TableColumnKind.Category,
        TableFile.Read(Table(Column("a", 40, i => codes[i % 4], i => $"{i}.5"))).Schema.Columns[0].Kind);

    [Theory]
    [InlineData("08:30", 8.5 / 24)]
    [InlineData("20:15:36", 20.26 / 24)]
    [InlineData("8:30 PM", 20.5 / 24)]
    [InlineData("36:00:00", 1.5)]
    public void Times_without_a_date_are_parts_of_days(string text, double days)
    {
        TableSamples table = TableFile.Read(Table(Column("a", 30, i => i == 0 ? text : $"{i % 24}:00", i => $"{i}.5")));
        Assert.Equal(TableColumnKind.Date, table.Schema.Columns[0].Kind);
        Assert.Equal(days, table.Data.Features.Cast(DType.Float64).ToArray<double>()[0], 1e-6);
        var features = new double[1];
        TableSchema.FromJson(table.Schema.ToJson()).Encode([text], features);
        Assert.Equal(days, features[0], 1e-9);
    }

    [Theory]
    [InlineData("2024-03", 19783)]
    [InlineData("2024/03", 19783)]
    [InlineData("Mar 2024", 19783)]
    [InlineData("March 2024", 19783)]
    public void A_month_is_its_first_day(string text, double day)
    {
        Dataset data = Read(Column("a", 10, i => i == 0 ? text : $"{2010 + i}-01", i => $"{i}.5"));
        Assert.Equal(day, data.Features.Cast(DType.Float64).ToArray<double>()[0]);
    }

    [Theory]
    [InlineData("2023-24")]
    [InlineData("2023.5")]
    public void What_is_no_month_is_no_date(string text) => Assert.NotEqual(
        TableColumnKind.Date,
        TableFile.Read(Table("b," + Column("a", 9, _ => text, i => $"{i}.5").Replace("\n", "\n1.5,")[..^4]))
            .Schema.Columns[1].Kind);

    [Fact]
    public void A_row_of_sums_below_is_told()
    {
        string table = Column("a,b", 10, i => $"item {i % 4},{i}", i => $"{i}.5");
        Assert.DoesNotContain(Understand(table).Lines(), line => line.Contains("last row", StringComparison.Ordinal));
        Assert.Contains(
            "note: the last row has 'Total' in the column 'a', as sums of the others have: take it out of the file " +
            "if it is no sample", Understand(table + "Total,45,50\n").Lines());
    }

    [Fact]
    public void Targets_that_a_training_will_refuse_are_told()
    {
        const string Note = "note: the targets are so large and so close together that float32 does not tell them " +
            "apart: a training needs Model.DType = Float64, or targets from which a number that is near them all is " +
            "taken away";
        string table = Column("a", 30, i => $"{i}.5", i => $"{1_000_000_000 + (i / 10.0):F1}");
        TableSamples samples = TableFile.Read(Table(table));
        Assert.Contains(Note, samples.Reading.Lines());
        Assert.Throws<DataException>(() => new Model(new Dense(1)).Fit(samples.Data, new() { Epochs = 1 }));
        TableSamples doubles = TableFile.Read(Table(table), new() { DType = DType.Float64 });
        Assert.DoesNotContain(Note, doubles.Reading.Lines());
        var model = new Model(new Dense(1)) { DType = DType.Float64, TargetScaling = new() };
        model.Fit(doubles.Data, new() { Epochs = 1 });
    }
}
