using System.Diagnostics;
using System.Globalization;

namespace Chainrule.Tests.Data.Tables;

/// <summary>
/// Long lines take time in proportion to their length; CHAINRULE_COLUMNS=1000000 tries a million columns.
/// </summary>
public class LargeTableTests : TableFixture
{
    // Were all columns gone through for each, these would take minutes.
    private static readonly int Columns = int.Parse(
        Environment.GetEnvironmentVariable("CHAINRULE_COLUMNS") ?? "300000", CultureInfo.InvariantCulture);

    // Nearly three times the longest field.
    private static readonly int Characters = 10 * Columns;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(Math.Max(30, Columns * 60 / 1_000_000));

    [Fact]
    public void A_line_of_three_megabytes_without_a_delimiter_is_refused() => InTime(() => Assert.Equal(
        "line 1: a field is longer than 1,048,576 characters: close the quote that is open there.",
        Error(new string('z', Characters))));

    [Fact]
    public void A_quote_that_is_open_for_three_megabytes_is_refused() => InTime(() => Assert.Equal(
        "line 2: a field is longer than 1,048,576 characters: close the quote that is open there.",
        Error("a,y\n1,\"" + Repeat("z,z\n", Characters))));

    [Fact]
    public void A_line_of_three_megabytes_is_one_sample() => InTime(() =>
    {
        Dataset data = Read(
            Repeat("0.1234567,", Characters) + "2", new() { HasHeader = false, Task = TableTask.Regression });
        Assert.Equal([1, Characters / 10], data.Features.Shape);
        Assert.Equal([2f], data.Targets.ToArray<float>());
    });

    [Fact]
    public void A_row_longer_than_the_buffer_can_be_is_refused() => InTime(() => Assert.Equal(
        "line 2: the row is longer than 16 million characters: close the quote that is open there, or save a table "
        + "of so many columns as .npy.",
        Error("a,y\n" + Repeat("1,", 20_000_000))));

    [Fact]
    public void Hundreds_of_thousands_of_columns_are_read_and_found_by_name() => InTime(() =>
    {
        string header = string.Join(',', Enumerable.Range(0, Columns).Select(i => $"c{i}"));
        string path = Table($"{header}\n{Row(1)}\n{Row(2)}\n{Row(3)}\n");
        TableSamples table = TableFile.Read(path);
        Assert.Equal([3, Columns - 1], table.Data.Features.Shape);
        Assert.Equal([1000 / 8f, 1001 / 8f, 1002 / 8f], table.Data.Targets.ToArray<float>());
        Assert.Equal(table.Data.Features.ToArray<float>(), TableFile.ReadFeatures(path, table.Schema).ToArray<float>());
    });

    private static string Row(int number) => string.Join(',', Enumerable.Range(0, Columns).Select(
        i => (((i % 1000) + number) / 8.0).ToString(CultureInfo.InvariantCulture)));

    private static string Repeat(string text, int characters) =>
        string.Concat(Enumerable.Repeat(text, characters / text.Length));

    private static void InTime(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Limit);
    }
}
