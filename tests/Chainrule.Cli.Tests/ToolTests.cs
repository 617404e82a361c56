namespace Chainrule.Cli.Tests;

public class ToolTests
{
    [Fact]
    public void The_tool_is_built_beside_the_tests() =>
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "Chainrule.Cli.dll")));
}
