using System.Globalization;

namespace Chainrule.Tests.Conformance;

/// <summary>
/// What is written to files and read back is the same where people write 0,5 and 1.000: a model of a German program
/// opens in an English one.
/// </summary>
public sealed class CultureTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;
    private readonly string file = Path.GetTempFileName();

    public CultureTests()
    {
        // As de-DE, and with the minus sign of sv-SE; made here, since no culture's data may be installed.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        CultureInfo.CurrentCulture = culture;
    }

    public void Dispose()
    {
        CultureInfo.CurrentCulture = before;
        File.Delete(file);
    }

    [Fact]
    public void Numbers_are_really_written_otherwise() => Assert.Equal("−0,5", $"{-0.5}");

    [Theory]
    [InlineData("leaky_relu(0.2)")]
    [InlineData("elu(0.5)")]
    public void Activations(string text) => Assert.Equal(text, Activation.Parse(text).ToString());

    [Theory]
    [InlineData("normal(-0.5, 0.1)")]
    [InlineData("uniform(-0.25, 0.25)")]
    [InlineData("constant(-1.5)")]
    [InlineData("orthogonal(1.5)")]
    public void Initializers(string text) => Assert.Equal(text, Initializer.Parse(text).ToString());

    [Theory]
    [InlineData("huber(0.5)")]
    public void Losses(string text) => Assert.Equal(text, Loss.Parse(text).ToString());

    [Fact]
    public void Parts_of_a_training()
    {
        Assert.Equal("l2(0.001)", Regularizer.L2(0.001).ToString());
        Assert.Equal("dropout(0.5)", new Dropout(0.5).ToString());
    }

    [Fact]
    public void A_model_with_all_of_them_comes_back_with_the_same_bits()
    {
        Tensor x = Tensor.Normal([40, 3], 0, 1, seed: 1);
        var model = new Model(
            new Dense(4, Activation.LeakyRelu(0.2), weights: Initializer.Uniform(-0.25, 0.25)), new BatchNorm(),
            new Dropout(0.25), new Dense(1))
        {
            Loss = new Huber(0.5),
            Preprocessing = new(new Standardize()),
            TargetScaling = new(),
        };
        model.Fit(new("x", x, (1000 * x[.., 0..1]) - 0.5f), new()
        {
            Epochs = 3,
            Optimizer = new AdamW(0.0015),
            Schedule = LearningRateSchedule.Cosine(3, 0.25),
        });
        ModelFile.Save(file, model);
        Model loaded = ModelFile.Load(file);
        Assert.Equal(model.Predict(x).ToArray<float>(), loaded.Predict(x).ToArray<float>());
        Assert.Equal(model.Describe(), loaded.Describe());
        loaded.Fit(new("x", x, 1000 * x[.., 0..1]), new() { Epochs = 1 });
    }

    [Fact]
    public void A_tensor_and_a_graph_are_printed_alike()
    {
        Tensor x = Tensor.FromArray(new[] { -0.5, 1000 });
        Tensor y = Tensor.Input([2], DType.Float64, "y");
        var graph = Graph.Of((y * -1.5) + Functions.Pow(y, -2.5));
        string text = $"{x}\n{graph}";
        CultureInfo.CurrentCulture = before;
        Assert.Equal($"{x}\n{graph}", text);
    }
}
