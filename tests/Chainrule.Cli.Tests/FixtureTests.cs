using System.Globalization;
using static Chainrule.Cli.Tests.Repository;

namespace Chainrule.Cli.Tests;

/// <summary>The tool against reference values that PyTorch computed in float64, for systems 1 and 3.</summary>
public class FixtureTests
{
    public static TheoryData<string, string, string> Autoencoders => new()
    {
        { "autoencoder.chain", "autoencoder_vector_bias", "float64" },
        { "autoencoder.chain", "autoencoder_vector_bias", "float32" },
        { "autoencoder.chain", "autoencoder_wide", "float64" },
        { "autoencoder.chain", "autoencoder_wide", "float32" },
        { "autoencoder-matrix-bias.chain", "autoencoder_matrix_bias", "float64" },
        { "autoencoder-matrix-bias.chain", "autoencoder_matrix_bias", "float32" },
    };

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void Gradients_of_the_autoencoders_are_the_reference(string sample, string fixture, string precision)
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, $"gradients {Sample(sample)} --arrays {Fixture(fixture)} --out out.npz " +
            $"--precision {precision}").Done();
        IReadOnlyDictionary<string, Tensor> reference = NumpyFile.ReadArchive(Fixture(fixture)),
            results = NumpyFile.ReadArchive(folder.File("out.npz"));
        string[] names = [.. reference.Keys.Where(name =>
            name is not ("rate" or "costs") && !name.StartsWith("final_", StringComparison.Ordinal))];
        Assert.Equal(24, names.Length);
        foreach (string name in names) AssertClose(reference[name], results[name], Tolerance(precision), name);
    }

    [Theory]
    [InlineData("powers", "float64")]
    [InlineData("powers", "float32")]
    [InlineData("linear", "float64")]
    [InlineData("linear", "float32")]
    public void Gradients_of_the_toy_network_are_the_reference(string kind, string precision)
    {
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(Sample("toy.chain"));
        folder.Write("toy.chain", kind == "powers" ? text
            : text.Replace("= x^2", "= x").Replace("= x^3", "= x").Split("\nclaim")[0] + "\n");
        ToolRun.In(folder, $"gradients toy.chain --arrays {Fixture("toy_3_4_1")} --out out.npz " +
            $"--precision {precision}").Done();
        IReadOnlyDictionary<string, Tensor> reference = NumpyFile.ReadArchive(Fixture("toy_3_4_1")),
            results = NumpyFile.ReadArchive(folder.File("out.npz"));
        foreach (string name in (string[])["A", "B", "C", "Yhat", "loss"])
            AssertClose(reference[$"{kind}_{name}"], results[name], Tolerance(precision), name);
        foreach (string name in (string[])["W1", "W2"])
            AssertClose(reference[$"{kind}_dLoss_d{name}"], results[$"dloss_d{name}"], Tolerance(precision), name);
    }

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void Two_hundred_steps_from_the_given_start_are_the_reference(
        string sample, string fixture, string precision)
    {
        using var folder = new TemporaryFolder();
        IReadOnlyDictionary<string, Tensor> reference = NumpyFile.ReadArchive(Fixture(fixture));
        string rate = reference["rate"].Cast(DType.Float64).Item().ToString("R", CultureInfo.InvariantCulture);
        ToolRun.In(folder, $"train {Fixture(fixture)} --model {Sample(sample)} --init {Fixture(fixture)} --batch all " +
            $"--optimizer sgd --rate {rate} --epochs 200 --log steps --precision {precision} --out RUN").Done();
        double[] costs = [.. File.ReadAllLines(folder.File("RUN", "history.csv"))[1..]
            .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        AssertClose(reference["costs"], Tensor.FromArray(costs), Tolerance(precision), "costs");
        IReadOnlyDictionary<string, Tensor> trained =
            SafetensorsFile.Read(folder.File("RUN", "model.safetensors")).Tensors;
        double tolerance = precision == "float64" ? 1e-7 : 1e-4;
        foreach (string name in reference.Keys.Where(name => name.StartsWith("final_", StringComparison.Ordinal)))
            AssertClose(reference[name], trained[name[6..]], tolerance, name);
    }

    [Fact]
    public void Arrays_of_other_names_are_bound_on_the_command_line()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyDictionary<string, Tensor> reference = NumpyFile.ReadArchive(Fixture("autoencoder_vector_bias"));
        NumpyFile.WriteArchive(folder.File("data.npz"), [new("samples", reference["X"])]);
        string arguments = $"train data.npz --model {Sample("autoencoder.chain")} --batch all --optimizer sgd " +
            $"--epochs 5 --log steps --init {Fixture("autoencoder_vector_bias")} --rate 0.1 --json";
        ToolRun.In(folder, $"{arguments} --bind X=samples --out BOUND").Done();
        ToolRun.In(folder, $"{arguments.Replace("data.npz", Fixture("autoencoder_vector_bias"))} --out NAMED").Done();
        Assert.Equal(File.ReadAllText(folder.File("NAMED", "history.csv")),
            File.ReadAllText(folder.File("BOUND", "history.csv")));
        ToolRun.In(folder, $"{arguments} --out NONE").Refused("'features'", "samples", "--bind X=NAME");
        Assert.False(Directory.Exists(folder.File("NONE")));
    }

    private static double Tolerance(string precision) => precision == "float64" ? 1e-9 : 1e-4;

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        double[] e = expected.Cast(DType.Float64).ToArray<double>(), a = actual.Cast(DType.Float64).ToArray<double>();
        Assert.Equal(e.Length, a.Length);
        double scale = Math.Max(1e-300, e.Max(Math.Abs));
        for (int i = 0; i < e.Length; i++)
            Assert.True(
                Math.Abs(e[i] - a[i]) <= tolerance * scale, $"{what}: element {i} is {a[i]:R}, the reference {e[i]:R}");
    }
}
