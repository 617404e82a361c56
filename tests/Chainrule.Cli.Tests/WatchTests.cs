using Chainrule.Cli.Chains;

namespace Chainrule.Cli.Tests;

/// <summary>A watched file is read again each time it is saved, however an editor saves.</summary>
public class WatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_way_of_saving_is_seen_and_an_error_does_not_end_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", "1");
        string path = folder.File("net.chain");
        using var stop = new CancellationTokenSource();
        using var ran = new SemaphoreSlim(0);
        using var messages = new StringWriter();   // other tests read standard error
        List<string> seen = [];
        Task<int> watching = Task.Run(() => Watching.Run(path, Tool.Commands(), () =>
        {
            seen.Add(File.ReadAllText(path));
            ran.Release();
            if (seen.Count == 2) throw new ChainruleException("Two is wrong: write three.");
        }, messages, stop.Token));
        await Ran();
        folder.Write("net.chain", "two");                                        // written in place; fails
        await Ran();
        folder.Write("net.chain~", "three");
        File.Move(folder.File("net.chain~"), path, overwrite: true);             // replaced by renaming
        await Ran();
        File.Delete(path);                                                       // missing for a while
        await Task.Delay(600);
        Assert.Equal(3, seen.Count);
        folder.Write("net.chain", "fourth");
        await Ran();
        await Task.Delay(600);
        stop.Cancel();
        Assert.Equal(Tool.Done, await watching.WaitAsync(Limit));
        Assert.Contains("Two is wrong: write three.", messages.ToString());
        Assert.Equal(["1", "two", "three", "fourth"], seen);                     // and not again without a change

        async Task Ran() => Assert.True(await ran.WaitAsync(Limit));
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "check missing.chain --watch").Refused("missing.chain", "--watch");
    }
}
