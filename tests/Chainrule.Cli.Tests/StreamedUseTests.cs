using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Evaluation and prediction of files that need not fit in memory.</summary>
public class StreamedUseTests
{
    private const int Rows = 3001;

    // Rows with missing values, unknown cities and rows without a label among them.
    private static void Table(TemporaryFolder folder, string name, string label)
    {
        var text = new StringBuilder("x,y,city,label\n");
        var random = new Random(3);
        for (int i = 0; i < Rows; i++)
        {
            double x = random.NextDouble() - 0.5, y = random.NextDouble() - 0.5;
            string answer = i % 500 == 499 ? "" : label == "class" ? x > y ? "above" : "below"
                : (x + (2 * y)).ToString("F4", CultureInfo.InvariantCulture);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{(i % 97 == 0 ? "" : $"{x:F5}")},{y:F5},{(i % 3 == 0 ? "\"Rome, I\"" : "Bonn")},{answer}");
        }
        folder.Write(name, text.ToString());
    }

    [Theory]
    [InlineData("class", "", "evaluate RUN table.csv")]
    [InlineData("class", "--split random", "evaluate RUN table.csv")]
    [InlineData("class", "--stream 300", "evaluate RUN table.csv --curves")]
    [InlineData("class", "--missing drop", "evaluate RUN table.csv --all")]
    [InlineData("value", "", "evaluate RUN table.csv")]
    [InlineData("value", "--split time", "evaluate RUN table.csv")]
    [InlineData("value", "", "evaluate RUN table.csv --all --metrics r2,mae,mse")]
    public void A_streamed_evaluation_gives_the_digits_of_one_in_memory(string label, string training, string command)
    {
        using var folder = new TemporaryFolder();
        Table(folder, "table.csv", label);
        ToolRun.In(folder, $"train table.csv --epochs 2 --out RUN {training}").Done();
        ToolRun whole = ToolRun.In(folder, $"{command} --json").Done();
        ToolRun streamed = ToolRun.In(folder, $"{command} --json --stream 100").Done();
        Assert.Equal(whole.Output, streamed.Output);
        Assert.Equal(whole.Error, streamed.Error);
        string told = ToolRun.In(folder, $"{command} --stream 100").Done().Output;
        Assert.Contains("kept of each sample", told);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--out answers.csv")]
    [InlineData("--out answers.jsonl")]
    [InlineData("--out answers.npy")]
    public void A_streamed_prediction_gives_the_bytes_of_one_in_memory(string options)
    {
        using var folder = new TemporaryFolder();
        Table(folder, "table.csv", "class");
        ToolRun.In(folder, "train table.csv --epochs 2 --out RUN").Done();
        string text = File.ReadAllText(folder.File("table.csv"));
        // More rows than are computed at a time, and texts that are not known.
        folder.Write("new.csv", text + string.Concat(Enumerable.Repeat(text[(text.IndexOf('\n') + 1)..], 5))
            + "1,2,Oslo,above\n");
        string file = options[(options.LastIndexOf(' ') + 1)..];
        ToolRun whole = ToolRun.In(folder, $"predict RUN new.csv {options}").Done();
        byte[] expected = file == options ? [] : File.ReadAllBytes(folder.File(file));
        ToolRun streamed = ToolRun.In(folder, $"predict RUN new.csv {options} --stream 100").Done();
        Assert.Equal((6 * Rows) + 1, whole.Lines.Length);
        Assert.Equal(whole.Output, streamed.Output);
        Assert.Contains("Oslo", streamed.Error);
        if (file == options) return;
        Assert.Equal(expected, File.ReadAllBytes(folder.File(file)));
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Arrays_of_NumPy_with_a_file_of_labels_are_trained_on_evaluated_and_predicted(DType dtype)
    {
        using var folder = new TemporaryFolder();
        Dataset data = ToyData.Moons(2000, seed: 3);
        NumpyFile.Write(folder.File("x.npy"), data.Features.Cast(dtype));
        NumpyFile.Write(folder.File("y.npy"), data.Targets);
        const string Train = "train x.npy --labels y.npy --epochs 20";
        ToolRun.In(folder, $"{Train} --out WHOLE").Done();
        ToolRun.In(folder, $"{Train} --stream 500 --out RUN").Done();
        foreach (string run in (string[])["WHOLE", "RUN"])
        {
            ToolRun whole = ToolRun.In(folder, $"evaluate {run} x.npy --labels y.npy --json").Done();
            ToolRun streamed = ToolRun.In(folder, $"evaluate {run} x.npy --labels y.npy --json --stream 64").Done();
            Assert.Equal(whole.Output, streamed.Output);
            Assert.False(whole.LastJson.GetProperty("trained_on_too").GetBoolean());
            Assert.InRange(whole.LastJson.GetProperty("value").GetDouble(), 0.8, 1);
            Assert.Equal(
                ToolRun.In(folder, $"predict {run} x.npy").Done().Output,
                ToolRun.In(folder, $"predict {run} x.npy --stream 64").Done().Output);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" --size 10x10")]
    public void A_folder_of_images_is_trained_on_evaluated_and_predicted(string size)
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImageFolder(folder);
        ToolRun run = ToolRun.In(folder, $"train images --stream 1000 --epochs 8 --seed 3 --out RUN{size}").Done();
        ToolRun usual = ToolRun.In(folder, $"train images --epochs 8 --seed 3 --out WHOLE{size}").Done();
        foreach (string beginning in (string[])["images: 300 of", "task: ", "pixels: "])
            Assert.Equal(
                usual.Lines.Single(line => line.StartsWith(beginning, StringComparison.Ordinal)),
                run.Lines.Single(line => line.StartsWith(beginning, StringComparison.Ordinal)));
        ToolRun whole = ToolRun.In(folder, "evaluate RUN images --json").Done();
        Assert.Equal(whole.Output, ToolRun.In(folder, "evaluate RUN images --json --stream 5").Done().Output);
        Assert.False(whole.LastJson.GetProperty("trained_on_too").GetBoolean());
        Assert.Equal(
            ToolRun.In(folder, "predict RUN images").Done().Output,
            ToolRun.In(folder, "predict RUN images --stream 5").Done().Output);
    }

    // Whole numbers of 64 bits that are pixels are so as in memory.
    [Fact]
    public void Pixels_in_any_whole_numbers_are_scaled_alike()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        int[] pixels = [.. Enumerable.Range(0, 400 * 16).Select(i => i / 16 % 2 == i / 8 % 2 ? 255 : random.Next(99))];
        string values = string.Join(", ", pixels);
        NumpyFile.Write(folder.File("x32.npy"), Tensor.FromArray(pixels, [400, 4, 4]));
        File.WriteAllBytes(folder.File("x64.npy"), In64Bits(File.ReadAllBytes(folder.File("x32.npy")), pixels));
        NumpyFile.Write(folder.File("y.npy"), Tensor.FromArray([.. Enumerable.Range(0, 400).Select(i => i % 2)]));
        foreach (string file in (string[])["x32.npy", "x64.npy"])
        {
            string common = $"train {file} --labels y.npy --epochs 3 --stream 1000 --test-share 0";
            Assert.Contains("divided by 255", ToolRun.In(folder, $"{common} --out {file[..3]}").Done().Output);
        }
        Assert.Equal(
            ToolRun.In(folder, "predict x32 x32.npy").Done().Output,
            ToolRun.In(folder, "predict x64 x64.npy --stream 7").Done().Output);
    }

