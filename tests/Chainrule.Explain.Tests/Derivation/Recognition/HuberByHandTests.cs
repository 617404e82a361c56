namespace Chainrule.Tests.Derivations;

/// <summary>However a Huber loss is written, its slope is clip(p − y, −δ, δ).</summary>
public class HuberByHandTests
{
    [Theory]
    [InlineData("L = mean(where(abs(d) <= 1, d^2/2, abs(d) - 0.5))", "clip(d, -1, 1) / m")]
    [InlineData("L = mean(where(abs(d) > 2, 2*(abs(d) - 1), d*d/2))", "clip(d, -2, 2) / m")]
    [InlineData("L = sum(where(abs(d) < 0.5, d^2, abs(d) - 0.25))", "2 clip(d, -0.5, 0.5)")]
    [InlineData("L = mean(where(abs(d) < 0.2, d^2/(2*0.2), abs(d) - 0.5*0.2))", "5 clip(d, -0.2, 0.2) / m")]
    [InlineData("c = min(abs(d), 3)\nL = mean(c * (abs(d) - c/2))", "clip(d, -3, 3) / m")]
    [InlineData("a = abs(d)\nq = min(a, 1.5)\nL = mean(0.5*q^2 + 1.5*(a - q))", "clip(d, -1.5, 1.5) / m")]
    [InlineData("L = mean(d^2/2 - max(abs(d) - 2, 0)^2/2)", "clip(d, -2, 2) / m")]
    [InlineData("L = sum(d^2/2 - relu(abs(d) - 2)^2/2)", "clip(d, -2, 2)")]
    [InlineData("k = abs(d) <= 1\nL = sum(k*d^2/2 + (1 - k)*(abs(d) - 0.5))", "clip(d, -1, 1)")]
    [InlineData("t = clip(d, -1, 1)\nL = sum(t*d - t^2/2)", "clip(d, -1, 1)")]
    [InlineData("delta = 2\nL = mean(where(abs(d) <= delta, d^2/2, delta*(abs(d) - delta/2)))", "clip(d, -2, 2) / m")]
    [InlineData("L = mean(where(d > 1, d - 0.5, where(d < -1, -d - 0.5, d^2/2)))", "clip(d, -1, 1) / m")]
    public void A_piecewise_formula_has_a_clipped_slope(string loss, string slope)
    {
        Derivation derivation = Derived($"d = p - y\n{loss}");
        Assert.Equal(slope, derivation.Line("d")!.Right);
        Assert.Contains("the Huber function of d", derivation.Line("d")!.Reason);
        Assert.DoesNotContain(derivation.Lines, line => line.Of.Name is "a" or "c" or "q" or "k" or "t");
    }

    [Theory]
    [InlineData("L = mean(where(abs(p - y) <= 1, (p - y)^2/2, abs(y - p) - 0.5))")]
    [InlineData("L = mean(where(abs(y - p) <= 1, (y - p)^2/2, abs(y - p) - 0.5))")]
    [InlineData("L = mean(min(abs(y - p), 1) * (abs(p - y) - min(abs(y - p), 1)/2))")]
    [InlineData("L = huber(p, y)")]
    [InlineData("L = huber(y, p)")]
    public void The_difference_may_be_written_either_way(string loss)
    {
        Derivation derivation = Derived(loss);
        Assert.Equal("clip(p − y, -1, 1) / m", derivation.Line("p")!.Right);
        Assert.Empty(derivation.Introduced);
    }

    [Theory]
    [InlineData("where(abs(d) <= 1, d^2/2, 2*abs(d) - 1.5)")]
    [InlineData("where(abs(d) <= 1, d^2/2, abs(d) - 0.4)")]
    [InlineData("where(d <= 1, d^2/2, d - 0.5)")]
    [InlineData("sqrt(1 + d^2) - 1")]
    public void Another_function_keeps_its_own_slope(string loss)
    {
        Derivation derivation = Derived($"d = p - y\nL = sum({loss})");
        Assert.DoesNotContain("Huber", derivation.Line("d")!.Reason);
    }

    [Fact]
    public void A_prediction_that_is_used_elsewhere_too_stays_one_value()
    {
        Derivation derivation = Derived("q = tanh(p)\nL = huber(q, y) + sum(y * log(sigmoid(q)))");
        Assert.Single(derivation.Lines, line => line.Of.Name == "q");
    }

    [Fact]
    public void What_it_is_made_of_keeps_its_lines_where_a_gradient_in_it_is_asked_for()
    {
        ChainModel model = ChainProgram.Parse("""
            input y[m]
            param p[m]
            a = abs(p - y)
            q = min(a, 1)
            L = mean(q * (a - q/2))
            minimize L
            """).Build(new() { FillDimensions = true });
        Assert.NotNull(Derivation.Of(model.Cost!, model["q"]).Line("q"));
    }

    [Fact]
    public void A_value_that_the_gradient_needs_is_written_as_a_formula()
    {
        string program = """
            input y[m]
            param p[m] ~ normal(0, 3)
            d = p - y
            L = sum(where(abs(d) <= 1, d^2/2, abs(d) - 0.5))^2
            minimize L
            """;
        Assert.Equal("2 u1 clip(d, -1, 1)", ClosingRule.Derive(program).Line("p")!.Whole);
        Assert.Equal("", string.Join("\n", ClosingRule.Broken(program)));
        Assert.Contains("np.clip(d, -1, 1)", ClosingRule.Derive(program).ToNumPy());
    }

    private static string Program(string loss) => $"input y[m]\nparam p[m] ~ normal(0, 3)\n{loss}\nminimize L";

    // Right is what the gradient of the formula as it was written says.
    private static Derivation Derived(string loss)
    {
        string program = Program(loss);
        Assert.Equal("", string.Join("\n", ClosingRule.Broken(program)));
        return ClosingRule.Derive(program);
    }
}
