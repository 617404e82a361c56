using System.Security.Cryptography;

namespace Chainrule.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private const string Remedy = "bring the file yourself";

    private readonly byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i / 7))];
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"chainrule-{Guid.NewGuid():N}");
    private readonly RemoteFile file;

    public DownloaderTests() => file = new("things.gz", content.Length, Convert.ToHexString(SHA256.HashData(content)));

    private string Final => Path.Combine(folder, "things.gz");

    private string Part => Final + ".part";

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_file_arrives_whole_and_is_not_fetched_twice()
    {
        using FileServer server = Serve();
        List<DownloadProgress> reports = [];
        Assert.Equal(Final, Fetch(reports.Add, server.Address));
        Assert.Equal(content, File.ReadAllBytes(Final));
        Assert.False(File.Exists(Part));
        Assert.Equal(content.Length, reports[^1].Received);
        Assert.Equal(reports.Select(report => report.Received).Order(), reports.Select(report => report.Received));
        Fetch(null, server.Address);
        Assert.Equal(["things.gz"], server.Requests);
    }

    [Fact]
    public void A_cut_connection_is_taken_up_where_it_broke()
    {
        using FileServer server = Serve(cuts: [30_000, 20_000]);
        Fetch(null, server.Address);
        Assert.Equal(content, File.ReadAllBytes(Final));
        Assert.Equal(["things.gz", "things.gz from 30000", "things.gz from 50000"], server.Requests);
    }

    [Fact]
    public void What_an_earlier_run_received_is_used()
    {
        using FileServer server = Serve();
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Part, content[..40_000]);
        Fetch(null, server.Address);
        Assert.Equal(content, File.ReadAllBytes(Final));
        Assert.Equal(["things.gz from 40000"], server.Requests);
    }

    [Fact]
    public void Wrong_bytes_of_an_earlier_run_are_fetched_anew()
    {
        using FileServer server = Serve();
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Part, new byte[40_000]);
        Fetch(null, server.Address);
        Assert.Equal(content, File.ReadAllBytes(Final));
        Assert.Equal(["things.gz from 40000", "things.gz"], server.Requests);
    }

    [Fact]
    public void A_server_without_ranges_starts_from_the_beginning()
    {
        using var server = new FileServer { KnowsRanges = false, Files = { ["things.gz"] = content } };
        server.Cuts.Enqueue(30_000);
        Fetch(null, server.Address);
        Assert.Equal(content, File.ReadAllBytes(Final));
    }

    [Fact]
    public void A_wrong_sum_leaves_nothing_and_says_so()
    {
        byte[] wrong = [.. content];
        wrong[77]++;
        using FileServer server = Serve(wrong);
        string message = Assert.Throws<DataException>(() => Fetch(null, server.Address)).Message;
        Assert.Equal(
            $"things.gz could not be downloaded from {server.Address} (the SHA-256 sum of what it sent is wrong): "
            + $"try again later, or {Remedy}.",
            message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void More_bytes_than_the_file_has_are_not_taken()
    {
        using FileServer server = Serve([.. content, .. content]);
        DataException error = Assert.Throws<DataException>(() => Fetch(null, server.Address));
        Assert.Contains("sent more than the 100,000 bytes of the file", error.Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void The_second_mirror_helps_when_the_first_is_down_or_wrong_or_breaks_off()
    {
        byte[] wrong = [.. content];
        wrong[0]++;
        using FileServer good = Serve(), bad = Serve(wrong), empty = new(), breaking = Serve(cuts: [60_000, 0, 0]);
        foreach (Uri first in new[] { FileServer.Nowhere(), bad.Address, empty.Address, breaking.Address })
        {
            Fetch(null, first, good.Address);
            Assert.Equal(content, File.ReadAllBytes(Final));
            File.Delete(Final);
        }
        Assert.Equal(["things.gz", "things.gz", "things.gz", "things.gz from 60000"], good.Requests);
    }

    [Fact]
    public void When_all_mirrors_fail_each_is_named_with_its_reason()
    {
        using FileServer empty = new(), breaking = Serve(cuts: [500, 0, 0]);
        Uri nowhere = FileServer.Nowhere();
        Uri[] mirrors = [nowhere, empty.Address, breaking.Address];
        string message = Assert.Throws<DataException>(() => Fetch(null, mirrors)).Message;
        Assert.Matches(
            @"^things\.gz could not be downloaded from http://127\.0\.0\.1:\d+/ \(.*refused.*\) nor from "
            + @"http://127\.0\.0\.1:\d+/data/ \(status 404 NotFound\) nor from "
            + @"http://127\.0\.0\.1:\d+/data/ \(the connection broke: .*\): try again later, or .*\.$",
            message);
        Assert.Equal([Part], Directory.GetFiles(folder));   // 500 bytes to go on from
    }

    [Fact]
    public void A_silent_server_is_given_up()
    {
        using var silent = new FileServer { IsSilent = true, Files = { ["things.gz"] = content } };
        using var downloader = new Downloader([silent.Address], null, TimeSpan.FromMilliseconds(200));
        DataException error = Assert.Throws<DataException>(() => downloader.Fetch(file, folder, Remedy, default));
        Assert.Contains("silent for 0.2 seconds", error.Message);
    }

    [Fact]
    public void A_canceled_download_keeps_what_has_arrived()
    {
        using FileServer server = Serve();
        using var cancellation = new CancellationTokenSource();
        using var downloader = new Downloader([server.Address], _ => cancellation.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => downloader.Fetch(file, folder, Remedy, cancellation.Token));
        Assert.False(File.Exists(Final));
        Assert.InRange(new FileInfo(Part).Length, 1, content.Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(folder, "a file in the way");
        try
        {
            using FileServer server = Serve();
            string message = Assert.Throws<DataException>(() => Fetch(null, server.Address)).Message;
            Assert.StartsWith($"{Part}: the download cannot be written (", message);
            Assert.Empty(server.Requests);
        }
        finally
        {
            File.Delete(folder);
        }
    }

    [Fact]
    public void A_full_disk_is_named_and_leaves_nothing_under_the_name()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full, the device that is always full");
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Part, "/dev/full");
        using FileServer server = Serve();
        string message = Assert.Throws<DataException>(() => Fetch(null, server.Address)).Message;
        Assert.Contains("No space left on device", message);
        Assert.Contains("free some space", message);
        Assert.False(File.Exists(Final));
    }

    private string Fetch(Action<DownloadProgress>? progress, params Uri[] mirrors)
    {
        using var downloader = new Downloader(mirrors, progress);
        return downloader.Fetch(file, folder, Remedy, default);
    }

    private FileServer Serve(byte[]? served = null, int[]? cuts = null)
    {
        var server = new FileServer { Files = { ["things.gz"] = served ?? content } };
        foreach (int cut in cuts ?? []) server.Cuts.Enqueue(cut);
        return server;
    }
}
