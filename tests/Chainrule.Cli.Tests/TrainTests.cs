using System.Text.Json;

namespace Chainrule.Cli.Tests;

public class TrainTests
{
    private const string Train = "train mnist --data-dir data --layers 784,16:relu,10 --epochs 2 --seed 3";

    [Fact]
    public void Json_lines_are_as_promised_and_the_folder_has_three_files()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        ToolRun run = ToolRun.In(folder, $"{Train} --batch 32 --optimizer adam --rate 1e-3 --out RUN --json").Done();
        JsonElement[] lines = run.Json;
        Assert.Equal(3, lines.Length);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            JsonElement line = lines[epoch - 1];
            Assert.Equal("epoch", line.GetProperty("event").GetString());
            Assert.Equal(epoch, line.GetProperty("epoch").GetInt32());
            Assert.True(line.GetProperty("loss").GetDouble() > 0);
            Assert.Equal("accuracy", line.GetProperty("metric").GetString());
            Assert.InRange(line.GetProperty("value").GetDouble(), 0, 1);
            Assert.True(line.GetProperty("samples_per_second").GetDouble() > 0);
        }
        Assert.Equal("done", lines[2].GetProperty("event").GetString());
        Assert.InRange(lines[2].GetProperty("test_accuracy").GetDouble(), 0, 1);
        Assert.Equal("RUN/model.safetensors", lines[2].GetProperty("model").GetString()!.Replace('\\', '/'));
        Assert.True(lines[2].GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(
            ["config.json", "history.csv", "model.safetensors"],
            Directory.GetFiles(folder.File("RUN")).Select(path => Path.GetFileName(path)).Order());
        string[] history = File.ReadAllLines(folder.File("RUN", "history.csv"));
        Assert.StartsWith("epoch,loss,metric,value,", history[0]);
        Assert.Equal(3, history.Length);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit_of_the_model_nor_does_a_repetition_from_the_config()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        ToolRun.In(folder, $"{Train} --threads 1 --l2 1e-4 --schedule cosine --out one").Done();
        ToolRun.In(folder, $"{Train} --threads 2 --l2 1e-4 --schedule cosine --out two").Done();
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(folder.File("one", "config.json")));
        string command = config.RootElement.GetProperty("command").GetString()!;
        Assert.StartsWith("chainrule train mnist ", command);
        ToolRun.In(folder, $"{command["chainrule ".Length..]} --out again").Done();
        byte[] one = File.ReadAllBytes(folder.File("one", "model.safetensors"));
        Assert.Equal(one, File.ReadAllBytes(folder.File("two", "model.safetensors")));
        Assert.Equal(one, File.ReadAllBytes(folder.File("again", "model.safetensors")));
    }

    [Fact]
    public void Every_option_has_an_effect_and_is_kept_in_the_config()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        string options =
            "--precision float64 --validation 0.1 --patience 2 --l1 1e-5 --clip 1 --init normal(0,0.1) --binarize " +
            "--take 200 " +
            "--log steps --batch 50 --schedule warmup:1:step:2:0.5 --optimizer nesterov --rate 0.05";
        ToolRun run = ToolRun.In(folder, $"{Train} {options} --out RUN --json").Done();
        Assert.True(run.Json[0].TryGetProperty("validation_loss", out _));
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(folder.File("RUN", "config.json")));
        Assert.Equal("float64", config.RootElement.GetProperty("precision").GetString());
        Assert.Equal(0.1, config.RootElement.GetProperty("validation").GetDouble());
        Assert.Equal(200, config.RootElement.GetProperty("take").GetInt32());
        Assert.True(config.RootElement.GetProperty("binarize").GetBoolean());
        Assert.Equal(
            DType.Float64, SafetensorsFile.Read(folder.File("RUN", "model.safetensors")).Tensors.Values.First().DType);
        string[] steps = File.ReadAllLines(folder.File("RUN", "history.csv"));
        Assert.Equal("step,loss", steps[0]);
        Assert.Equal(1 + (2 * 4), steps.Length);
    }

    [Fact]
    public void Redirected_output_is_plain_and_names_the_next_step()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, "train xor --epochs 2 --out RUN", ("NO_COLOR", "1")).Done();
        Assert.DoesNotContain('\x1b', run.Output);
        Assert.DoesNotContain('\r', run.Output);
        Assert.Contains("next: chainrule evaluate RUN xor", run.Output);
        Assert.Contains("accuracy on held-out samples", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Without_out_the_folder_is_named_after_the_data()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, "train sine --epochs 1 --json").Done();
        Assert.True(File.Exists(folder.File("runs", "sine", "model.safetensors")));
        Assert.True(run.LastJson.GetProperty("test_mse").GetDouble() > 0);
        Assert.False(run.LastJson.TryGetProperty("test_accuracy", out _));
    }

    [Fact]
    public void Training_begins_anew_in_an_existing_folder()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train xor --epochs 1 --out RUN").Done();
        byte[] first = File.ReadAllBytes(folder.File("RUN", "model.safetensors"));
        ToolRun.In(folder, "train xor --epochs 2 --out RUN").Done();
        Assert.NotEqual(first, File.ReadAllBytes(folder.File("RUN", "model.safetensors")));
    }

    [Fact]
    public void Mnist_reaches_ninety_percent_in_an_epoch()
    {
        Assert.SkipWhen(Mnist.Folder is null, Mnist.Missing);
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(
            folder,
            $"train mnist --data-dir {Mnist.Folder} --layers 784,32:relu,10 --epochs 1 --take 20000 --out RUN --json")
            .Done();
        Assert.InRange(run.LastJson.GetProperty("test_accuracy").GetDouble(), 0.9, 1);
        ToolRun judged = ToolRun.In(folder, $"evaluate RUN mnist --data-dir {Mnist.Folder} --json").Done();
        Assert.Equal(
            run.LastJson.GetProperty("test_accuracy").GetDouble(),
            judged.LastJson.GetProperty("test_accuracy").GetDouble(), 12);
    }
}
