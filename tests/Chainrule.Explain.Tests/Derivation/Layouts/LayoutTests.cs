using System.Xml.Linq;

namespace Chainrule.Tests.Derivations;

public class LayoutTests
{
    [Theory]
    [InlineData("autoencoder")]
    [InlineData("classifier")]
    [InlineData("toy")]
    public void Every_view_is_as_the_golden_file(string system)
    {
        (Tensor cost, Tensor output) = SystemGraphs.ByName(system);
        Derivation derivation = Derivation.Of(cost, [], [output]);
        Golden.Compare(system + ".indices.txt", derivation.ToIndices());
        Golden.Compare(system + ".tex", derivation.ToLatex());
        Golden.Compare(system + ".md", derivation.ToMarkdown());
        Golden.Compare(system + ".html", derivation.ToHtml());
    }

    [Fact]
    public void Html_is_well_formed_and_loads_nothing()
    {
        foreach (string system in SystemGraphs.Names)
        {
            string html = Derivation.Of(SystemGraphs.ByName(system).Cost).ToHtml();
            XDocument.Parse(html.Replace("<!DOCTYPE html>", "").Replace("<meta charset=\"utf-8\">", "").Replace(
                "<meta name=\"viewport\" content=\"width=device-width\">", ""));
            Assert.DoesNotContain("http", html);
            Assert.DoesNotContain("<script", html);
        }
    }

    [Fact]
    public void Colours_only_add_to_the_text()
    {
        Derivation derivation = Derivation.Of(SystemGraphs.Toy().Cost);
        Assert.Equal(derivation.ToText(),
            System.Text.RegularExpressions.Regex.Replace(derivation.ToText(color: true), "\e\\[[0-9]+m", ""));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_derivation_written_as_claims_is_graded_right(string sample)
    {
        string text = File.ReadAllText(Path.Combine(SampleFiles.Folder, sample + ".chain"));
        string program = string.Join(
            '\n', text.Split('\n').Where(line => !line.StartsWith("claim", StringComparison.Ordinal)));
        ChainModel model = ChainProgram.Parse(program).Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64 });
        Derivation derivation = Derivation.Of(model.Cost!, [], model.Outputs);
        string claims = derivation.ToClaims();
        Assert.Contains("claim", claims);
        ChainModel claimed = ChainProgram.Parse(program + "\n" + claims).Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64, Seed = 3 });
        Assert.NotEmpty(claimed.Claims);
        foreach (ChainClaim claim in claimed.Claims)
            Nearly.Equal(claim.Derivative, claim.Value!, claim.Formula);
    }

    public static TheoryData<string> Samples =>
        ["autoencoder", "autoencoder-matrix-bias", "classifier", "deep", "tied-autoencoder", "toy", "wide", "stuck"];
}
