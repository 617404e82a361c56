using System.Diagnostics;
using System.Text.Json;

namespace Chainrule.Tests.Architecture;

public class ConfigurationTests
{
    // `dotnet run program.cs` builds the libraries it refers to as Debug.
    [Theory]
    [InlineData("Chainrule")]
    [InlineData("Chainrule.Explain")]
    [InlineData("Chainrule.Data")]
    public void A_library_is_optimized_in_every_configuration(string name)
    {
        string project = SourceTree.PathOf("src", name, name + ".csproj");
        using Process process = Process.Start(
            new ProcessStartInfo(
                "dotnet", ["msbuild", project, "-getProperty:Optimize,Configuration", "-property:Configuration=Debug"])
            {
                RedirectStandardOutput = true,
            })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        JsonElement properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        Assert.Equal("Debug", properties.GetProperty("Configuration").GetString());
        Assert.Equal("true", properties.GetProperty("Optimize").GetString());
    }
}
