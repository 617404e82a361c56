using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public class OtherQuestionTests
{
    [Fact]
    public void Every_format_can_be_asked_for()
    {
        string[] formats = [.. Asked.Of("words", new { })["formats"]!.AsArray().Select(format => format!.ToString())];
        Assert.Contains("svg", formats);
        var engine = new StudioEngine();
        string text = Asked.Sample("autoencoder.chain");
        Assert.All(formats.Append("chain"), format => Assert.NotEmpty(
            Asked.Of(engine, "export", new { text, format })["text"]!.ToString()));
        Assert.Equal(ChainProgram.Parse(text).Derive().ToNumPy(),
            Asked.Of(engine, "export", new { text, format = "numpy" })["text"]!.ToString());
    }

    [Fact]
    public void Steps_are_those_of_the_line()
    {
        string text = Asked.Sample("autoencoder.chain");
        string[] steps = [.. Asked.Of("steps", new { text, of = "W2" })["steps"]!.AsArray().Select(s => s!.ToString())];
        Assert.Equal(ChainProgram.Parse(text).Derive().Line("W2")!.Steps, steps);
    }

    [Fact]
    public void Words_have_the_forms_of_calls()
    {
        JsonNode words = Asked.Of("words", new { });
        Assert.Contains("minimize", words["reserved"]!.AsArray().Select(word => word!.ToString()));
        Assert.Contains(words["functions"]!.AsArray(), function =>
            function!["name"]!.ToString() == "tanh" && function["form"]!.ToString() == "tanh(x)");
    }

    [Theory]
    [InlineData("nonsense", "{}")]
    [InlineData("derive", "{")]
    [InlineData("derive", "null")]
    [InlineData("derive", "{}")]
    [InlineData("derive", """{"text":null}""")]
    [InlineData("derive", "[1]")]
    [InlineData("derive", """{"text":1}""")]
    [InlineData("derive", """{"text":""} {}""")]
    [InlineData("derive", """{"text":"" """)]
    [InlineData("derive", """{"text":"\ud800"}""")]
    [InlineData("element", """{"text":"","at":[1.5]}""")]
    [InlineData("element", """{"text":"","at":{}}""")]
    [InlineData("derive", """{"text":"","language":"tlh"}""")]
    [InlineData("export", """{"text":"param w[n]\nS = sum(w)\nminimize S","format":"exe"}""")]
    [InlineData("export", """{"text":"S = ("}""")]
    [InlineData("steps", """{"text":"param w[n]\nS = sum(w)\nminimize S","cost":"T"}""")]
    public void What_cannot_be_answered_is_refused_in_a_sentence(string question, string json) =>
        Assert.NotEmpty(JsonNode.Parse(new StudioEngine().Answer(question, json))!["refusal"]!.ToString());
}
