using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Training on files that need not fit in memory.</summary>
public class StreamTests
{
    private static string Table(TemporaryFolder folder, int rows = 3000)
    {
        var text = new StringBuilder("x,y,label\n");
        var random = new Random(3);
        for (int i = 0; i < rows; i++)
        {
            double x = random.NextDouble() - 0.5, y = random.NextDouble() - 0.5;
            text.AppendLine(CultureInfo.InvariantCulture, $"{x:F5},{y:F5},{(x > y ? "above" : "below")}");
        }
        folder.Write("points.csv", text.ToString());
        return "points.csv";
    }

    [Fact]
    public void A_table_is_trained_on_tested_and_known_again()
    {
        using var folder = new TemporaryFolder();
        string table = Table(folder);
        ToolRun run = ToolRun.In(folder, $"train {table} --stream 500 --epochs 20 --out RUN --seed 4").Done();
        Assert.Contains("500 samples in memory at a time", run.Output);
        JsonElement judged = ToolRun.In(folder, $"evaluate RUN {table} --json").Done().LastJson;
        Assert.InRange(judged.GetProperty("samples").GetInt32(), 500, 700);
        Assert.False(judged.GetProperty("trained_on_too").GetBoolean());
        Assert.InRange(judged.GetProperty("value").GetDouble(), 0.97, 1);
        string told = judged.GetProperty("value").GetDouble().ToString("P2", CultureInfo.InvariantCulture)
            .Replace("%", "", StringComparison.Ordinal).Trim();
        Assert.Contains($"accuracy on held-out samples: {told}", run.Output);
    }

