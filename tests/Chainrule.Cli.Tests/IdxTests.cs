using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Training on IDX files of one's own.</summary>
public class IdxTests
{
    [Fact]
    public void A_folder_of_two_pairs_is_trained_on_and_tested_as_the_named_data_set_is()
    {
        using var folder = new TemporaryFolder();
        string data = Samples.WriteImages(folder);
        JsonElement named = ToolRun.In(
            folder, $"train mnist --data-dir {data} --epochs 3 --out NAMED --json").Done().LastJson;
        JsonElement own = ToolRun.In(folder, $"train {data}/mnist --epochs 3 --out OWN --json").Done().LastJson;
        double accuracy = named.GetProperty("test_accuracy").GetDouble();
        Assert.True(accuracy > 0.5);
        Assert.Equal(accuracy, own.GetProperty("test_accuracy").GetDouble(), 0.021);
        JsonElement judged = ToolRun.In(folder, $"evaluate OWN {data}/mnist --json").Done().LastJson;
        Assert.Equal(100, judged.GetProperty("samples").GetInt32());
        Assert.Equal(own.GetProperty("test_accuracy").GetDouble(), judged.GetProperty("value").GetDouble());
        // A model of the named data set takes the same files.
        JsonElement same = ToolRun.In(folder, $"evaluate NAMED {data}/mnist --json").Done().LastJson;
        JsonElement usual = ToolRun.In(folder, $"evaluate NAMED mnist --data-dir {data} --json").Done().LastJson;
        Assert.Equal(usual.GetProperty("loss").GetDouble(), same.GetProperty("loss").GetDouble(), 1e-5);

        // A file is predicted from as it is: the model's own file says what pixels are.
        string images = $"{data}/mnist/t10k-images-idx3-ubyte.gz";
        string[] lines = ToolRun.In(folder, $"predict OWN {images} --json").Done()
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int[] labels = IdxFile.ReadLabels(folder.File(data, "mnist", "t10k-labels-idx1-ubyte.gz")).ToArray<int>();
        int right = lines.Zip(labels).Count(pair => Answer(pair.First) == $"{pair.Second}");
        Assert.Equal(judged.GetProperty("value").GetDouble(), right / 100.0, 1e-9);
    }

    [Fact]
    public void Of_a_single_pair_some_samples_are_held_out_and_known_again()
    {
        using var folder = new TemporaryFolder();
        string data = Samples.WriteImages(folder);
        File.Move(folder.File(data, "mnist", "train-images-idx3-ubyte.gz"), folder.File("pictures"));
        File.Move(folder.File(data, "mnist", "train-labels-idx1-ubyte.gz"), folder.File("answers"));
        JsonElement trained = ToolRun.In(
            folder, "train pictures --labels answers --epochs 2 --out RUN --json").Done().LastJson;
        JsonElement judged = ToolRun.In(folder, "evaluate RUN pictures --labels answers --json").Done().LastJson;
        Assert.Equal(80, judged.GetProperty("samples").GetInt32());
        Assert.False(judged.GetProperty("trained_on_too").GetBoolean());
        Assert.Equal(trained.GetProperty("test_accuracy").GetDouble(), judged.GetProperty("value").GetDouble());
        JsonElement other = ToolRun.In(
            folder, $"train pictures --labels answers --test {data}/mnist --epochs 2 --out OTHER --json")
            .Done().LastJson;
        JsonElement others = ToolRun.In(folder, $"evaluate OTHER {data}/mnist --json").Done().LastJson;
        Assert.Equal(100, others.GetProperty("samples").GetInt32());
        Assert.Equal(other.GetProperty("test_accuracy").GetDouble(), others.GetProperty("value").GetDouble());
        ToolRun.In(folder, "train RUN").Refused("no IDX files of images");
        File.Copy(folder.File("pictures"), folder.File("my-images-idx3-ubyte.gz"));
        ToolRun.In(folder, "train my-images-idx3-ubyte.gz").Refused("my-labels-idx1-ubyte", "--labels");
        ToolRun.In(folder, "train digits --labels answers").Refused("digits has labels of its own");
        ToolRun.In(folder, "train pictures --labels nothing").Refused("nothing");
    }

    private static string Answer(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("class").ToString();
    }
}
