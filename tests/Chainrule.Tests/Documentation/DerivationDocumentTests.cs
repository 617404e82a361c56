using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Documentation;

/// <summary>
/// docs/derivations.md: the fence of every text block names the command that printed it, and the tests rerun that
/// command. With CHAINRULE_ACCEPT=1 the derivations are written into the document instead; verdicts are always
/// compared.
/// </summary>
public partial class DerivationDocumentTests
{
    [Fact]
    public void Every_derivation_and_verdict_in_the_document_is_made_anew()
    {
        List<Example> derivations = [];
        List<string> printed = [];
        foreach (CodeBlock block in TextBlocks())
        {
            string[] words = block.Note.Split(' ');
            if (words[0] == "check")
            {
                int at = Array.IndexOf(words, "--language");
                using IDisposable language = Wording.Use(at < 0 ? "en" : words[at + 1]);
                PromisedOutput.AssertMatches(block with { Text = Unwrapped(block.Text) }, Verdicts(block, words[1]));
                continue;
            }
            Assert.True(words[0] == "derive", $"{block.Place}: the fence does not say what printed the block.");
            derivations.Add(new(block, block));
            printed.Add(Derived(words[1], words[2..]));
        }
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1")
        {
            PromisedOutput.Accept(derivations, printed);
            return;
        }
        for (int i = 0; i < printed.Count; i++)
            Assert.Equal(printed[i].TrimEnd('\n'), derivations[i].Code.Text);
    }

    [Theory]
    [InlineData("derive samples/autoencoder.chain")]
    [InlineData("derive samples/classifier.chain")]
    [InlineData("derive samples/toy.chain")]
    [InlineData("check samples/stuck.chain")]
    public void The_document_shows(string command) =>
        Assert.Contains(TextBlocks(), block => block.Note == command && block.Text.Length > 0);

    private static IEnumerable<CodeBlock> TextBlocks() => Markdown
        .Blocks(SourceTree.PathOf("docs", "derivations.md")).Where(block => block.Language == "text");

    private static string Derived(string file, string[] options)
    {
        int by = Array.IndexOf(options, "--wrt");
        ChainModel model = Build(file);
        Tensor[] wanted = by < 0 ? [] : [.. options[by + 1].Split(',').Select(name => model[name])];
        return Derivation.Of(model.Cost!, wanted, model.Outputs).ToText(options.Contains("--steps"), color: false);
    }

    // The verdicts on the lines that the excerpt shows.
    private static string Verdicts(CodeBlock excerpt, string file)
    {
        int[] lines = [.. ClaimLine().Matches(excerpt.Text)
            .Select(match => int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture))];
        ClaimVerdict[] verdicts = [.. Build(file).GradeClaims().Where(verdict => lines.Contains(verdict.Line))];
        Assert.NotEmpty(verdicts);
        return string.Join('\n', verdicts.Select(verdict =>
            (verdict.IsRight ? Wording.Say($"right") : Wording.Say($"WRONG")).PadRight(8)
            + Wording.Say($"line {verdict.Line}: {verdict.Claim}")
            + (verdict.IsRight ? "" : $"\n        {verdict.Sentence}")));
    }

    private static ChainModel Build(string file) => ChainProgram.Load(SourceTree.PathOf(file.Split('/')))
        .Build(new ChainOptions { FillDimensions = true, DType = DType.Float64 });

    // The tool wraps a verdict at the width of the screen; joined again, it can be compared.
    private static string Unwrapped(string text) =>
        Break().Replace(text, match => match.Groups["claim"].Success ? match.Value : " ");

    [GeneratedRegex(@"(?<claim>(?<=^[A-Z]+ .*)\n {8})|\n {8}", RegexOptions.Multiline)]
    private static partial Regex Break();

    [GeneratedRegex(@"^\w+ +\w+ (?<line>\d+):", RegexOptions.Multiline)]
    private static partial Regex ClaimLine();
}