    private static byte[] In64Bits(byte[] file, int[] values)
    {
        string head = Encoding.Latin1.GetString(file[..^(4 * values.Length)])
            .Replace("<i4", "<i8", StringComparison.Ordinal);
        return [.. Encoding.Latin1.GetBytes(head), .. values.SelectMany(value => BitConverter.GetBytes((long)value))];
    }

    [Theory]
    [InlineData("evaluate RUN table.csv --stream 10 --importance", "leave one of them out")]
    [InlineData("evaluate RUN table.csv --stream 10 --weights x", "leave one of them out")]
    [InlineData("evaluate RUN digits --stream 10", "leave it out")]
    [InlineData("predict RUN digits --stream 10", "leave it out")]
    [InlineData("evaluate RUN some.npz --stream 10", "leave --stream out")]
    [InlineData("predict RUN some.npz --stream 10", "leave --stream out")]
    [InlineData("predict RUN table.csv --stream 10 --out p.png", "leave one of them out")]
    [InlineData("train x.npy --stream 10 --out R", "--labels")]
    [InlineData("train x.npy --out R", "--labels")]
    [InlineData("train some.npz --stream 10 --out R", "numpy.save")]
    [InlineData("train table.csv --stream 10 --out R --size 9x9", "--size")]
    public void What_is_not_streamed_is_refused_with_a_remedy(string command, string part)
    {
        using var folder = new TemporaryFolder();
        Table(folder, "table.csv", "class");
        NumpyFile.Write(folder.File("x.npy"), Tensor.Zeros([30, 2]));
        NumpyFile.WriteArchive(folder.File("some.npz"), [new("X", Tensor.Zeros([3, 2])), new("y", Tensor.Zeros([3]))]);
        if (!command.StartsWith("train", StringComparison.Ordinal))
            ToolRun.In(folder, "train table.csv --epochs 1 --out RUN").Done();
        ToolRun.In(folder, command).Refused(part);
    }

    [Fact]
    public void A_result_of_one_sample_says_what_cannot_be_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("five.csv", "a,b\n1,2.5\n2,3.5\n3,4.7\n4,5.2\n5,6.1\n");
        ToolRun run = ToolRun.In(folder, "train five.csv --epochs 1 --out RUN").Done();
        Assert.Contains("r2 of a single sample cannot be told", run.Output);
        JsonElement json = ToolRun.In(folder, "train five.csv --epochs 1 --out RUN --json").Done().LastJson;
        Assert.Contains("r2", json.GetProperty("notes").EnumerateArray().Last().GetString());
        Assert.DoesNotContain("cannot be told",
            ToolRun.In(folder, "train five.csv --epochs 1 --test-share 0.4 --out RUN").Done().Output);
    }
}
