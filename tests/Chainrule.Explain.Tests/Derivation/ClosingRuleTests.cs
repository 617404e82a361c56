using System.Globalization;

namespace Chainrule.Tests.Derivations;

public class ClosingRuleTests
{
    // CHAINRULE_PROGRAMS=1000 tries that many; see CONTRIBUTING.md.
    private static readonly int Programs =
        int.TryParse(Environment.GetEnvironmentVariable("CHAINRULE_PROGRAMS"), CultureInfo.InvariantCulture,
            out int asked) ? asked : 150;

    // These are long, and a derivation of one has fifty lines.
    private static readonly int DeepPrograms = Programs / 30;

    internal static string CaseFolder => SourceTree.PathOf("tests/Chainrule.Explain.Tests/Cases/Derive");

    public static TheoryData<string> Cases => new(
        Directory.GetFiles(CaseFolder, "*.chain").Select(Path.GetFileName).Order()!);

    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void What_is_printed_of_a_sample_is_right(string name) => Holds(SampleFiles.Text(name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_printed_of_a_case_is_right(string name)
    {
        string program = ClosingRule.WithoutClaims(File.ReadAllText(Path.Combine(CaseFolder, name)));
        try
        {
            if (ChainProgram.Parse(program).Cost is null) Assert.Skip("It has no cost.");
        }
        catch (LanguageException error)
        {
            Assert.Skip($"The language does not read it: {error.Message}");
        }
        Holds(program);
    }

    [Fact]
    public void What_is_printed_of_vectors_rows_and_columns_is_right()
    {
        for (int seed = 0; seed < Programs; seed++) Holds(VectorPrograms.Write(seed));
    }

    [Fact]
    public void What_is_printed_of_every_function_is_right()
    {
        int programs = Math.Max(Programs, FunctionCatalog.BuiltIn.Length);
        Holds([.. Enumerable.Range(0, programs).Select(CatalogPrograms.Write)]);
    }

    [Fact]
    public void What_is_printed_of_deep_programs_is_right()
    {
        for (int seed = 0; seed < DeepPrograms; seed++) Holds(RandomPrograms.Write(seed));
    }

    private static void Holds(params string[] programs)
    {
        string[] broken = [.. programs.Select(program => (Program: program, Broken: ClosingRule.Broken(program)))
            .Where(one => one.Broken.Count > 0)
            .Select(one => $"{one.Program}\n{string.Join("\n", one.Broken)}")];
        Assert.True(broken.Length == 0, string.Join("\n\n", broken));
    }
}
