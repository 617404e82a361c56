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
