using Chainrule.Language;

namespace Chainrule.Tests.Catalogs;

/// <summary>The same rules apply to every function: in the language, in drawings, in derivations.</summary>
public class FunctionNameTests
{
    public static TheoryData<string> Names => [.. FunctionCatalog.BuiltIn.Select(function => function.Name)];

    public static TheoryData<string> OfElements =>
        [.. FunctionCatalog.BuiltIn.Where(function => function.ActsOnElements).Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_value_takes_the_name_of_a_function(string name)
    {
        string message = Assert.Throws<LanguageException>(() => ChainProgram.Parse($"{name} = 1", "f.chain")).Message;
        Assert.Contains($"`{name}` is a function of the language", message);
    }

    [Theory]
    [InlineData("erff", "erf")]
    [InlineData("signn", "sign")]
    [InlineData("gelu_tan", "gelu_tanh")]
    [InlineData("swish", "silu")]
    [InlineData("concatenate", "concat")]
    [InlineData("maximum", "max")]
    [InlineData("bce", "binary_cross_entropy")]
    public void A_slip_gets_a_hint(string written, string meant)
    {
        string program = $"input X[m, n]\nS = sum({written}(X))\nminimize S";
        Assert.Contains($"did you mean `{meant}`?",
            Assert.Throws<LanguageException>(() => ChainProgram.Parse(program, "f.chain")).Message);
    }

    // Each is parsed, computed as in C#, drawn, differentiated by a claim with f', and printed as it is written.
    [Theory]
    [MemberData(nameof(OfElements))]
    public void What_acts_on_elements_is_read_drawn_and_has_a_slope(string name)
    {
        ChainModel model = Build($"input X[m, n]\nparam W[n, 2]\nz = X @ W\nh = {name}(z^2 + 0.1)\nS = sum(h * z)\n" +
            $"minimize S\nclaim dS/dz = h + z * {name}'(z^2 + 0.1) * 2 * z");
        Assert.All(
            model.Claims, claim => Nearly.Equal(claim.Derivative, claim.Value!, claim.Formula));
        Assert.Equal(2, FunctionCurves.Of(name).Series.Count);
        Assert.Equal(name, Activation.Parse(name).ToString());
        string printed = model.Program.ToString();
        Assert.Equal(printed, ChainProgram.Parse(printed, "f.chain").ToString());
        Assert.Contains($"{name}(z^2 + 0.1)", printed);
    }

    [Fact]
    public void Slopes_are_read_and_printed()
    {
        ChainModel model = Build(
            "input X[m, n]\nparam W[n, 2]\nh = leaky_relu(X @ W, 0.2) + elu(X @ W, alpha=0.5)\nS = sum(h)\nminimize S");
        string text = Derivation.Of(model.Cost!).ToText();
        Assert.Contains("leaky_relu(u1, slope=0.2) + elu(u1, alpha=0.5)", text);
        Assert.Contains("leaky_relu(u1, 0.2) + elu(u1, 0.5)", Derivation.Of(model.Cost!).ToNumPy());
        Assert.Equal("leaky_relu(0.2)", Activation.Parse("leaky_relu(0.2)").ToString());
    }

    [Theory]
    [InlineData("sign(X @ W)", "sign is flat")]
    [InlineData("(X @ W > 0) * 2", "comparison is flat")]
    [InlineData("where(X @ W, 1, 2)", "a condition only chooses")]
    public void A_gradient_that_reaches_nothing_is_0_and_says_why(string formula, string why)
    {
        ChainModel model = Build($"input X[m, n]\nparam W[n, 2], V[n, 2]\nS = sum({formula} + X @ V)\nminimize S\n" +
            "claim dS/dW = 0 * W");
        Derivation derivation = Derivation.Of(model.Cost!);
        DerivationLine line = derivation.Line("W")!;
        Assert.Equal("0", line.Right);
        Assert.Contains("no small change of W changes S", line.Reason);
        Assert.Contains(why, line.Reason);
        Assert.NotEqual("0", derivation.Line("V")!.Right);
        Assert.All(
            model.Claims, claim => Nearly.Equal(claim.Derivative, claim.Value!, claim.Formula));
        foreach (string output in (string[])[derivation.ToText(steps: true), derivation.ToLatex(),
            derivation.ToMarkdown(steps: true), derivation.ToHtml(), derivation.ToIndices(), derivation.ToClaims()])
            Assert.Matches(@"W.{0,40}0|0.{0,40}W", output.ReplaceLineEndings(" "));
        Assert.Contains("dS_dW = ", derivation.ToNumPy());
        Assert.Contains("\"dS_dW\": torch.zeros_like(W)", derivation.ToPyTorch());
    }

    private static ChainModel Build(string program) => ChainProgram.Parse(program, "f.chain")
        .AtRandomPoint();
}
