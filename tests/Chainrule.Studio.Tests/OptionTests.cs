namespace Chainrule.Studio.Tests;

public class OptionTests
{
    [Fact]
    public void Options_are_read()
    {
        string file = Path.Combine(Path.GetTempPath(), $"studio-{Guid.NewGuid():N}.chain");
        File.WriteAllText(file, "param w[n]");
        try
        {
            var options = StudioOptions.Parse(["--no-browser", "--port", "8080", file]);
            Assert.Equal((false, 8080, "param w[n]"), (options.OpensBrowser, options.Port, options.Text));
        }
        finally
        {
            File.Delete(file);
        }
        Assert.True(StudioOptions.Parse([]).OpensBrowser);
    }

    [Fact]
    public void Of_a_notebook_the_code_is_opened()
    {
        string file = Path.Combine(Path.GetTempPath(), $"studio-{Guid.NewGuid():N}.ipynb");
        try
        {
            File.WriteAllText(file, Engine.NotebookTests.Notebook);
            Assert.Equal(Engine.NotebookTests.Code, StudioOptions.Parse([file]).Text);
            File.WriteAllText(file, "[]");
            Assert.Contains("no notebook",
                Assert.Throws<DataException>(() => StudioOptions.Parse([file])).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_table_and_runs_are_opened_by_what_they_are()
    {
        string folder = Directory.CreateTempSubdirectory("studio-options-").FullName;
        try
        {
            string table = Path.Combine(folder, "a.csv"), run = Path.Combine(folder, "run");
            File.WriteAllText(table, "x,y\n1,2\n");
            Directory.CreateDirectory(run);
            Assert.Contains("not the folder of a run",
                Assert.Throws<ChainruleException>(() => StudioOptions.Parse([run])).Message);
            File.WriteAllText(Path.Combine(run, RunFolder.HistoryFileName), "epoch,loss\n1,2\n");
            var options = StudioOptions.Parse([table, run, run]);
            Assert.Equal((table, 2), (options.Files.Table, options.Files.Runs.Count));
            Assert.Contains("only one",
                Assert.Throws<ChainruleException>(() => StudioOptions.Parse([table, table])).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("no option", "--open")]
    [InlineData("--port", "--port")]
    [InlineData("--port", "--port", "-1")]
    [InlineData("--port", "--port", "65536")]
    [InlineData("no such file", "nowhere.chain")]
    public void Others_are_refused(string part, params string[] arguments) => Assert.Contains(
        part, Assert.Throws<ChainruleException>(() => StudioOptions.Parse(arguments)).Message);

    [Fact]
    public void A_file_that_is_no_program_is_refused() => Assert.Contains("no forward pass",
        Assert.Throws<ChainruleException>(() => StudioOptions.Parse([typeof(OptionTests).Assembly.Location])).Message);
}
