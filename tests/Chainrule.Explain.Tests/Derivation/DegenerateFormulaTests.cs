namespace Chainrule.Tests.Derivations;

/// <summary>Formulas whose constants divide by zero or overflow: odd to write, never the end of the process.</summary>
public class DegenerateFormulaTests
{
    [Theory]
    [InlineData("a/0", "a / 0")]
    [InlineData("1/0 + a", "1 / 0 + a")]
    [InlineData("a/(1-1)", "a / ")]
    [InlineData("0^-1*a", "a")]
    [InlineData("a/(0*a)", "a / ")]
    [InlineData("sum((X@W)/0)", "Σ (X · W / 0)")]
    [InlineData("sum(0/(X@W)) + a", "0 / (X · W)")]
    [InlineData("sum(X/(X-X)) + a", "X / (X − X)")]
    [InlineData("a^1e20", "a^1e+20")]
    [InlineData("a^(-1e20)", "1 / a^1e+20")]
    [InlineData("sum((X@W)^1e20)", "(X · W)^1e+20")]
    [InlineData("a*1e200*1e200", "a")]
    [InlineData("1e308*10*a", "a")]
    public void Constants_without_a_finite_value_are_written_as_they_stand(string cost, string written)
    {
        ChainModel model = ChainProgram.Parse($"""
            input X[m, n]
            param W[n, k] ~ normal(0, 1)
            param a ~ normal(0, 1)
            S = {cost}
            minimize S
            """).Build(new ChainOptions { FillDimensions = true });
        Derivation derivation = Derivation.Of(model.Cost!);
        string text = derivation.ToText();
        Assert.Contains(written, text, StringComparison.Ordinal);
        Assert.NotEmpty(derivation.ToLatex());
        Assert.NotEmpty(derivation.ToHtml());
    }
}
