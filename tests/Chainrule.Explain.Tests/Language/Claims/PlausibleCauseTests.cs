using Chainrule.Language;

namespace Chainrule.Tests.Language;

/// <summary>
/// Mistakes that something else explains just as well by the numbers: the cause is the mistake that people make.
/// </summary>
public class PlausibleCauseTests
{
    private const string Dense = "input X[m, n], Y[m, k]\nparam W[n, k]\na = X @ W\n";

    private const string SoftmaxByHand = """
        input X[m, n], Y[m, K] : onehot
        param W[n, K]
        z = X @ W
        e = exp(z)
        p = e / sum(e, axis=1, keepdims=true)
        L = -sum(Y * log(p)) / m
        minimize L

        """;

    private const string BatchNormalization = """
        input X[m, n], T[m, n]
        param W[n, n], g[n]
        z = X @ W
        mu = mean(z, axis=0)
        s = sqrt(var(z, axis=0) + 1e-5)
        xh = (z - mu) / s
        o = g * xh
        L = sum((o - T)^2)
        minimize L

        """;

    private const string Autoencoder = """
        input x[m, n], eps[m, h]
        param W[n, h], V[n, h], U[h, n]
        mu = x @ W
        ls = x @ V
        s = exp(ls)
        z = mu + eps * s
        o = z @ U
        L = -sum(x * log(sigmoid(o)) + (1 - x) * log(1 - sigmoid(o))) / m - 0.5*sum(1 + 2*ls - mu^2 - s^2) / m
        minimize L

        """;

    [Theory]
    [InlineData(Dense + "s = relu(a)\nL = sum((s - Y)^2) + 0.3*sum(a)\nminimize L\n",
        "dL/da = dL/ds * (a > 0)", "the share through L is missing")]
    [InlineData(Dense + "s = exp(a)\nL = sum(s * Y) + 0.3*sum(a)\nminimize L\n",
        "dL/da = dL/ds * s", "the share through L is missing")]
    [InlineData(SoftmaxByHand, "dL/dz = dL/dp * p * (1 - p)", "softmax is taken to act on each element alone")]
    [InlineData(SoftmaxByHand, "dL/dz = -Y * (1 - p)/m", "softmax is taken to act on each element alone")]
    [InlineData(BatchNormalization,
        "dL/dz = g/s/m * (dL/do - mean(dL/do, axis=0) - xh * mean(dL/do * xh, axis=0))",
        "it is divided by m once too often")]
    [InlineData("input X[m, n], y[m, 1], lam\nparam w[n, 1]\nr = X @ w - y\nL = sum(r^2) + lam*sum(w^2)\nminimize L\n",
        "dL/dw = X' @ dL/dr + 2*lam*sum(w)", "there is no sum to take: w belongs there as it is")]
    [InlineData("input x[n], t[k]\nparam W[k, n]\nh = W @ x\nL = sum((h - t)^2)\nminimize L\n",
        "dL/dW = dL/dh * x", "an elementwise product stands where an outer product belongs")]
    [InlineData(Autoencoder, "dL/dls = dL/dz * eps + (s^2 - 1)/m", "the term dL/dz ⊙ eps needs the factor s")]
    public void The_cause_is_the_mistake_that_was_made(string program, string claim, string cause)
    {
        ClaimVerdict verdict = Assert.Single(
            ChainProgram.Parse($"{program}claim {claim}\n").AtRandomPoint().GradeClaims());
        Assert.Contains(cause, verdict.Cause ?? verdict.Sentence);
    }

    [Fact]
    public void No_cause_is_better_than_one_that_is_none()
    {
        const string Program = "param x[n]\nL = 3*norm(x)^2 + norm(x)\nminimize L\n";
        Assert.Null(Assert.Single(
            ChainProgram.Parse(Program + "claim dL/dx = 6*x + 1\n").AtRandomPoint().GradeClaims()).Cause);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Costs_that_overflow_far_out_are_judged_nearer(long seed) => Assert.True(Assert.Single(
        ChainProgram.Parse(Autoencoder + "claim dL/dmu = dL/dz + mu/m\n").AtRandomPoint().GradeClaims(seed)).IsRight);
}
