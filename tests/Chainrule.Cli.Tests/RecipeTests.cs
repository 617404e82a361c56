using System.Globalization;
using System.Text.Json;
using Chainrule.Cli.Recipes;
using Chainrule.Tests;

namespace Chainrule.Cli.Tests;

/// <summary>
/// Trainings as they were published: what a recipe sets is used, said and kept, and options replace it.
/// </summary>
public class RecipeTests
{
    private const string Little = "--data-dir data --take 60";

    public static TheoryData<string> Names => [.. RecipeList.All.Select(recipe => recipe.Name)];

    private static JsonElement Config(TemporaryFolder folder, string run)
    {
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(folder.File(run, "config.json")));
        return config.RootElement.Clone();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_it_sets_is_said_and_kept_and_makes_the_same_model_when_given_by_hand(string name)
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder, 60, 20);
        ToolRun run = ToolRun.In(folder, $"train mnist --recipe {name} {Little} --epochs 1 --out RUN --json").Done();
        JsonElement said = run.Json[0], config = Config(folder, "RUN");
        Assert.Equal("recipe", said.GetProperty("event").GetString());
        Assert.Equal(name, config.GetProperty("recipe").GetString());
        JsonElement options = said.GetProperty("options");
        Assert.False(options.TryGetProperty("epochs", out _));
        Assert.False(options.TryGetProperty("take", out _));
        foreach (JsonProperty option in options.EnumerateObject())
        {
            string kept = config.GetProperty(option.Name.Replace('-', '_')).ToString();
            string asked = option.Value.GetString()!;
            Assert.True(
                string.Equals(asked, kept, StringComparison.OrdinalIgnoreCase)
                || double.Parse(asked, CultureInfo.InvariantCulture)
                    == config.GetProperty(option.Name.Replace('-', '_')).GetDouble(),
                $"{option.Name} is {kept}, not {asked}");
        }
        Assert.Equal(1, config.GetProperty("epochs").GetInt32());
        Recipe recipe = RecipeList.All.Single(one => one.Name == name);
        Assert.Equal(
            recipe.Settings.Select(one => one.Option[2..]).Except(["epochs", "take"]),
            options.EnumerateObject().Select(option => option.Name));
        string command = config.GetProperty("command").GetString()!["chainrule ".Length..].Replace("'", "");
        Assert.DoesNotContain("--recipe", command);
        ToolRun.In(folder, $"{command} --out AGAIN").Done();
        // The files differ by the note of the recipe.
        Assert.All(SafetensorsFile.Read(folder.File("RUN", "model.safetensors")).Tensors.Zip(
            SafetensorsFile.Read(folder.File("AGAIN", "model.safetensors")).Tensors), pair =>
            Assert.Equal(
                pair.First.Value.Cast(DType.Float64).ToArray<double>(),
                pair.Second.Value.Cast(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void Options_of_the_command_line_replace_its_own_even_where_they_switch_something_off()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder, 60, 20);
        ToolRun run = ToolRun.In(
            folder, $"train mnist {Little} --rate=0.5 --recipe online --binarize false --epochs 1 --seed 7").Done();
        Assert.Contains("recipe online: --layers auto,32:relu,auto ", run.Lines[0]);
        Assert.DoesNotContain("--rate", run.Lines[0]);
        Assert.DoesNotContain("--binarize", run.Lines[0]);
        // Without --out the folder is called after the recipe.
        JsonElement config = Config(folder, "runs/online");
        Assert.Equal(0.5, config.GetProperty("rate").GetDouble());
        Assert.False(config.TryGetProperty("binarize", out _));
        Assert.Equal(1, config.GetProperty("batch").GetInt32());
        Assert.Equal(7, config.GetProperty("seed").GetInt32());
    }

    [Theory]
    [InlineData("online")]
    [InlineData("deep-autoencoder")]
    public void A_stopped_training_goes_on_with_what_it_was_given(string name)
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder, 60, 20);
        string train = $"train mnist --recipe {name} {Little} --seed 2 --batch 20 --schedule step:1:0.5";
        ToolRun.In(folder, $"{train} --epochs 3 --out WHOLE").Done();
        ToolRun.In(folder, $"{train} --epochs 2 --out PART").Done();
        ToolRun rest = ToolRun.In(folder, "train --resume PART --epochs 3").Done();
        Assert.Contains("resumed after epoch 2", rest.Output);
        Assert.Equal(name, Config(folder, "PART").GetProperty("recipe").GetString());
        foreach (string run in (string[])["WHOLE", "PART"])
            ToolRun.In(folder, $"predict {run} mnist --data-dir data --out {run}.npy").Done();
        Assert.Equal(File.ReadAllBytes(folder.File("WHOLE.npy")), File.ReadAllBytes(folder.File("PART.npy")));
    }

    [Fact]
    public void What_cannot_be_combined_is_refused()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train mnist --recipe onlin").Refused("--recipe", "online", "'onlin'");
        ToolRun.In(folder, "train mnist --recipe online --model x.chain").Refused("--recipe online", "leave --model");
        ToolRun.In(folder, "train mnist --recipe autoencoder --layers auto,auto").Refused("leave --layers out");
        ToolRun.In(folder, "train --recipe online").Refused("train requires DATA");
        ToolRun.In(folder, "train --resume RUN --recipe online").Refused("leave --recipe out");
        ToolRun.In(folder, "derive recipe:online").Refused("recipe:autoencoder", "recipe:deep-autoencoder");
        ToolRun.In(folder, "train mnist --preset online").Refused("--recipe");
    }

    [Fact]
    public void It_serves_for_folds_and_searches_and_its_programs_are_derived()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder, 60, 20);
        const string Asked = $"mnist --recipe nielsen-30 {Little} --epochs 1 --folds 2";
        ToolRun folds = ToolRun.In(folder, $"train {Asked}").Done();
        Assert.StartsWith("recipe nielsen-30: ", folds.Lines[0]);
        ToolRun.In(folder, $"search {Asked} --grid rate=1,3 --out BEST").Done();
        Assert.Equal("half_mse", Config(folder, "BEST").GetProperty("loss").GetString());
        Assert.Equal("nielsen-30", Config(folder, "BEST").GetProperty("recipe").GetString());
        Assert.Contains("dS/dW3", ToolRun.In(folder, "derive recipe:autoencoder").Done().Output);
        ToolRun.In(folder, "check recipe:deep-autoencoder --dim n=9").Done();
    }

    [Fact]
    public void They_are_listed_with_what_is_published_and_what_they_reach_as_the_document_has_it()
    {
        using var folder = new TemporaryFolder();
        JsonElement[] all = ToolRun.In(folder, "recipes --json").Done().Json;
        string[] lines = ToolRun.In(folder, "recipes").Done().Lines[1..];
        string[] rows = File.ReadAllLines(Repository.PathOf("docs", "accuracy.md"));
        Assert.Equal(RecipeList.All.Count, all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            string Text(string name) => all[i].GetProperty(name).GetString()!;
            Assert.StartsWith(Text("name"), lines[i]);
            Assert.Contains(Text("reached"), lines[i]);
            Assert.NotEmpty(Text("reached"));
            Assert.NotEmpty(Text("source"));
            Assert.Contains(
                $"| `{Text("name")}` | {Text("network")} | {Text("published")} | {Text("reached")} | {Text("time")} |",
                rows);
            Assert.Contains($"train mnist --recipe {Text("name")}", string.Join('\n', rows));
        }
    }

    [Fact]
    public void Reconstructions_are_drawn_below_their_samples()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder, 60, 25);
        ToolRun.In(folder, $"train mnist --recipe autoencoder {Little} --epochs 1 --out RUN").Done();
        ToolRun run = ToolRun.In(folder, "predict RUN mnist --data-dir data --out p.png").Done();
        Assert.Contains("p.png: 20 samples", run.Output);
        ToolRun.In(folder, "predict RUN mnist --data-dir data --out p.npy").Done();
        (byte[] pixels, int width) = PngPixels.Of(File.ReadAllBytes(folder.File("p.png")));
        // Ten pictures of 28 pixels in each of four rows, two pixels apart.
        Assert.Equal(298, width);
        Assert.Equal(118 * width, pixels.Length);
        int[] ink = IdxFile.Read(folder.File("data", "mnist", "t10k-images-idx3-ubyte.gz")).Cast(DType.Int32)
            .ToArray<int>();
        double[] outputs = NumpyFile.Read(folder.File("p.npy")).Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < 20 * 784; i++)
        {
            (int sample, int pixel) = (i / 784, i % 784);
            int at = ((sample / 10 * 60) + (pixel / 28)) * width + (sample % 10 * 30) + (pixel % 28);
            Assert.Equal(ink[i], pixels[at]);
            Assert.Equal(255 * Math.Clamp(outputs[i], 0, 1), pixels[at + (30 * width)], 0.51);
        }
        ToolRun.In(folder, "train mnist --data-dir data --epochs 1 --out CLASSES").Done();
        ToolRun.In(folder, "predict CLASSES mnist --data-dir data --out p.png").Refused("10 values", "write .npy");
    }
}
