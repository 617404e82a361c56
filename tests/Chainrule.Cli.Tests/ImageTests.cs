using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Training on folders of images.</summary>
public class ImageTests
{
    [Fact]
    public void A_folder_of_images_is_shown_trained_on_evaluated_and_predicted()
    {
        using var folder = new TemporaryFolder();
        string data = Samples.WriteImageFolder(folder);
        ToolRun shown = ToolRun.In(folder, $"data show {data}").Done();
        Assert.Contains("images: 300 of 28×28 grayscale", shown.Output, StringComparison.Ordinal);
        Assert.Contains("classification of 3 classes: one, two, zero", shown.Output, StringComparison.Ordinal);
        Assert.Contains("█", shown.Output, StringComparison.Ordinal);
        JsonElement trained = ToolRun.In(
            folder, $"train {data}/ --epochs 5 --out RUN --json").Done().LastJson;
        double accuracy = trained.GetProperty("test_accuracy").GetDouble();
        Assert.True(accuracy > 0.8, $"accuracy {accuracy}");
        JsonElement judged = ToolRun.In(folder, $"evaluate RUN {data} --json").Done().LastJson;
        Assert.Equal(60, judged.GetProperty("samples").GetInt32());
        Assert.False(judged.GetProperty("trained_on_too").GetBoolean());
        Assert.Equal(accuracy, judged.GetProperty("value").GetDouble());

        JsonElement[] answers = ToolRun.In(folder, $"predict RUN {data}/two --json").Done().Json;
        Assert.Equal(100, answers.Length);
        Assert.InRange(answers.Count(one => one.GetProperty("class").GetString() == "two"), 85, 100);
        string name = answers[0].GetProperty("file").GetString()!;
        Assert.Contains(name, ToolRun.In(folder, $"predict RUN {name}").Done().Output, StringComparison.Ordinal);
        ToolRun.In(folder, $"predict RUN {data}/two --out answers.csv").Done();
        string[] rows = File.ReadAllLines(folder.File("answers.csv"));
        Assert.StartsWith("file,prediction,", rows[0], StringComparison.Ordinal);
        Assert.StartsWith(name + ",", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_is_kept_with_the_model_and_in_what_resumes_it()
    {
        using var folder = new TemporaryFolder();
        string data = Samples.WriteImageFolder(folder);
        ToolRun.In(folder, $"train {data} --size 12x10 --epochs 2 --out RUN").Done();
        string config = File.ReadAllText(folder.File("RUN", "config.json"));
        Assert.Contains("\"size\": \"12x10\"", config, StringComparison.Ordinal);
        string image = Directory.GetFiles(folder.File(data, "two"))[0];
        ToolRun.In(folder, $"predict RUN {image}").Done();
        ToolRun.In(folder, "train --resume RUN --epochs 3").Done();
        ToolRun.In(folder, $"evaluate RUN {data}").Done();

        // A model of the data set of that name takes an image alike.
        ToolRun.In(folder, "train digits --take 500 --epochs 1 --out DIGITS").Done();
        ToolRun.In(folder, $"predict DIGITS {image}").Done();
        ToolRun.In(folder, "train xor --epochs 1 --out XOR").Done();
        ToolRun.In(folder, $"predict XOR {image}").Refused("the model was not trained on images");
    }

    [Fact]
    public void What_is_wrong_with_a_folder_is_said_with_the_option_that_helps()
    {
        using var folder = new TemporaryFolder();
        string data = Samples.WriteImageFolder(folder, 20);
        ToolRun.In(folder, $"train {data} --epochs 1 --out RUN").Done();
        string wide = folder.File(data, "two", "wide.png");
        PngFile.Write(wide, Tensor.Zeros([20, 30]));
        ToolRun.In(folder, $"train {data}").Refused("wide.png", "30×20", "--size 28x28");
        ToolRun.In(folder, $"predict RUN {wide}").Refused("wide.png", "30×20", "--size 28x28");
        ToolRun.In(folder, $"train {data} --size 28x28 --epochs 1 --out SIZED").Done();
        File.WriteAllBytes(wide, File.ReadAllBytes(wide)[..40]);
        ToolRun.In(folder, $"train {data}").Refused("wide.png", "cut short", "save it again");
        File.Delete(wide);
        ToolRun.In(folder, $"train {data} --size 12 --epochs 1 --out SMALL").Done();
        ToolRun.In(folder, $"train {data} --size twelve").Refused("--size must be a width and a height");
        ToolRun.In(folder, "train xor --size 12x12").Refused("xor is no folder of images", "--size");
    }
}
