
namespace Chainrule.Tests.Derivations;

/// <summary>Derivations that cross softmax, maxima, joined matrices and batches, in matrices and in indices.</summary>
public class SoftmaxAndIndexTests
{
    private static readonly Dictionary<string, string> Programs = new()
    {
        ["softmax"] = """
            input X[m, n], y[m, c]
            param W[n, c]
            z = X @ W
            p = softmax(z)
            S = -sum(y*log(p))/m
            """,
        ["log-softmax"] = """
            input X[m, n], y[m, c]
            param W[n, c]
            z = X @ W
            L = log_softmax(z)
            S = -mean(sum(y*L, axis=1)) + sum(z^2)
            """,
        ["attention"] = """
            input X[m, n], Y[m, n]
            param Q[n, k], K[n, k]
            A = (X @ Q) @ (X @ K)'
            P = softmax(A)
            H = P @ X
            S = mean((H - Y)^2)
            """,
        ["max-and-concat"] = """
            input X[m, n], Y[m, k]
            param W[n, k], U[n, n]
            A = X @ W
            B = X @ U
            C = concat(A, B, axis=1)
            M = max(C, axis=1)
            h = max(A, Y)
            g = where(A > 0, A, 0.1*A)
            S = sum(M^2) + mean(h*g) + max(Y*A)
            """,
        ["batched"] = """
            input X[g, m, n], Y[g, m, k]
            param W[n, k], V[g, k, k]
            Z = X @ W
            H = tanh(Z)
            A = H @ V
            S = sum((A - Y)^2) / (2*m)
            """,
    };

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_in_indices_are_as_the_golden_file(string name) =>
        Golden.Compare(name + ".indices.txt", Build(Programs[name]).Derivation.ToIndices());

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_line_has_the_value_that_reverse_mode_has(string name)
    {
        (ChainModel model, Derivation derivation) = Build(Programs[name]);
        HashSet<string?> named = [.. model.Values.Select(value => value.Name)];
        foreach (DerivationLine line in derivation.Lines.Where(line => named.Contains(line.Of.Name)))
            Nearly.Equal(model.Derivative(line.Of.Name!), line.Value, $"{name}: {line}");
    }

    [Theory]
    [InlineData("p = softmax(z)\nS = -sum(y*log(p))/m", "dS/dz = (p ⊙ (Σ_columns y) − y) / m")]
    [InlineData("p = softmax(z)\nS = -mean(sum(y*log(p), axis=1))", "dS/dz = (p ⊙ (Σ_columns y) − y) / m")]
    [InlineData("S = -sum(y*log(softmax(z)))/m", "dS/dz = (softmax(z) ⊙ (Σ_columns y) − y) / m")]
    [InlineData("L = log_softmax(z)\nS = -sum(y*L)/m", "dS/dz = (softmax(z) ⊙ (Σ_columns y) − y) / m")]
    [InlineData("S = cross_entropy(z, y)", "dS/dz = (softmax(z) ⊙ (Σ_columns y) − y) / m")]
    [InlineData("q = softmax(y)\np = softmax(z)\nS = -sum(q*log(p))/m", "dS/dz = (p − q) / m")]
    public void Softmax_and_logarithm_cancel_for_any_labels(string cost, string line)
    {
        (ChainModel model, Derivation derivation) =
            Build("input X[m, n], y[m, c]\nparam W[n, c]\nz = X @ W\n" + cost);
        DerivationLine found = derivation.Line("z")!;
        Assert.Equal(line, found.ToString());
        if (cost.StartsWith("p =", StringComparison.Ordinal))
            Assert.Contains("the division by p cancels", found.Reason);
        // The labels are any numbers here, so the rows do not add up to 1.
        Nearly.Equal(model.Derivative("z"), found.Value, line);
    }

    [Theory]
    [InlineData("a = sigmoid(z)\nS = -mean(y*log(a) + (1-y)*log(1-a))", "dS/dz = (a − y) / (c m)")]
    [InlineData("a = 1/(1+exp(-z))\nS = -sum(y*log(a) + (1-y)*log(1-a))/m", "dS/dz = (a − y) / m")]
    [InlineData("a = sigmoid(z)\nS = -mean(sum(y*log(a), axis=1)) - sum((1-y)*log(1-a))/m", "dS/dz = (a − y) / m")]
    [InlineData("S = -sum(y*log(sigmoid(z)) + (1-y)*log(1-sigmoid(z)))", "dS/dz = sigmoid(z) − y")]
    [InlineData("a = sigmoid(z)\nl = -y*log(a) - (1-y)*log(1-a)\nS = sum(y^2*l)", "dS/dz = dS/dl ⊙ (a − y)")]
    [InlineData("a = sigmoid(z)\nS = -sum(3*y*log(a) + (1-y)*log(1-a))", "dS/dz = (1 − y) ⊙ a − 3 y ⊙ (1 − a)")]
    [InlineData("a = sigmoid(z)\nS = -mean(sum(log(a), axis=1))", "dS/dz = (a − 1) / m")]
    [InlineData("a = sigmoid(z)\nS = sum(y*log(a) + a^2)", "dS/dz = dS/da ⊙ a ⊙ (1 − a)")]
    public void Sigmoid_and_logarithms_cancel(string cost, string line)
    {
        (ChainModel model, Derivation derivation) =
            Build("input X[m, n], y[m, c]\nparam W[n, c]\nz = X @ W\n" + cost);
        DerivationLine found = derivation.Line("z")!;
        Assert.Equal(line, found.ToString());
        Nearly.Equal(model.Derivative("z"), found.Value, line);
    }

    [Fact]
    public void A_mean_over_two_axes_is_written_with_both_lengths()
    {
        (_, Derivation derivation) = Build("input Y[m, n]\nparam W[m, n]\nS = mean((W - Y)^2)");
        Assert.Equal("dS/dW = 2 (W − Y) / (m n)", derivation.Line("W")!.ToString());
    }

    [Fact]
    public void A_column_that_is_copied_says_so_in_its_shapes()
    {
        (_, Derivation derivation) = Build("input X[m, n]\nparam W[n, k]\nS = sum(X @ W)");
        Assert.Equal("dS/dW = (Σ_rows X)ᵀ", derivation.Line("W")!.ToString());
        Assert.Equal("(n×1) → (n×k)", derivation.Line("W")!.Shapes);
    }

    private static (ChainModel Model, Derivation Derivation) Build(string program)
    {
        ChainModel model = ChainProgram.Parse(program + "\nminimize S").Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64, Seed = 6 });
        int seed = 3;
        foreach (Tensor input in model.Inputs) input.Assign(Tensor.Normal(input.Shape, 0, 1, seed++, DType.Float64));
        return (model, Derivation.Of(model.Cost!, [], model.Outputs));
    }
}
