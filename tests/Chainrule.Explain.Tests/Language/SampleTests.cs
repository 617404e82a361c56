using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class SampleTests
{
    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void Every_sample_is_in_canonical_form(string name) =>
        Assert.Equal(SampleFiles.Text(name), SyntaxPrinter.Print(Parser.Parse(SampleFiles.Text(name), name)));

    [Fact]
    public void The_samples_of_the_three_systems_are_there() =>
        Assert.Superset(
            new HashSet<string>
            {
                "autoencoder.chain", "autoencoder-matrix-bias.chain", "classifier.chain", "toy.chain",
                    "tied-autoencoder.chain",
                "deep.chain", "wide.chain", "stuck.chain",
            },
            Directory.GetFiles(SampleFiles.Folder, "*.chain").Select(path => Path.GetFileName(path)).ToHashSet());
}
