using System.Runtime.CompilerServices;
using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class SampleTests
{
    public static TheoryData<string> Names =>
        new(Directory.GetFiles(Folder(), "*.chain").Select(Path.GetFileName).Order()!);

    internal static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "samples"));

    internal static string Text(string name) => File.ReadAllText(Path.Combine(Folder(), name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_is_in_canonical_form(string name) =>
        Assert.Equal(Text(name), SyntaxPrinter.Print(Parser.Parse(Text(name), name)));

    [Fact]
    public void The_samples_of_the_three_systems_are_there() =>
        Assert.Superset(
            new HashSet<string>
            {
                "autoencoder.chain", "autoencoder-matrix-bias.chain", "classifier.chain", "toy.chain",
                    "tied-autoencoder.chain",
                "deep.chain", "wide.chain", "stuck.chain",
            },
            Directory.GetFiles(Folder(), "*.chain").Select(path => Path.GetFileName(path)).ToHashSet());
}
