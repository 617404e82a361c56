namespace Chainrule.Tests.Language;

public class LoopTests
{
    private const string Loop = """
        input x1[m, n], x2[m, n], x3[m, n], h0[m, k], Y[m, q]
        param Wxh[n, k], Whh[k, k], Why[k, q], b[k], c[q]
        x[1] = x1
        x[2] = x2
        x[3] = x3
        h[0] = h0
        for t in 1:4 {
            a[t] = x[t] @ Wxh + h[t-1] @ Whh + b
            h[t] = tanh(a[t])
        }
        yhat = h[-1] @ Why + c
        L = sum((yhat - Y)^2) / 2
        minimize L
        """;

    private static Derivation Derive(string program)
    {
        ChainModel model = ChainProgram.Parse(program).AtRandomPoint();
        return Derivation.Of(model.Cost!);
    }

    [Fact]
    public void A_loop_is_derived_as_what_it_stands_for()
    {
        string[] steps = [.. Enumerable.Range(1, 3).Select(
            t => $"a{t} = x{t} @ Wxh + h{t - 1} @ Whh + b\nh{t} = tanh(a{t})")];
        string[] lines = Loop.Split('\n');
        string written = string.Join('\n', [.. lines[..2], .. steps, "yhat = h3 @ Why + c", .. lines[^2..]]);
        Derivation loop = Derive(Loop), byHand = Derive(written);
        Assert.Equal(
            byHand.Lines.Select(line => $"{line} {line.Reason}"),
            loop.Lines.Select(line => Plain($"{line} {line.Reason}")));

        static string Plain(string text) =>
            "₀₁₂₃".Select((digit, i) => (digit, i)).Aggregate(
                text, (all, pair) => all.Replace(pair.digit, (char)('0' + pair.i)));
    }

    [Fact]
    public void A_reason_counts_all_steps_of_a_long_loop_and_tells_a_few()
    {
        Derivation derivation = Derive(Loop.Replace("x[t] @ Wxh", "x1 @ Wxh").Replace("1:4", "1:101")
            .Replace("x[1] = x1\nx[2] = x2\nx[3] = x3\n", ""));
        string reason = derivation.Line("b")!.Reason;
        Assert.StartsWith("b is used 100 times, in a₁, a₂, a₃, 95 more, a₉₉ and a₁₀₀, ", reason);
        Assert.Equal(100, derivation.Line("b")!.Right.Split(" + ").Length);
    }

    [Fact]
    public void Each_of_several_costs_has_its_derivation()
    {
        var program = ChainProgram.Parse("""
            input X[m, n]
            param W[n, k], V[n, k]
            L1 = sum((X @ W)^2)
            L2 = L1 + sum((X @ V)^2)
            minimize L1
            minimize L2
            claim dL2/dW = dL2/dL1 * dL2/dW
            """);
        Assert.Equal(["L1", "L2"], program.Costs);
        Assert.Equal(["L1", "L2"], program.PerCost().Select(one => one.Cost));
        Assert.Equal("2 Xᵀ · (X · V)", Derivation.Of(program.WithCost("L2").AtRandomPoint().Cost!).Line("V")!.Right);
        Assert.True(Assert.Single(program.AtRandomPoint().GradeClaims()).IsRight);
        Assert.Contains("choose one of L1, L2",
            Assert.Throws<ChainruleException>(() => program.WithCost("L3")).Message);
    }

    [Fact]
    public void Elements_are_found_by_what_is_easy_to_type()
    {
        ChainModel model = ChainProgram.Parse(Loop).AtRandomPoint();
        Assert.Same(model["h₂"], model["h[2]"]);
        Assert.Same(model["h₂"], model["h_2"]);
        Assert.Equal(model.Derivative("h₂").ToArray<double>(), model.Derivative("h[2]").ToArray<double>());
    }

    [Fact]
    public void A_formula_may_be_the_output()
    {
        ChainModel model = ChainProgram.Parse("input x[n]\noutput 2*x, sum(x)").AtRandomPoint();
        Assert.Equal(["output", "output₂"], model.Outputs.Select(output => output.Name));
        Assert.Equal(model["x"].ToArray<double>().Sum(), model.Outputs[1].Item(), 1e-12);
    }
}
