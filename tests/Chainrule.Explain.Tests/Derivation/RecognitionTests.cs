namespace Chainrule.Tests.Derivations;

/// <summary>What people write out by hand is derived as a textbook has it.</summary>
public class RecognitionTests
{
    private static Derivation Of(string program) => ClosingRule.Derive(program);

    [Theory]
    [InlineData("e = exp(z)\ns = sum(e, axis=1, keepdims=true)\np = e / s")]
    [InlineData("c = z - max(z, axis=1, keepdims=true)\ne = exp(c)\np = e / sum(e, axis=1, keepdims=true)")]
    [InlineData("t = max(z, axis=1, keepdims=true)\np = exp(z - t) / sum(exp(z - t), axis=-1, keepdims=true)")]
    public void Softmax_by_hand_is_passed_over_to_p_minus_y(string softmax)
    {
        Derivation derivation = Of($"""
            input X[m, n], Y[m, K] : onehot
            param W[n, K]
            z = X @ W
            {softmax}
            L = -sum(Y * log(p)) / m
            minimize L
            """);
        Assert.Equal("(p − Y) / m", derivation.Line("z")!.Right);
        Assert.Equal("Xᵀ · (p − Y) / m", derivation.Line("W")!.Whole);
        Assert.Contains("is softmax(z)", derivation.Line("z")!.Reason);
        Assert.Contains("each row of Y adds up to 1", derivation.Line("z")!.Reason);
        Assert.DoesNotContain(derivation.Lines, line => line.Of.Name is "e" or "s" or "c" or "t");
    }

    [Fact]
    public void Softmax_by_hand_keeps_its_lines_where_a_gradient_in_it_is_asked_for()
    {
        ChainModel model = ChainProgram.Parse("""
            input X[m, n], Y[m, K]
            param W[n, K]
            z = X @ W
            e = exp(z)
            p = e / sum(e, axis=1, keepdims=true)
            L = sum(Y * p)
            minimize L
            """).Build(new() { FillDimensions = true });
        Assert.NotNull(Derivation.Of(model.Cost!, model["e"]).Line("e"));
    }

    [Fact]
    public void The_logarithm_of_a_sum_of_exponentials_has_a_softmax_as_its_slope()
    {
        Derivation derivation = Of("""
            input X[m, n]
            param W[n, k]
            z = X @ W
            L = mean(log(sum(exp(z), axis=1)))
            minimize L
            """);
        Assert.Equal("softmax(z) / m", derivation.Line("z")!.Right);
        Assert.Equal("Xᵀ · softmax(z) / m", derivation.Line("W")!.Whole);
    }

    [Fact]
    public void Softmax_of_a_column_has_the_same_gradient()
    {
        Derivation derivation = Of("""
            input y[V, 1]
            param v[d, 1], U[d, V]
            z = U' @ v
            p = softmax(z, axis=0)
            J = -sum(y * log(p))
            minimize J
            """);
        Assert.Equal("p ⊙ (Σ_rows y) − y", derivation.Line("z")!.Right);
        Assert.Contains("where a column of y adds up to 1", derivation.Line("z")!.Reason);
        Assert.DoesNotContain("ᵀ", derivation.Line("z")!.Reason);
    }

    [Theory]
    [InlineData("axis=0", "mean(dL/dout, axis=0)", "gamma ⊙ (dL/dout − ")]
    [InlineData("axis=1, keepdims=true", "mean(dL/dxhat, axis=1, keepdims=true)", "(dL/dxhat − ")]
    public void Normalization_has_one_line_for_its_input(string axis, string mean, string begin)
    {
        Derivation derivation = Of($"""
            param x[N, D], gamma[D] ~ ones
            input G[N, D]
            mu = mean(x, {axis})
            v = mean((x - mu)^2, {axis})
            xhat = (x - mu) / sqrt(v + 1e-5)
            out = gamma * xhat
            L = sum(out * G)
            minimize L
            """);
        DerivationLine line = derivation.Line("x")!;
        Assert.StartsWith(begin, line.Right);
        Assert.Contains($"{mean} − xhat ⊙ mean(", line.Right);
        Assert.EndsWith("/ sqrt(v + 1e−5)", line.Right);
        Assert.DoesNotContain(derivation.Lines, other => other.Of.Name is "mu" or "v");
        Tensor due = Functions.Gradients(derivation.Walk.Cost.Tensor, line.Of)[0];
        Assert.Equal(due.ToArray<double>(), line.Value.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Theory]
    [InlineData("output mu", true)]
    [InlineData("", false)]
    public void Normalization_keeps_its_lines_where_the_mean_is_used_elsewhere(string rest, bool isCompact)
    {
        string cost = isCompact ? "sum(xhat * G)" : "sum(xhat * G) + sum(mu^2)";
        Derivation derivation = Of($"""
            param x[N, D]
            input G[N, D]
            mu = mean(x, axis=0)
            xhat = (x - mu) / sqrt(var(x, axis=0) + 1e-5)
            L = {cost}
            minimize L
            {rest}
            """);
        Assert.Equal(isCompact, derivation.Line("mu") is null);
    }

    [Fact]
    public void A_symmetric_matrix_and_a_column_have_short_gradients()
    {
        Assert.Equal("2 A · x", Of("""
            input A[n, n] : symmetric
            param x[n]
            f = x' @ A @ x
            minimize f
            """).Line("x")!.Right);
        Assert.Equal("(A + Aᵀ) · x / 2 − b", Of("""
            input A[n, n], b[n, 1]
            param x[n, 1]
            f = x' @ A @ x / 2 - b' @ x
            minimize f
            """).Line("x")!.Right);
    }

    [Theory]
    [InlineData("onehot")]
    [InlineData("probabilities")]
    public void Rows_that_sum_to_one_leave_p_minus_y(string kind)
    {
        Derivation derivation = Of($"""
            input X[m, n], Y[m, K] : {kind}
            param W[n, K]
            z = X @ W
            L = cross_entropy(z, Y)
            minimize L
            """);
        Assert.Equal("(softmax(z) − Y) / m", derivation.Line("z")!.Right);
    }
}
