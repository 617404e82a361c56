using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Chainrule.Studio.Tests.Engine;

public class DeriveTests
{
    [Theory]
    [InlineData("autoencoder.chain")]
    [InlineData("classifier.chain")]
    [InlineData("toy.chain")]
    public void The_lines_are_those_of_the_library(string sample)
    {
        string text = Asked.Sample(sample);
        JsonNode cost = Asked.Of("derive", new { text, language = "en" })["costs"]![0]!;
        Derivation derivation = ChainProgram.Parse(text).Derive();
        Assert.Equal(derivation.Forward.Select(line => line.ToString()), cost["forward"].Texts("text"));
        Assert.Equal(derivation.Lines.Select(line => line.ToString()), cost["backward"].Texts("text"));
        Assert.Equal(derivation.Lines.Select(line => line.Shapes), cost["backward"].Texts("shapes"));
    }

    [Fact]
    public void Factors_carry_their_shapes()
    {
        JsonNode line = Line(Asked.Of("derive", new { text = Asked.Sample("autoencoder.chain") }), "W2");
        var equation = XElement.Parse(line["equation"]!.ToString().Replace("&#x2061;", "", StringComparison.Ordinal));
        Assert.Equal("(m×k)", ShapeOf("data-name", "h1"));
        Assert.Equal("(m×n)", ShapeOf("data-gradient", "z2"));
        Assert.Equal("(k×n)", ShapeOf("data-gradient", "W2"));

        string ShapeOf(string attribute, string name) => equation.Descendants()
            .First(part => (string?)part.Attribute(attribute) == name).Attribute("data-shape")!.Value;
    }

    [Theory]
    [InlineData("autoencoder.chain", "z2 = h1 @ W2 + b2")]
    [InlineData("stuck.py", "z2 = np.dot(h1, W2) + b2")]
    public void Lines_name_their_place_in_the_text(string sample, string written)
    {
        string text = Asked.Sample(sample);
        int line = Line(Asked.Of("derive", new { text }), "z2")["line"]!.GetValue<int>();
        Assert.Equal(written, text.Split('\n')[line - 1]);
    }

    [Fact]
    public void Errors_have_their_place_and_remedy()
    {
        JsonNode answer = Asked.Of("derive", new { text = "input X[m, n]\nS = sum(X @ V)\nminimize S\n" });
        Assert.Empty(answer["costs"]!.AsArray());
        JsonNode problem = answer["problems"]![0]!;
        Assert.Equal((2, 13, 1, false), (problem["line"]!.GetValue<int>(), problem["column"]!.GetValue<int>(),
            problem["length"]!.GetValue<int>(), problem["isWarning"]!.GetValue<bool>()));
        Assert.Contains("`V` is not defined", problem["what"]!.ToString());
        Assert.Contains("input V", problem["remedy"]!.ToString());
    }

    [Fact]
    public void Without_a_cost_the_remedy_is_said()
    {
        JsonNode problem = Asked.Of("derive", new { text = "input X[m, n]\nz = X * 2\noutput z\n" })["problems"]![0]!;
        Assert.Contains("minimize", problem["what"]!.ToString());
    }

    [Fact]
    public void Python_is_understood_as_it_is()
    {
        JsonNode answer = Asked.Of("derive", new { text = Asked.Sample("stuck.py") });
        Assert.Equal("python", answer["reader"]!.ToString());
        Assert.Contains("dS/dz2 = dS/dh2 ⊙ h2 ⊙ (1 − h2)", answer["costs"]![0]!["backward"].Texts("text"));
    }

    [Theory]
    [InlineData("import numpy as np\nz = X @ W", true)]
    [InlineData("def f(x):\n    return x", true)]
    [InlineData("z = np.dot(X, W)", true)]
    [InlineData("def f(x) = x^2\ninput X[m, n]\nminimize S", false)]
    [InlineData("input X[m, n]\nz = np.dot(X, W)\nminimize z", false)]
    [InlineData("z = X @ W", false)]
    public void Python_is_told_from_mathematics(string text, bool isPython) => Assert.Equal(
        isPython ? "python" : "chain", Asked.Of("derive", new { text })["reader"]!.ToString());

    [Theory]
    [InlineData("es", "fila")]
    [InlineData("ru", "строк")]
    public void Reasons_are_in_the_language_asked_for(string language, string word)
    {
        JsonNode line = Line(Asked.Of("derive", new { text = Asked.Sample("autoencoder.chain"), language }), "W2");
        Assert.Contains(word, line["reason"]![0]!.ToString());
    }

    [Fact]
    public void The_language_of_one_question_is_not_that_of_the_next()
    {
        var engine = new StudioEngine();
        string text = Asked.Sample("toy.chain");
        Asked.Of(engine, "derive", new { text, language = "ru" });
        Assert.Contains("elementwise", Line(Asked.Of(engine, "derive", new { text }), "C")["reason"]![0]!.ToString());
    }

    [Fact]
    public void Names_cannot_bring_markup_with_them()
    {
        JsonNode answer = Asked.Of("derive", new
        {
            text = "param w[n]\nS = sum(w)\nminimize S\nclaim dS/dw = \"<img src=x onerror=alert(1)>\"\n",
        });
        Assert.DoesNotContain("<img", answer["costs"]!.ToJsonString());
        Assert.NotEmpty(answer["problems"]!.AsArray());
    }

    private static JsonNode Line(JsonNode answer, string of) => answer["costs"]![0]!["backward"]!.AsArray()
        .First(line => line!["of"]!.ToString() == of)!;
}
