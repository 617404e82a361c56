namespace Chainrule.Cli.Tests;

/// <summary>The tool says the same where people write 0,5 and 1.000, and where the small I has no dot.</summary>
public class CultureTests
{
    [Theory]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("de_DE.UTF-8")]
    public void A_process_in_another_country_says_the_same(string locale)
    {
        using TemporaryFolder folder = new();
        folder.Write("points.csv", "x,INDEX,label\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"{i * 37 % 60}.5,{i}000.25,{(i * 37 % 60 > 29 ? "I" : "i")}\n")));
        foreach (string command in (string[])["data show points.csv", "derive --help"])
        {
            ToolRun abroad = ToolRun.AsProcess(folder, command, ("LC_ALL", locale), ("LANG", locale)).Done();
            Assert.Equal(ToolRun.In(folder, command).Done().Output, abroad.Output);
        }
    }
}
