using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests;

public class ServerTests
{
    private const string Json = "\nContent-Type: application/json";

    [Fact]
    public async Task The_page_and_its_files_are_served()
    {
        await using RunningStudio studio = await RunningStudio.Start();
        using var client = new HttpClient { BaseAddress = studio.Address };
        string page = await client.GetStringAsync("");
        Assert.Contains("<title>Chainrule</title>", page);
        foreach (string file in (string[])["page.js", "index.css", "icon.svg", "inter-latin-wght-normal.woff2"])
            Assert.NotEmpty(await client.GetByteArrayAsync(file));
        using HttpResponseMessage script = await client.GetAsync("page.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Contains("script-src 'self'", script.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task The_file_that_was_named_is_opened()
    {
        await using RunningStudio studio = await RunningStudio.Start(new() { Text = "param w[n]" });
        using var client = new HttpClient { BaseAddress = studio.Address };
        JsonNode settings = JsonNode.Parse(await client.GetStringAsync("settings.json"))!;
        Assert.Equal(("local", "param w[n]"), (settings["engine"]!.ToString(), settings["text"]!.ToString()));
    }

    [Fact]
    public async Task Questions_are_answered()
    {
        await using RunningStudio studio = await RunningStudio.Start();
        using var client = new HttpClient { BaseAddress = studio.Address };
        using var asked = new StringContent("""{"text":"param w[n]\nS = sum(w^2)\nminimize S"}""", Encoding.UTF8,
            "application/json");
        using HttpResponseMessage answer = await client.PostAsync("ask/derive", asked);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("dS/dw = 2 w", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Changes_of_runs_are_told_as_they_happen()
    {
        string run = Directory.CreateTempSubdirectory("studio-run-").FullName;
        try
        {
            string history = Path.Combine(run, RunFolder.HistoryFileName);
            await File.WriteAllTextAsync(history, "epoch,loss\n1,0.5\n");
            RunningStudio studio = await RunningStudio.Start(new() { Files = new() { Runs = [run] } });
            using var client = new HttpClient { BaseAddress = studio.Address };
            using var reader = new StreamReader(await client.GetStreamAsync("runs"));
            Assert.Single((await Event())["columns"]![0]!["values"]!.AsArray());
            await File.AppendAllTextAsync(history, "2,0.25\n");
            Assert.Equal(2, (await Event())["columns"]![0]!["values"]!.AsArray().Count);
            File.Delete(history);
            Assert.Contains("file not found", (await Event())["problem"]!.ToString());
            // A page that is open does not keep the server from ending.
            await studio.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

            async Task<JsonNode> Event()
            {
                string? line;
                do line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
                while (line is "" or ":");
                Assert.StartsWith("data: ", line);
                return JsonNode.Parse(line!["data: ".Length..])!["runs"]![0]!;
            }
        }
        finally
        {
            Directory.Delete(run, recursive: true);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET /settings.json HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET /00000000000000000000000000000000/ HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET ~/ HTTP/1.1\nHost: evil.example", 421)]
    [InlineData("GET ~/ HTTP/1.1\nHost: 127.0.0.1", 421)]
    [InlineData("GET ~/ HTTP/1.1\nHost: 127.0.0.1.evil.example", 421)]
    [InlineData("GET ~/ HTTP/1.1\nHost: 0.0.0.0:80", 421)]
    [InlineData("GET ~/ HTTP/1.1\nX: y", 400)]
    [InlineData("GET ~/ HTTP/1.1\nHost: HOST\nOrigin: http://evil.example", 403)]
    [InlineData("GET ~/ HTTP/1.1\nHost: HOST\nOrigin: null", 403)]
    [InlineData("GET ~/ HTTP/1.1\nHost: HOST\nOrigin: https://HOST", 403)]
    [InlineData("GET ~/ HTTP/1.1\nHost: HOST\nSec-Fetch-Site: cross-site", 403)]
    [InlineData("GET ~/../../../../etc/passwd HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET ~/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET ~/%2e%2e/%2e%2e/StudioServer.cs HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET ~//etc/passwd HTTP/1.1\nHost: HOST", 404)]
    [InlineData("GET ~/page.js%00.html HTTP/1.1\nHost: HOST", 400)]
    [InlineData("DELETE ~/page.js HTTP/1.1\nHost: HOST", 405)]
    [InlineData("PUT ~/page.js HTTP/1.1\nHost: HOST\nContent-Length: 0", 405)]
    [InlineData("POST ~/ask/derive HTTP/1.1\nHost: HOST\nContent-Type: text/plain\nContent-Length: 0", 415)]
    [InlineData("GET ~/ask/derive HTTP/1.1\nHost: HOST", 404)]
    public async Task Hostile_requests_are_refused(string request, int status)
    {
        await using RunningStudio studio = await RunningStudio.Start();
        Assert.Equal(status, await studio.Send(request));
    }

    [Fact]
    public async Task A_huge_question_is_refused_and_the_next_one_answered()
    {
        await using RunningStudio studio = await RunningStudio.Start();
        string huge = new('x', StudioServer.MaxQuestionBytes + 1);
        Assert.Contains(await studio.Send($"POST ~/ask/derive HTTP/1.1\nHost: HOST{Json}", huge), (int[])[413, 0]);
        Assert.Equal(200, await studio.Send($"POST ~/ask/words HTTP/1.1\nHost: HOST{Json}", "{}"));
    }

    [Fact]
    public async Task Only_a_table_may_be_larger()
    {
        await using RunningStudio studio = await RunningStudio.Start();
        string rows = string.Concat(Enumerable.Repeat("1,2\n3,4\n5,6\n", 150_000));
        string bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes($"x,y\n{rows}"));
        Assert.True(bytes.Length > StudioServer.MaxQuestionBytes);
        string answer = await studio.Answer(
            $"POST ~/ask/tableOpen HTTP/1.1\nHost: HOST{Json}", $$"""{"name":"a.csv","bytes":"{{bytes}}"}""");
        Assert.Contains("\"rows\":450000", answer);
        Assert.Contains(
            await studio.Send($"POST ~/ask/tableRead HTTP/1.1\nHost: HOST{Json}", $$"""{"label":"{{bytes}}"}"""),
            (int[])[413, 0]);
    }

    [Fact]
    public async Task A_question_of_nested_brackets_is_refused_and_the_next_one_answered()
    {
        await using RunningStudio studio = await RunningStudio.Start();
        string nested = $$"""{"text":"S = {{new string('(', 100_000)}}"}""";
        Assert.Equal(200, await studio.Send($"POST ~/ask/derive HTTP/1.1\nHost: HOST{Json}", nested));
        string json = new string('[', 100_000);
        Assert.Contains("refusal", await studio.Answer($"POST ~/ask/derive HTTP/1.1\nHost: HOST{Json}", json));
        Assert.Equal(200, await studio.Send($"POST ~/ask/words HTTP/1.1\nHost: HOST{Json}", "{}"));
    }

    [Fact]
    public async Task A_question_that_never_ends_delays_nobody()
    {
        await using RunningStudio studio = await RunningStudio.Start();
        using var slow = new System.Net.Sockets.TcpClient();
        await slow.ConnectAsync(studio.Address.Host, studio.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"POST {studio.Address.AbsolutePath}ask/derive HTTP/1.1\r\nHost: {studio.Host}\r\n" +
            "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
        Assert.Equal(200, await studio.Send($"POST ~/ask/words HTTP/1.1\nHost: HOST{Json}", "{}"));
    }

    [Fact]
    public async Task Two_servers_have_two_words_in_their_addresses()
    {
        await using RunningStudio one = await RunningStudio.Start(), other = await RunningStudio.Start();
        Assert.NotEqual(one.Address.AbsolutePath, other.Address.AbsolutePath);
        Assert.Equal("127.0.0.1", one.Address.Host);
        Assert.True(one.Address.AbsolutePath.Length >= 32);
    }
}
