namespace Chainrule.Tests.Language;

public class ClaimTests
{
    private const string Network = """
        input X[m, n], Y[m, q]
        param W[n, n], b[n], V[n, q], c[q]
        z = X @ W + b
        h = tanh(z)
        g = relu(h @ W' + b)
        Yhat = g @ V + c
        S = sum((Yhat - Y)^2) / (2*m)
        minimize S

        """;

    [Fact]
    public void Every_claim_of_the_stuck_sample_gets_its_verdict()
    {
        ChainModel model = ChainProgram.Load(Path.Combine(SampleFiles.Folder, "stuck.chain"))
            .Build(new ChainOptions { FillDimensions = true, DType = DType.Float64 });
        Derivations.Golden.Compare("stuck.verdicts.txt",
            string.Join("\n", model.GradeClaims().Select(verdict => verdict.ToString())) + "\n");
    }

    [Theory]
    [InlineData("dS/dYhat = (Yhat - Y) / m", ClaimGrade.Right, null)]
    [InlineData("dS/dYhat = -(Y - Yhat) * (1/m)", ClaimGrade.Right, null)]
    [InlineData("dS/dYhat = Yhat - Y", ClaimGrade.WrongValue, "the 1/m of the cost is missing")]
    [InlineData("dS/dYhat = (Y - Yhat) / m", ClaimGrade.WrongValue, "the sign is wrong")]
    [InlineData("dS/dYhat = 2*(Yhat - Y) / m", ClaimGrade.WrongValue, "2 times the gradient")]
    [InlineData("dS/dYhat = 2*(Y - Yhat)", ClaimGrade.WrongValue, "it is 2·m times the gradient")]
    [InlineData("dS/dYhat = 0.7*(Yhat - Y) / m", ClaimGrade.WrongValue, "a constant factor is wrong")]
    [InlineData("dS/dYhat = (Yhat - Y) * 0", ClaimGrade.WrongValue, "the claim is zero")]
    [InlineData("dS/dc = mean(dS/dYhat, axis=0)", ClaimGrade.WrongValue, "a mean stands where a sum belongs")]
    [InlineData("dS/dc = dS/dYhat", ClaimGrade.WrongShape, "its share back: sum over the rows, axis=0")]
    [InlineData("dS/dc = sum(dS/dYhat)", ClaimGrade.WrongShape, "and it should run over the rows")]
    [InlineData("dS/dV = dS/dYhat' @ g", ClaimGrade.WrongShape, "the transpose")]
    [InlineData("dS/dV = g @ dS/dYhat", ClaimGrade.WrongShape, "does not fit")]
    [InlineData("dS/dg = dS/dYhat @ V'", ClaimGrade.Right, null)]
    [InlineData("dS/dz = dS/dh * (1 - h^2)", ClaimGrade.Right, null)]
    [InlineData("dS/dz = dS/dh / (exp(z)/2 + exp(-z)/2)^2", ClaimGrade.Right, null)]
    [InlineData("dS/dz = dS/dh", ClaimGrade.WrongValue, "the factor 1 − h², the slope of tanh, is missing")]
    [InlineData("dS/dz = dS/dh * (1 - tanh(h)^2)", ClaimGrade.WrongValue,
        "the slope of tanh is taken at h instead of at z")]
    [InlineData("dS/dz = dS/dh * h^2", ClaimGrade.WrongValue, "the slope of tanh is upside down")]
    [InlineData("dS/dz = dS/dh * h", ClaimGrade.WrongValue, "the slope of tanh is not tanh itself")]
    [InlineData("dS/dz = dS/dh / (1 - h^2)", ClaimGrade.WrongValue, "divided by the slope")]
    [InlineData("dS/dz = dS/dh * (1 - h^2)^2", ClaimGrade.WrongValue, "counted twice")]
    [InlineData("dS/dz = dS/dh @ (h' @ (1 - h))", ClaimGrade.WrongValue,
        "a matrix product stands where an elementwise one belongs")]
    [InlineData("dS/dW = X' @ dS/dz", ClaimGrade.WrongValue, "is missing")]
    [InlineData("dS/db = sum(dS/dz, axis=0)", ClaimGrade.WrongValue, "is missing")]
    [InlineData("dS/dX = dS/dz @ W'", ClaimGrade.Right, null)]
    [InlineData("dS/dX = dS/dz @ W", ClaimGrade.WrongValue, "W has to be transposed")]
    public void A_claim_is_graded_with_its_likely_cause(string claim, ClaimGrade grade, string? cause)
    {
        ChainModel model = ChainProgram.Parse(Network + "claim " + claim).Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64 });
        ClaimVerdict verdict = Assert.Single(model.GradeClaims());
        Assert.Equal(claim.Replace("1/m)", "1 / m)").Replace("exp(z)/2", "exp(z) / 2").Replace(
            "exp(-z)/2", "exp(-z) / 2"), verdict.Claim);
        Assert.True(grade == verdict.Grade, verdict.ToString());
        if (cause is null) Assert.Equal("right", verdict.Sentence);
        else Assert.Contains(cause, verdict.Sentence);
        Assert.Equal(grade == ClaimGrade.WrongValue, verdict.Place.Count > 0);
    }

    [Theory]
    [InlineData("b", "the factor c is missing")]
    [InlineData("b * c^2", "the factor c is there once too often")]
    [InlineData("b + c", null)]
    [InlineData("b * c + a - a^2", null)]
    public void A_factor_too_few_or_too_many_is_named(string claim, string? cause)
    {
        ChainModel model = ChainProgram.Parse(
            $"param a[m, n], b[m, n], c[n]\nS = sum(a * b * c)\nminimize S\nclaim dS/da = {claim}").AtRandomPoint();
        Assert.Equal(cause, Assert.Single(model.GradeClaims()).Cause);
    }

    // As PyTorch has it: softmax(z) less one_hot(y), over m.
    [Theory]
    [InlineData("dS/dz = (p - y) / m", null)]
    [InlineData("dS/dz = (softmax(z) - y) * (1/m)", null)]
    [InlineData("dS/dW = X' @ (p - y) / m", null)]
    [InlineData("dS/dz = (y - p) / m", "the sign is wrong")]
    [InlineData("dS/dz = p - y", "the 1/m of the cost is missing")]
    [InlineData("dS/dW = X' @ (p - 1) / m", "")]
    public void Labels_are_their_one_hot_rows_in_a_claim(string claim, string? cause)
    {
        ChainModel model = ChainProgram.Parse($"""
            input X[m, n], y[m] : labels
            param W[n, c], b[c]
            def loss(logits, truth) = cross_entropy(logits, truth)
            z = X @ W + b
            p = softmax(z)
            S = loss(z, y)
            minimize S
            claim {claim}
            """).AtRandomPoint();
        ClaimVerdict verdict = Assert.Single(model.GradeClaims());
        Assert.True(verdict.IsRight == (cause is null), verdict.ToString());
        if (cause is not null) Assert.Contains(cause, verdict.Sentence);
    }
}
