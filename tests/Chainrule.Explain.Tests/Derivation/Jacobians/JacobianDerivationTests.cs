namespace Chainrule.Tests.Derivations;

public class JacobianDerivationTests
{
    private const string Program = """
        input W[k, n], A[n, n], x[n], b[k], X[m, n], s
        z = W @ x + b
        h = sigmoid(z)
        p = softmax(z)
        r = x @ A
        c = x - mean(x)
        l = log_softmax(z)
        e = relu(x)
        n2 = sum(x^2) * x
        q = s * x^2
        f = x @ A @ x
        g = sum(log(1 + exp(A @ x)))
        H = tanh(X @ A)
        total = sum(H)
        """;

    private static JacobianDerivation Of(string of, string by, bool hessian = false)
    {
        ChainModel model = ChainProgram.Parse(Program).AtRandomPoint();
        return hessian ? JacobianDerivation.HessianOf(model[of], model[by])
            : JacobianDerivation.Of(model[of], model[by]);
    }

    [Theory]
    [InlineData("p", "z", "diag(p) − p · pᵀ")]
    [InlineData("h", "z", "diag(h ⊙ (1 − h))")]
    [InlineData("e", "x", "diag(x > 0)")]
    [InlineData("z", "x", "W")]
    [InlineData("z", "b", "eye(k)")]
    [InlineData("r", "x", "Aᵀ")]
    [InlineData("h", "x", "diag(h ⊙ (1 − h)) · W")]
    [InlineData("c", "x", "eye(n) − ones(n) · ones(n)ᵀ / n")]
    [InlineData("l", "z", "eye(k) − ones(k) · softmax(z)ᵀ")]
    [InlineData("n2", "x", "(Σ x²) eye(n) + 2 x · xᵀ")]
    [InlineData("q", "x", "2 s diag(x)")]
    [InlineData("q", "s", "x²")]
    [InlineData("f", "x", "(A + Aᵀ) · x")]
    [InlineData("total", "X", "(1 − H²) · Aᵀ")]
    [InlineData("H", "X", null)]
    public void A_Jacobian_is_a_matrix_where_both_are_vectors(string of, string by, string? formula) =>
        Assert.Equal(formula, Of(of, by).Formula);

    [Theory]
    [InlineData("p", "z")]
    [InlineData("e", "x")]
    [InlineData("z", "b")]
    [InlineData("c", "x")]
    [InlineData("l", "z")]
    [InlineData("n2", "x")]
    [InlineData("q", "x")]
    [InlineData("h", "x")]
    public void A_printed_Jacobian_pasted_as_a_claim_is_right(string of, string by)
    {
        ChainModel model = ChainProgram.Parse(
            $"{Program}\nclaim d{of}/d{by} = {Of(of, by).Formula}\n").AtRandomPoint();
        ClaimVerdict verdict = Assert.Single(model.GradeClaims());
        Assert.True(verdict.IsRight, verdict.ToString());
    }

    [Theory]
    [InlineData("f", "A + Aᵀ")]
    [InlineData("g", "Aᵀ · diag(sigmoid(A · x) ⊙ (1 − sigmoid(A · x))) · A")]
    public void A_Hessian_is_the_Jacobian_of_the_gradient(string of, string formula) =>
        Assert.Equal(formula, Of(of, "x", hessian: true).Formula);

    [Fact]
    public void The_convention_of_the_axes_is_told()
    {
        string text = Of("z", "x").ToString();
        Assert.Contains("dz/dx = W   (k×n)", text);
        Assert.Contains("rows are those of z, columns those of x", text);
    }

    [Fact]
    public void Where_no_matrix_is_found_that_is_said()
    {
        string text = Of("H", "X").ToString();
        Assert.Contains("No formula of matrices was found for dH/dX, which has 4 axes", text);
        Assert.Contains("the gradient of Σ (v ⊙ H) by X is (v ⊙ (1 − H²)) · Aᵀ.", text);
    }

    [Fact]
    public void The_numbers_are_those_of_small_steps()
    {
        ChainModel model = ChainProgram.Parse(Program).AtRandomPoint();
        double[] jacobian = JacobianDerivation.Of(model["p"], model["x"]).Value.ToArray<double>();
        double[] x = model["x"].ToArray<double>();
        const double Step = 1e-6;
        double[] At(double step)
        {
            model["x"].Assign(Tensor.FromArray([x[0] + step, .. x[1..]]));
            return model["p"].ToArray<double>();
        }
        double[] after = At(Step), before = At(-Step);
        for (int i = 0; i < after.Length; i++)
            Assert.Equal((after[i] - before[i]) / (2 * Step), jacobian[i * x.Length], 1e-8);
    }

    [Fact]
    public void What_does_not_depend_has_no_Jacobian() =>
        Assert.Contains("x does not depend on p", Assert.Throws<ChainruleException>(() => Of("x", "p")).Message);
}
