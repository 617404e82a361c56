using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>What is done with a trained model: evaluate, predict, summary; and data show.</summary>
public class UseTests
{
    [Fact]
    public void A_model_is_evaluated_summarised_and_predicts_from_every_kind_of_file()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        JsonElement done = ToolRun.In(
            folder, "train mnist --data-dir data --layers 784,16:relu,10 --epochs 4 --out RUN --json").Done().LastJson;

        ToolRun text = ToolRun.In(folder, "evaluate RUN mnist --data-dir data").Done();
        Assert.Contains("accuracy", text.Output);
        Assert.Contains("recall", text.Output);
        JsonElement judged =
            ToolRun.In(folder, "evaluate RUN/model.safetensors mnist --data-dir data --json").Done().LastJson;
        Assert.Equal(done.GetProperty("test_accuracy").GetDouble(), judged.GetProperty("test_accuracy").GetDouble());
        Assert.Equal(1, ToolRun.In(folder, "evaluate RUN mnist --data-dir data --at-least 1").ExitCode);
        Assert.Equal(0, ToolRun.In(folder, "evaluate RUN mnist --data-dir data --at-least 0.01").ExitCode);

        Tensor pixels = IdxFile.Read(folder.File("data", "mnist", "t10k-images-idx3-ubyte.gz"));
        Tensor shares = pixels.Cast(DType.Float32) / 255;
        NumpyFile.Write(folder.File("rows.npy"), Functions.Reshape(shares, [100, 784]));
        NumpyFile.Write(folder.File("pixels.npy"), pixels);
        NumpyFile.Write(folder.File("one.npy"), Functions.Reshape(shares[0], [28, 28]));
        NumpyFile.WriteArchive(folder.File("rows.npz"), [new("features", Functions.Reshape(shares, [100, 784]))]);
        ToolRun rows = ToolRun.In(folder, "predict RUN rows.npy --json --out outputs.npy").Done();
        Assert.Equal(100, rows.Json.Length);
        Assert.Equal([100, 10], NumpyFile.Read(folder.File("outputs.npy")).Shape);
        Assert.Equal(10, rows.Json[0].GetProperty("probabilities").GetArrayLength());
        foreach (string file in (string[])["pixels.npy", "rows.npz", "data/mnist/t10k-images-idx3-ubyte.gz"])
            Assert.Equal(rows.Output, ToolRun.In(folder, $"predict RUN {file} --json").Done().Output);
        ToolRun one = ToolRun.In(folder, "predict RUN one.npy").Done();
        Assert.Contains(rows.Json[0].GetProperty("class").GetString()!, Assert.Single(one.Lines));

        Assert.Contains("12,730", ToolRun.In(folder, "summary RUN").Done().Output);
        JsonElement[] layers = ToolRun.In(folder, "summary RUN --json").Done().Json;
        Assert.Equal(12_730, layers.Sum(layer => layer.GetProperty("parameters").GetInt64()));
    }

    // What was done to the pixels in training is in the model's file: both commands and the library do it again.
    [Fact]
    public void Evaluate_predict_and_the_library_agree_on_pixels_of_an_archive()
    {
        using var folder = new TemporaryFolder();
        Dataset digits = Digits.Generate(500, seed: 3);
        Tensor pixels = Functions.Reshape(digits.Features * 255, [500, 28, 28]).Cast(DType.Int32);
        Tensor labels = digits.Targets;
        Samples.WriteArchive(folder, "train.npz", pixels[..400], labels[..400]);
        Samples.WriteArchive(folder, "test.npz", pixels[400..], labels[400..]);
        NumpyFile.Write(folder.File("test.npy"), pixels[400..]);
        NumpyFile.Write(folder.File("real.npy"), pixels[400..].Cast(DType.Float64));
        ToolRun trained = ToolRun.In(folder, "train train.npz --epochs 8 --out RUN").Done();
        Assert.Contains("divided by 255", trained.Output);

        double judged = ToolRun.In(folder, "evaluate RUN test.npz --json").Done().LastJson
            .GetProperty("value").GetDouble();
        Assert.True(judged > 0.6, $"{judged}");
        int[] truth = labels[400..].ToArray<int>();
        foreach (string file in (string[])["test.npy", "test.npz", "real.npy"])
        {
            JsonElement[] lines = ToolRun.In(folder, $"predict RUN {file} --json").Done().Json;
            Assert.Equal(judged, Share(lines.Select(line => line.GetProperty("label").GetInt32())));
        }
        var model = Model.Load(folder.File("RUN", "model.safetensors"));
        Assert.Equal(judged, Share(model.PredictClasses(pixels[400..])));

        double Share(IEnumerable<int> classes) =>
            classes.Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0);
    }

    [Fact]
    public void A_model_of_a_table_takes_its_raw_rows_in_the_library_too()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteTable(folder);
        ToolRun.In(folder, "train flowers.csv --label species --epochs 40 --out RUN").Done();
        double judged = ToolRun.In(folder, "evaluate RUN flowers.csv --all --json").Done().LastJson
            .GetProperty("value").GetDouble();
        Assert.True(judged > 0.9, $"{judged}");
        var model = Model.Load(folder.File("RUN", "model.safetensors"));
        Dataset rows = TableFile.Read(folder.File("flowers.csv"), TableSchema.FromJson(model.Table!));
        Assert.Equal(judged, model.Evaluate(rows).Accuracy);
        int[] compiled = Functions.ArgMax(model.Compile().Predict(rows.Features), axis: 1).ToArray<int>();
        Assert.Equal(
            judged, compiled.Zip(rows.Targets.ToArray<int>()).Average(pair => pair.First == pair.Second ? 1.0 : 0));
    }

    [Fact]
    public void Data_show_gives_counts_shapes_and_a_picture()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        ToolRun run = ToolRun.In(folder, "data show mnist --data-dir data").Done();
        Assert.Contains("400 training samples, 100 test samples", run.Output);
        Assert.Contains("(400,784)", run.Output);
        Assert.Contains("0: 40", run.Output);
        Assert.Contains('█', run.Output);
        JsonElement json = ToolRun.In(folder, "data show mnist --data-dir data --json").Done().LastJson;
        Assert.Equal(400, json.GetProperty("train").GetInt32());
        Assert.Equal(10, json.GetProperty("counts").GetArrayLength());
        Assert.Contains("o", ToolRun.In(folder, "data show moons").Done().Output);
    }
}
