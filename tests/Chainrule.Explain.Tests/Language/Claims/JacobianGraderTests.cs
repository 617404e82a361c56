namespace Chainrule.Tests.Language;

public class JacobianGraderTests
{
    private static ClaimVerdict Grade(string claim) => Assert.Single(ChainProgram.Parse("""
        input W[k, n], x[n], b[k], A[n, n]
        z = W @ x + b
        h = sigmoid(z)
        p = softmax(z)
        r = x @ A
        f = x @ A @ x

        """ + "claim " + claim).AtRandomPoint().GradeClaims());

    [Theory]
    [InlineData("dz/dx = W")]
    [InlineData("dz/dx = dz/dz @ W")]
    [InlineData("dr/dx = A'")]
    [InlineData("df/dx = (A + A') @ x")]
    [InlineData("dh/dx = reshape(h * (1 - h), [k, 1]) * W")]
    [InlineData("dh/dx = dh/dz @ W")]
    [InlineData("dp/dz = diag(p) - p @ p'")]
    [InlineData("dh/dz = diag(h * (1 - h))")]
    [InlineData("dh/dx = diag(h * (1 - h)) @ W")]
    [InlineData("dp/dx = dp/dz @ dz/dx")]
    public void A_right_claim_is_right(string claim) => Assert.True(Grade(claim).IsRight, Grade(claim).Sentence);

    [Theory]
    [InlineData("dz/dx = W'", ClaimGrade.WrongShape, "turned round", "dz/dx = W")]
    [InlineData("dr/dx = A", ClaimGrade.WrongValue, "turned round", "dr/dx = Aᵀ")]
    [InlineData("dz/dx = 2*W", ClaimGrade.WrongValue, "it is 2 times the Jacobian", "dz/dx = W")]
    [InlineData("dh/dz = h * (1 - h)", ClaimGrade.WrongValue, "as a matrix it is diag(h * (1 - h))",
        "dh/dz = diag(h ⊙ (1 − h))")]
    [InlineData("dp/dz = p * (1 - p)", ClaimGrade.WrongValue, "only the diagonal is there", "dp/dz = diag(p) − p · pᵀ")]
    [InlineData("df/dx = 2*A @ x", ClaimGrade.WrongValue, null, "df/dx = (A + Aᵀ) · x")]
    public void A_wrong_claim_gets_its_cause_and_the_right_line(
        string claim, ClaimGrade grade, string? cause, string right)
    {
        ClaimVerdict verdict = Grade(claim);
        Assert.Equal(grade, verdict.Grade);
        if (cause is null) Assert.Null(verdict.Cause);
        else Assert.Contains(cause, verdict.Cause);
        Assert.Equal(right, verdict.RightLine);
    }

    [Fact]
    public void Claims_about_gradients_and_Jacobians_stand_in_one_file()
    {
        IReadOnlyList<ClaimVerdict> verdicts = ChainProgram.Parse("""
            input x[n]
            param w[n]
            y = w * x
            L1 = sum(y)
            L2 = sum(y^2)
            minimize L1
            minimize L2
            claim dL2/dw = 2*y*x
            claim dy/dw = x
            claim dL1/dw = x
            """).AtRandomPoint().GradeClaims();
        Assert.Equal([8, 9, 10], verdicts.Select(verdict => verdict.Line));
        Assert.Equal([true, false, true], verdicts.Select(verdict => verdict.IsRight));
    }
}
