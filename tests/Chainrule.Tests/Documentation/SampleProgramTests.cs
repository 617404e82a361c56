using Chainrule.Tests.Training;

namespace Chainrule.Tests.Documentation;

public class SampleProgramTests
{
    public static TheoryData<string> Programs =>
        [.. Directory.GetFiles(SourceTree.PathOf("samples"), "*.cs").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_sample_runs_as_it_is(string file) => Assert.NotEmpty(Run(file));

    [Theory]
    [InlineData("autoencoder.cs", "autoencoder_vector_bias")]
    [InlineData("autoencoder.cs", "autoencoder_matrix_bias")]
    [InlineData("autoencoder.cs", "autoencoder_wide")]
    [InlineData("toy.cs", "toy_3_4_1")]
    public void A_sample_reproduces_its_reference(string file, string fixture) =>
        AssertReproduces(Run(file, Fixture(fixture)));

    [Fact]
    public void The_classifier_reproduces_its_reference_on_MNIST()
    {
        Assert.SkipWhen(Mnist.Folder is null, "MNIST is not at hand.");
        AssertReproduces(Run("classifier.cs", Mnist.Folder, Fixture("classifier_784_32_10")));
    }

    private static void AssertReproduces(string output)
    {
        string[] lines = [.. output.Split('\n').Where(line => line.Contains("largest difference"))];
        Assert.NotEmpty(lines);
        foreach (string line in lines)
        {
            double[] differences = [.. line.Split(' ', ',').Where(word => word.Contains('E')).Select(double.Parse)];
            Assert.NotEmpty(differences);
            Assert.All(differences, difference => Assert.True(difference < 1e-9, line));
        }
    }

    private static string Run(string file, params string[] arguments)
    {
        string path = SourceTree.PathOf("samples", file);
        return CSharpProgram.Run([new(path, 1, "csharp", "", File.ReadAllText(path))], arguments)[0];
    }

    private static string Fixture(string name) =>
        SourceTree.PathOf("tests", "Shared", "Fixtures", name + ".npz");
}
