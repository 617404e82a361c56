using Chainrule.Language;

namespace Chainrule.Tests.Derivations;

/// <summary>Softmax, its logarithm and logsumexp, written out with a shift and over several lines.</summary>
public class ExponentialsByHandTests
{
    [Theory]
    [InlineData("e = exp(z)\np = e / sum(e, axis=0)")]
    [InlineData("e = exp(z)\ns = sum(e, axis=0, keepdims=true)\np = e / s")]
    [InlineData("c = z - max(z, axis=0)\ne = exp(c)\np = e / sum(e, axis=0, keepdims=true)")]
    [InlineData("p = exp(z) / sum(exp(z), axis=0)")]
    public void Softmax_of_columns_is_passed_over_as_that_of_rows(string softmax)
    {
        Derivation derivation = Derived($"""
            input X[n, m], Y[K, m]
            param W[K, n], b[K, 1]
            z = W @ X + b
            {softmax}
            L = -sum(Y * log(p)) / m
            minimize L
            """);
        Assert.Equal("(p ⊙ (Σ_rows Y) − Y) / m", derivation.Line("z")!.Right);
        Assert.Contains("is softmax(z); raising one element of z raises its own p and lowers the others of its column",
            derivation.Line("z")!.Reason);
        Assert.DoesNotContain(derivation.Lines, line => line.Of.Name is "e" or "s" or "c");
        Assert.Empty(derivation.Notes);
    }

    [Theory]
    [InlineData("axis=1", "softmax(z) / m − Y / m")]
    [InlineData("axis=0", "softmax(z, axis=0) / m − Y / m")]
    public void A_shift_comes_and_goes_in_a_logarithm_of_a_sum_of_exponentials(string axis, string right)
    {
        foreach (string lines in (string[])
            [
                $"c = max(z, {axis}, keepdims=true)\nf = log(sum(exp(z - c), {axis}, keepdims=true)) + c",
                $"c = max(z, {axis}, keepdims=true)\ns = sum(exp(z - c), {axis}, keepdims=true)\nf = c + log(s)",
                $"c = max(z, {axis}, keepdims=true)\nt = z - c\nf = log(sum(exp(t), {axis}, keepdims=true)) + c",
                $"f = log(sum(exp(z), {axis}, keepdims=true))",
            ])
        {
            Derivation derivation = Derived($"""
                input X[m, n], Y[m, K]
                param W[n, K]
                z = X @ W
                {lines}
                L = (sum(f) - sum(Y*z)) / m
                minimize L
                """);
            Assert.Equal(right, derivation.Line("z")!.Right);
            Assert.DoesNotContain(derivation.Lines, line => line.Of.Name is "c" or "s" or "t");
        }
    }

    [Fact]
    public void A_shift_of_a_vector_is_accounted_for()
    {
        DerivationLine line = Derived("""
            input x[n]
            param A[K, n]
            z = A @ x
            c = max(z)
            f = log(sum(exp(z - c))) + c
            minimize f
            """).Line("z")!;
        Assert.Equal("softmax(z)", line.Right);
        Assert.StartsWith("f = log(Σ exp(z − c)) + c is logsumexp(z)", line.Reason);
    }

    [Theory]
    [InlineData(
        "c = max(z, axis=1)\nq = z - column(c)\nf = log(sum(exp(q), axis=1)) + c\nL = mean(f)", "softmax(z) / m")]
    [InlineData("L = mean(log(sum(exp(z - 3), axis=1)) + 3)", "softmax(z) / m")]
    public void A_shift_may_be_a_vector_or_a_number(string lines, string right) =>
        Assert.Equal(right, Derived($"input X[m, n]\nparam W[n, K]\nz = X @ W\n{lines}\nminimize L").Line("z")!.Right);

    [Theory]
    [InlineData("c = max(z, axis=1, keepdims=true)\nq = z - c - log(sum(exp(z - c), axis=1, keepdims=true))")]
    [InlineData("e = exp(z)\ns = sum(e, axis=1, keepdims=true)\nq = z - log(s)")]
    [InlineData("q = z - logsumexp(z, axis=1, keepdims=true)")]
    [InlineData("e = exp(z)\np = e / sum(e, axis=1, keepdims=true)\nq = log(p)")]
    public void The_logarithm_of_a_softmax_leaves_p_minus_y(string lines)
    {
        Derivation derivation = Derived($"""
            input X[m, n], Y[m, K] : onehot
            param W[n, K]
            z = X @ W
            {lines}
            L = -sum(Y * q) / m
            minimize L
            """);
        Assert.Contains(derivation.Line("z")!.Right, (string[])["(softmax(z) − Y) / m", "(p − Y) / m"]);
        Assert.DoesNotContain("a row of dL", derivation.Line("z")!.Reason);
    }

    [Theory]
    [InlineData("c = max(z, axis=0, keepdims=true)\nf = log(sum(exp(z - c), axis=1, keepdims=true)) + c")]
    [InlineData("c = max(z, axis=1, keepdims=true)\nf = log(sum(exp(z - c), axis=1, keepdims=true)) - c")]
    [InlineData("c = max(z, axis=1, keepdims=true)\nf = log(sum(exp(z - c), axis=1, keepdims=true)) + 2*c")]
    [InlineData("e = exp(z)\nf = e / sum(e, axis=1)")]
    [InlineData("e = exp(z)\nf = e / sum(e)")]
    [InlineData("f = z - log(sum(exp(z), axis=1))")]
    public void What_only_looks_like_it_is_derived_as_it_stands(string lines) =>
        Assert.NotNull(Derived($"input X[k, n]\nparam W[n, k]\nz = X @ W\n{lines}\nL = sum(f^2)\nminimize L"));

    [Theory]
    [InlineData("e = exp(z)\np = e / sum(e, axis=1, keepdims=true)\nL = -sum(Y * log(p)) / m")]
    [InlineData("e = exp(z)\np = e / sum(e, axis=1, keepdims=true)\nL = sum(Y * p) / m + sum(e)")]
    [InlineData("e = exp(-z)\np = 1 / (1 + e)\nL = sum(Y * p) / m")]
    [InlineData("e = exp(z)\np = (e - exp(-z)) / (e + exp(-z))\nL = sum(Y * p) / m")]
    [InlineData("e = exp(z)\np = log(1 + e)\nL = sum(Y * p) / m")]
    public void A_value_whose_gradient_is_asked_for_is_not_passed_over(string lines)
    {
        ChainModel model = ChainProgram.Parse(
            $"input X[m, n], Y[m, K]\nparam W[n, K]\nz = X @ W\n{lines}\nminimize L\n").AtRandomPoint();
        double[] expected = model.Derivative("e").ToArray<double>();
        Tensor line = Derivation.Of(model.Cost!, model["e"]).Line("e")!.Value;
        double[] derived = Functions.BroadcastTo(line, model["e"].Shape).ToArray<double>();
        Assert.True(model.CheckGradients().Passed);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], derived[i], 1e-9);
    }

    private static Derivation Derived(string program)
    {
        Assert.Equal("", string.Join("\n", ClosingRule.Broken(program)));
        return ClosingRule.Derive(program);
    }
}
