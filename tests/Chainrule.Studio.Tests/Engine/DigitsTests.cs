using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public sealed class DigitsTests : IDisposable
{
    private const int Size = 784, Train = 1500, Held = 300;

    private readonly StudioEngine engine = new();
    private readonly Dataset digits = Digits.Generate(Train + Held, seed: 5);

    public void Dispose() => File.Delete(ModelPath);

    private string ModelPath { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    [Fact]
    public void DigitsAreLearned()
    {
        JsonNode start = Begin();
        Assert.Equal(0, (double)start["epochs"]!);
        Assert.Null(start["accuracy"]);
        JsonNode state = Learn(epochs: 5);
        Assert.True((bool)state["isDone"]!);
        Assert.Equal(5, (double)state["epochs"]!, 6);
        Assert.True((double)state["accuracy"]! > 0.85, $"{state["accuracy"]}");
    }

    // The answers, the outputs of a layer and the weights against plain sums over the weights of the saved model.
    [Fact]
    public void WhatIsSeenIsWhatTheSavedModelComputes()
    {
        Begin();
        Learn(epochs: 2);
        Model model = SavedModel();
        float[] w1 = Parameter(model, 0), b1 = Parameter(model, 1), w2 = Parameter(model, 2), b2 = Parameter(model, 3);
        byte[] pixels = Pixels(0, 1);
        JsonNode seen = Ask("digitsLook", new { pixels, of = 3 });

        var h = new double[16];
        for (int j = 0; j < 16; j++)
        {
            double z = b1[j];
            for (int i = 0; i < Size; i++) z += pixels[i] / 255.0 * w1[(i * 16) + j];
            h[j] = Math.Max(z, 0);
            Assert.Equal(h[j], (double)seen["layers"]![0]![j]!, 1e-3);
        }
        double[] powers = [.. Enumerable.Range(0, 10).Select(k =>
            Math.Exp(b2[k] + Enumerable.Range(0, 16).Sum(j => h[j] * w2[(j * 10) + k])))];
        for (int k = 0; k < 10; k++)
            Assert.Equal(powers[k] / powers.Sum(), (double)seen["probabilities"]![k]!, 1e-3);
        Assert.Equal(Array.IndexOf(powers, powers.Max()), (int)seen["answer"]!);

        // dz₃/dx[i] = Σ_j W1[i,j] [h_j > 0] W2[j,3]
        double[] slopes = [.. Enumerable.Range(0, Size).Select(i =>
            Enumerable.Range(0, 16).Sum(j => h[j] > 0 ? w1[(i * 16) + j] * w2[(j * 10) + 3] : 0))];
        double scale = slopes.Max(Math.Abs);
        Assert.Equal(3, (int)seen["of"]!);
        Assert.Equal(scale, (double)seen["scale"]!, 1e-3 * scale);
        byte[] shown = seen["slopes"]!.GetValue<string>().Bytes();
        for (int i = 0; i < Size; i++) Assert.Equal(128 + (127 * slopes[i] / scale), shown[i], 1.0);

        JsonNode units = Ask("digitsUnits", new { });
        Assert.Equal(16, (int)units["units"]!);
        byte[] pictures = units["bytes"]!.GetValue<string>().Bytes();
        double most = Enumerable.Range(0, Size).Max(i => Math.Abs(w1[(i * 16) + 7]));
        for (int i = 0; i < Size; i++)
            Assert.Equal(128 + (127 * w1[(i * 16) + 7] / most), pictures[(7 * Size) + i], 1.0);
    }

    [Fact]
    public void WithoutAClassTheSlopesAreThoseOfTheAnswer()
    {
        Begin();
        JsonNode seen = Ask("digitsLook", new { pixels = Pixels(3, 1) });
        Assert.Equal((int)seen["answer"]!, (int)seen["of"]!);
    }

    [Fact]
    public void TheSameSeedGivesTheSameModel()
    {
        Begin();
        Learn(epochs: 1);
        float[] once = Parameter(SavedModel(), 0);
        Begin();
        Learn(epochs: 1);
        Assert.Equal(once, Parameter(SavedModel(), 0));
    }

    [Fact]
    public void HeldOutDigitsAreShownByClass()
    {
        Begin();
        int[] labels = digits.Targets.ToArray<int>()[Train..];
        int first = Array.IndexOf(labels, 7), second = Array.IndexOf(labels, 7, first + 1);
        JsonNode sample = Ask("digitsSample", new { label = 7, after = first + 1 });
        Assert.Equal(7, (int)sample["label"]!);
        Assert.Equal(Pixels(Train + second, 1), sample["pixels"]!.GetValue<string>().Bytes());
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedWithARemedy()
    {
        Assert.Contains("open some", Refusal("digitsStart", Settings()));
        Assert.Contains("start again", Refusal("digitsRun", new { rate = 0.1, milliseconds = 1, epochs = 1 }));
        Assert.Contains("2 labels do not fit 784 pixels", Refusal("digitsData",
            new { images = new byte[Size], labels = new byte[2], isFirst = true, held = 0 }));
        Assert.Contains("Label 0 is 10", Refusal("digitsData",
            new { images = new byte[Size], labels = (byte[])[10], isFirst = true, held = 0 }));
        Assert.Contains("No images are left", Refusal("digitsData",
            new { images = new byte[Size], labels = new byte[1], isFirst = true, held = 1 }));
        Begin();
        Refusal("digitsData", new { images = new byte[Size], labels = (byte[])[10], isFirst = true, held = 1 });
        Ask("digitsStart", Settings());
        Assert.Contains("784 pixels", Refusal("digitsLook", new { pixels = new byte[3] }));
        Assert.Contains("class 10", Refusal("digitsLook", new { pixels = new byte[Size], of = 10 }));
        Assert.Contains("1 to 512", Refusal("digitsStart", Settings(layers: [0])));
    }

    private static object Settings(int[]? layers = null) => new
    {
        layers = layers ?? [16],
        activation = "relu",
        optimizer = "adam",
        batch = 50,
        seed = 1,
    };

    private JsonNode Begin()
    {
        byte[] labels = Array.ConvertAll(digits.Targets.ToArray<int>(), label => (byte)label);
        Ask("digitsData", new { images = Pixels(0, 1000), labels = labels[..1000], isFirst = true, held = 0 });
        JsonNode counts = Ask("digitsData",
            new { images = Pixels(1000, 800), labels = labels[1000..], isFirst = false, held = Held });
        Assert.Equal((Train, Held), ((int)counts["train"]!, (int)counts["held"]!));
        return Ask("digitsStart", Settings());
    }

    private JsonNode Learn(double epochs) => Ask("digitsRun", new { rate = 0.005, milliseconds = 60_000, epochs });

    private JsonNode Ask(string question, object asked)
    {
        JsonNode answer = Asked.Of(engine, question, asked);
        Assert.Null(answer["refusal"]);
        return answer;
    }

    private string Refusal(string question, object asked) =>
        Asked.Of(engine, question, asked)["refusal"]?.ToString() ?? "";

    private byte[] Pixels(int from, int count) => Array.ConvertAll(
        digits.Features.ToArray<float>()[(from * Size)..((from + count) * Size)],
        value => (byte)MathF.Round(255 * value));

    private Model SavedModel()
    {
        byte[] file = Ask("digitsModel", new { })["file"]!.GetValue<string>().Bytes();
        File.WriteAllBytes(ModelPath, file);
        Model model = Model.Load(ModelPath);
        model.Save(ModelPath, includeTrainingState: false);
        Assert.Equal(file, File.ReadAllBytes(ModelPath));
        return model;
    }

    private static float[] Parameter(Model model, int index) => model.Parameters[index].Value.ToArray<float>();
}