    [Fact]
    public void A_noisy_table_has_the_penalty_that_it_has_in_memory()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        folder.Write("noise.csv", "x,label\n" + string.Concat(
            Enumerable.Range(0, 400).Select(_ => $"{random.Next(1000)},{(random.Next(3) == 0 ? "yes" : "no")}\n")));
        foreach (string option in new[] { "", "--stream 50" })
        {
            ToolRun run = ToolRun.In(folder, $"train noise.csv --test-share 0 --epochs 1 --out RUN {option}").Done();
            Assert.Contains("penalty: l2 0.025, as suits 400 such rows", run.Output);
        }
    }

    // 20 of 400 rows are rare; unweighted, a network without features that tell answers "no" to all.
    [Fact]
    public void Classes_are_balanced_and_a_dry_run_takes_one_step()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        folder.Write("rare.csv", "x,label\n" + string.Concat(
            Enumerable.Range(0, 400).Select(i => $"{random.Next(1000)},{(i % 20 == 0 ? "yes" : "no")}\n")));
        const string Train = "train rare.csv --stream 100 --test-share 0 --epochs 20 --seed 2 --out";
        ToolRun.In(folder, $"{Train} PLAIN").Done();
        ToolRun.In(folder, $"{Train} BALANCED --class-weights balanced").Done();
        Assert.InRange(Mean("PLAIN"), 0, 0.15);
        Assert.InRange(Mean("BALANCED"), 0.35, 0.65);
        Assert.Contains("dry run: one step", ToolRun.In(folder, $"{Train} DRY --dry-run").Done().Output);
        Assert.False(Directory.Exists(folder.File("DRY")));
        Assert.Contains("values", ToolRun.In(folder, $"{Train} RUN --label x --class-weights balanced").Error);

        double Mean(string run)
        {
            var model = Model.Load(folder.File(run, "model.safetensors"));
            Tensor rows = TableFile.ReadFeatures(folder.File("rare.csv"), TableSchema.FromJson(model.Table!));
            return model.Predict(rows).ToArray<float>().Where((_, i) => i % 2 == 1).Average();
        }
    }

    [Fact]
    public void Rows_in_the_order_of_their_labels_are_told()
    {
        using var folder = new TemporaryFolder();
        string table = Table(folder);
        string[] lines = File.ReadAllLines(folder.File(table));
        folder.Write("sorted.csv", string.Join(
            '\n', lines.Take(1).Concat(lines.Skip(1).OrderBy(line => line[^5..], StringComparer.Ordinal))) + "\n");
        string note = "samples are all above";
        const string Options = "--stream 500 --epochs 1 --out RUN";
        Assert.Contains(note, ToolRun.In(folder, $"train sorted.csv {Options}").Done().Output);
        Assert.DoesNotContain(note, ToolRun.In(folder, $"train {table} {Options}").Done().Output);
    }

    [Fact]
    public void A_training_is_resumed_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        string table = Table(folder);
        string common = $"train {table} --stream 500 --validation 0.1 --seed 4";
        ToolRun.In(folder, $"{common} --epochs 6 --out WHOLE").Done();
        ToolRun.In(folder, $"{common} --epochs 3 --out PARTS").Done();
        ToolRun.In(folder, "train --resume PARTS --epochs 6").Done();
        Model whole = Model.Load(folder.File("WHOLE", "model.safetensors"));
        Model parts = Model.Load(folder.File("PARTS", "model.safetensors"));
        Assert.Equal(
            whole.Parameters.SelectMany(one => one.Value.ToArray<float>()),
            parts.Parameters.SelectMany(one => one.Value.ToArray<float>()));
        Assert.True(whole.TrainingState!.Epoch == 6 && parts.TrainingState!.Epoch == 6);
    }

    // Labels 1 and 2 alone are the second and third class of the training, and not a first and second of their own.
    [Fact]
    public void Test_images_of_some_classes_only_are_judged_by_the_classes_of_the_training()
    {
        using var folder = new TemporaryFolder();
        Write("train", 300, i => i % 3);
        Write("test", 60, i => 1 + (i % 2));
        ToolRun run = ToolRun.In(folder,
            "train train-images-idx3-ubyte --stream 100 --test test-images-idx3-ubyte --epochs 20 --out RUN --json");
        Assert.Equal(1, run.Done().LastJson.GetProperty("test_accuracy").GetDouble());
        JsonElement judged = ToolRun.In(folder, "evaluate RUN test-images-idx3-ubyte --json").Done().LastJson;
        Assert.Equal(1, judged.GetProperty("value").GetDouble());

        // A third of each image has ink: which, is its label.
        void Write(string name, int count, Func<int, int> label)
        {
            double[] pixels = [.. Enumerable.Range(0, count).SelectMany(i =>
                Enumerable.Range(0, 36).Select(p => p / 12 == label(i) ? 200.0 + (i % 50) : i % 9))];
            IdxFile.Write(folder.File($"{name}-images-idx3-ubyte"),
                Tensor.FromArray(pixels, [count, 6, 6]).Cast(DType.Int32), IdxType.UInt8);
            IdxFile.Write(folder.File($"{name}-labels-idx1-ubyte"),
                Tensor.FromArray([.. Enumerable.Range(0, count).Select(label)]), IdxType.UInt8);
        }
    }

    [Fact]
    public void Of_very_few_samples_none_is_held_out()
    {
        using var folder = new TemporaryFolder();
        folder.Write("xor.csv", "a,b,label\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n");
        int spared = 0;
        for (int seed = 1; seed <= 8; seed++)
        {
            ToolRun run = ToolRun.In(folder, $"train xor.csv --stream 2 --epochs 2 --out RUN --seed {seed}").Done();
            if (!run.Output.Contains("no test samples", StringComparison.Ordinal)) continue;
            spared++;
            Assert.Contains("4 training samples", run.Output);
            Assert.Contains("accuracy on the training samples", run.Output);
        }
        Assert.InRange(spared, 1, 8);
        ToolRun.In(folder, "train xor.csv --stream 2 --validation 0.01 --out RUN").Refused("--validation");
    }

    [Fact]
    public void A_test_table_needs_no_weights()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.csv", "x,w,label\n" + string.Concat(
            Enumerable.Range(0, 200).Select(i => $"{i % 20},{1 + (i % 3)},{(i % 20 > 9 ? "high" : "low")}\n")));
        folder.Write("test.csv", "x,label\n1,low\n2,low\n18,high\n19,high\n");
        JsonElement result = ToolRun.In(folder,
            "train train.csv --weights w --stream 50 --test test.csv --epochs 40 --out RUN --json").Done().LastJson;
        Assert.Equal(1, result.GetProperty("test_accuracy").GetDouble());
    }

    // 60 MB of pixels are 240 MB as the 32-bit integers that reading them into memory makes.
    [Fact]
    public void Images_larger_than_the_memory_that_there_is_are_trained_on()
    {
        using var folder = new TemporaryFolder();
        const int Count = 30_000, Side = 45;
        byte[] pixels = new byte[Side * Side];
        using (FileStream images = File.Create(folder.File("train-images-idx3-ubyte")))
        {
            images.Write([0, 0, 8, 3, 0, 0, Count >> 8, Count & 255, 0, 0, 0, Side, 0, 0, 0, Side]);
            for (int i = 0; i < Count; i++)
            {
                Array.Fill(pixels, (byte)(i % 2 == 0 ? 20 : 230));
                pixels[i % pixels.Length] = 99;
                images.Write(pixels);
            }
        }
        IdxFile.Write(folder.File("train-labels-idx1-ubyte"),
            Tensor.FromArray([.. Enumerable.Range(0, Count).Select(i => i % 2)]), IdxType.UInt8);
        (string, string) limit = ("DOTNET_GCHeapHardLimit", "0x7800000");   // 120 MiB
        string command = "train train-images-idx3-ubyte --layers auto,16:tanh,auto --epochs 2 --batch 100 --json";
        ToolRun run = ToolRun.AsProcess(folder, $"{command} --stream 2000 --out RUN", limit).Done();
        Assert.InRange(run.LastJson.GetProperty("test_accuracy").GetDouble(), 0.99, 1);
        Assert.NotEqual(0, ToolRun.AsProcess(folder, $"{command} --out OTHER", limit).ExitCode);
    }

    [Theory]
    [InlineData("train points.csv --stream 500 --folds 3", "--folds")]
    [InlineData("train points.csv --stream 500 --find-rate", "--find-rate")]
    [InlineData("train points.csv --stream 500 --take 10", "--take")]
    [InlineData("train points.csv --stream 500 --batch all", "--batch 256")]
    [InlineData("train points.csv --stream 500 --split time", "leave it out")]
    [InlineData("train points.csv --stream 500 --optimizer lbfgs", "--batch")]
    [InlineData("train digits --stream 500", "leave it out")]
    [InlineData("train points.csv --stream 0", "--stream")]
    public void What_needs_all_samples_is_refused_with_a_remedy(string command, string part)
    {
        using var folder = new TemporaryFolder();
        Table(folder, 50);
        ToolRun.In(folder, $"{command} --out RUN").Refused(part);
    }
}
