using System.Text.Json;

namespace Chainrule.Cli.Tests;

public class BenchTests
{
    [Fact]
    public void A_workload_is_reported_as_its_peers_do()
    {
        using var folder = new TemporaryFolder();
        JsonElement line = Assert.Single(ToolRun.In(folder, "bench tiny --epochs 1 --threads 1 --json").Done().Json);
        Assert.StartsWith("chainrule ", line.GetProperty("peer").GetString());
        Assert.Equal("tiny", line.GetProperty("workload").GetString());
        Assert.Equal(1, line.GetProperty("epochs").GetInt32());
        Assert.True(line.GetProperty("seconds").GetDouble() > 0);
        Assert.True(line.GetProperty("samples_per_second").GetDouble() > 0);
        Assert.True(line.GetProperty("mse").GetDouble() > 0);
        ToolRun.In(folder, "bench huge").Refused("no workload 'huge'", "tiny");
        ToolRun.In(folder, "bench").Refused("WORKLOAD");
    }

    [Fact]
    public void Predictions_are_timed_and_allocate_nothing()
    {
        using var folder = new TemporaryFolder();
        JsonElement[] lines = ToolRun.In(folder, "bench predict --threads 1 --json").Done().Json;
        Assert.Equal(["784-128-10", "784-512-512-10"], lines.Select(line => line.GetProperty("network").GetString()));
        Assert.All(lines, line => Assert.Equal(0, line.GetProperty("bytes_allocated").GetInt64()));
        Assert.All(lines, line => Assert.True(line.GetProperty("latency_us").GetDouble() > 0));
    }
}
