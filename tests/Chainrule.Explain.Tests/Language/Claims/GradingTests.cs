namespace Chainrule.Tests.Language;

/// <summary>Claims about programs that people ask about: what is right, what is wrong, and why.</summary>
public class GradingTests
{
    private const string Columns = """
        input X[n, m]
        input Y[1, m]
        param w[1, n]
        A = w @ X
        J = sum((A - Y)^2)/(2*m)
        minimize J

        """;

    private const string Means = """
        input X[m, 3], Y[m, 4]
        param W[3, 4]
        p = X @ W
        L = mean((p - Y)^2)
        minimize L

        """;

    private const string Dropout = """
        input X[m, n]
        input Y[m, k]
        param W[n, k]
        h = X @ W
        d = dropout(h, 0.5)
        L = sum((d - Y)^2)
        minimize L

        """;

    private const string Recurrent = """
        input x1[m, n], x2[m, n], x3[m, n], h0[m, k], Y[m, k]
        param Wx[n, k], Wh[k, k], b[k]
        a1 = x1 @ Wx + h0 @ Wh + b
        h1 = tanh(a1)
        a2 = x2 @ Wx + h1 @ Wh + b
        h2 = tanh(a2)
        a3 = x3 @ Wx + h2 @ Wh + b
        h3 = tanh(a3)
        L = sum((h3 - Y)^2) / 2
        minimize L

        """;

    private const string Normalization = """
        param x[N, D], gamma[D]
        input G[N, D]
        mu = mean(x, axis=1, keepdims=true)
        v = mean((x - mu)^2, axis=1, keepdims=true)
        xhat = (x - mu) / sqrt(v + 1e-5)
        out = gamma * xhat
        L = sum(out * G)
        minimize L

        """;

    private const string Encoder = """
        input x[m, n], eps[m, k]
        param Wm[n, k], Ws[n, k], Wd[k, n]
        mu = x @ Wm
        logvar = x @ Ws
        z = mu + exp(0.5*logvar) * eps
        xhat = z @ Wd
        rec = sum((x - xhat)^2) / (2*m)
        KL = -0.5 * sum(1 + logvar - mu^2 - exp(logvar)) / m
        L = rec + KL
        minimize L

        """;

    private const string Probabilities = """
        input X[m, n], Y[m, K]
        param W[n, K]
        z = X @ W
        p = softmax(z)
        L = -sum(Y * log(p)) / m
        minimize L

        """;

    private const string Vector = """
        input X[m, n], y[m]
        param w[n]
        yhat = X @ w
        J = sum((yhat - y)^2) / (2*m)
        minimize J

        """;

    [Theory]
    [InlineData(Columns, "dJ/dA = A - Y", "it is m times the gradient: the 1/m of the cost is missing")]
    [InlineData(Columns, "dJ/dA = (A - Y)/m^2", "it is 1/m of the gradient: it is divided by m once too often")]
    [InlineData(Means, "dL/dp = p - Y", "it is 2·m times the gradient: the 2/(m·4) of the mean is missing")]
    [InlineData(Means, "dL/dp = 2*(p - Y)", "it is 4·m times the gradient: the 1/(m·4) of the mean is missing")]
    [InlineData(Means, "dL/dp = 2*(p - Y)/m", "it is 4 times the gradient: the mean is over m·4 elements, and it is "
        + "divided by m")]
    [InlineData(Means, "dL/dW = 3*X' @ (p - Y)",
        "it is 6·m times the gradient: the 1/m of the cost is missing, and a constant factor is wrong")]
    [InlineData(Dropout, "dL/dh = dL/dd", "the mask of dropout is missing")]
    [InlineData(Dropout, "dL/dW = 2*X' @ (X @ W - Y)", "that is the gradient without dropout")]
    [InlineData(Recurrent, "dL/dWh = h2' @ dL/da3", "only the share through a3 is there")]
    [InlineData(Recurrent, "dL/db = sum(dL/da3, axis=0)", "the shares through a1 and a2 are missing")]
    [InlineData(Recurrent, "dL/dWh = h1' @ dL/da1 + h2' @ dL/da2 + h3' @ dL/da3", "each h is one step too late")]
    [InlineData(Normalization, "dL/dx = dL/dxhat / sqrt(v + 1e-5)",
        "the shares through mu and v are missing, as if they did not depend on x")]
    [InlineData(Normalization, "dL/dx = (dL/dxhat - mean(dL/dxhat, axis=0) - xhat * mean(dL/dxhat*xhat, axis=0)) "
        + "/ sqrt(v + 1e-5)", "the mean runs over the rows (axis=0), and it should run over the columns (axis=1)")]
    [InlineData(Normalization, "dL/dgamma = sum(dL/dout * x, axis=0)", "x stands where xhat belongs")]
    [InlineData(Encoder, "dL/dmu = dL/dz", "the share through KL is missing")]
    [InlineData(Encoder, "dL/dlogvar = dL/dz * eps * exp(0.5*logvar) + 0.5*(exp(logvar) - 1)/m",
        "the term dL/dz ⊙ eps ⊙ exp(0.5*logvar) needs the factor 0.5")]
    [InlineData(Probabilities, "dL/dz = dL/dp * p * (1 - p)", "softmax is taken to act on each element alone")]
    [InlineData(Vector, "dJ/dw = X @ (yhat - y) / m", "X has to be transposed")]
    [InlineData(Logistic, "dL/dz = -log(a)/m", "that is log(a), a value of the forward pass")]
    [InlineData(Logistic, "dL/dz = a * (1 - a)/m", "that is the slope of sigmoid alone")]
    [InlineData(Logistic, "dL/dz = 2*(a - y) * a * (1 - a)/m", "the slope of a squared error times that of sigmoid")]
    [InlineData(Logistic, "dL/dz = (a - 1)/m", "1 stands where y belongs")]
    [InlineData(Logistic, "dL/da = (a - y)/a/m", "the division by (1 − a) is missing")]
    [InlineData(Logistic, "dL/dw = X' @ dL/dz + 0.02", "the factor w is missing")]
    [InlineData(Logistic, "dL/db = a - y", "the claim has (m) and the gradient is a scalar")]
    public void A_wrong_claim_has_its_cause(string program, string claim, string cause)
    {
        ClaimVerdict verdict = Grade(program, claim);
        Assert.False(verdict.IsRight);
        Assert.Contains(cause, verdict.Cause ?? verdict.Sentence);
        Assert.NotNull(verdict.RightLine);
    }

    [Theory]
    [InlineData("dL/dc = 2/m", "it is 2 times the gradient")]
    [InlineData("dL/dc = -1/m", "the sign is wrong: there is a minus too many or too few")]
    [InlineData("dL/dc = 1", "the 1/m of the cost is missing")]
    public void A_number_for_a_gradient_of_equal_elements_has_no_wrong_shape(string claim, string cause)
    {
        ClaimVerdict verdict = Grade("input x[m]\nparam w[m]\nc = x * w\nL = mean(c)\nminimize L\n", claim);
        Assert.Equal(ClaimGrade.WrongValue, verdict.Grade);
        Assert.Contains(cause, verdict.Cause);
        Assert.DoesNotContain("shape", verdict.Sentence);
    }

    [Fact]
    public void A_number_for_a_gradient_of_many_values_has_a_wrong_shape() => Assert.Equal(
        ClaimGrade.WrongShape,
        Grade("input x[m]\nparam w[m]\nc = x * w\nL = mean(c)\nminimize L\n", "dL/dw = 1/m").Grade);

    [Theory]
    [InlineData("L = huber(p, y)", "dL/dp = (p - y)/m", "the slope of a squared error")]
    [InlineData("L = mse(p, y)", "dL/dp = (p - y) / (p * (1 - p)) / m", "the slope of the binary cross-entropy")]
    public void The_slope_of_another_loss_is_recognized(string cost, string claim, string cause) => Assert.Contains(
        cause, Grade($"input y[m]\nparam p[m] ~ normal(0, 3)\n{cost}\nminimize L\n", claim).Cause);

    [Theory]
    [InlineData("dL/dh = dL/dd * mask1")]
    [InlineData("dL/dW = X' @ (dL/dd * mask1)")]
    public void Claims_may_use_a_mask_without_a_name(string claim) => Assert.True(Grade(Dropout, claim).IsRight);

    [Fact]
    public void A_claim_that_takes_rows_which_are_not_there_is_unclear_and_the_others_are_graded()
    {
        IReadOnlyList<ClaimVerdict> verdicts = ChainProgram.Parse("""
            input idx[m] : labels
            input Y[m, d]
            input Q[1, d]
            param E[V, d]
            h = E[idx]
            L = sum((h - Y)^2)
            minimize L
            claim dL/dh = 2 * (Q[idx] - Y)
            claim dL/dE = scatter(dL/dh, E[idx])
            """).AtRandomPoint().GradeClaims();
        Assert.Equal([ClaimGrade.Undecided, ClaimGrade.Right], verdicts.Select(verdict => verdict.Grade));
        Assert.Contains("is outside the 1 rows", verdicts[0].Sentence);
    }

    [Fact]
    public void A_mask_has_the_name_that_the_file_gives_it()
    {
        string program = Dropout.Replace("d = dropout", "d, keep = dropout");
        Assert.Contains("d, keep = dropout(h, 0.5)\n", ChainProgram.Parse(program).ToString());
        Assert.True(Grade(program, "dL/dh = dL/dd * keep").IsRight);
        ChainModel model = ChainProgram.Parse(program).AtRandomPoint(new() { Training = true });
        Assert.All(model["keep"].ToArray<double>(), value => Assert.True(value is 0 or 2));
        Assert.Equal("dL/dd ⊙ keep", Derivation.Of(model.Cost!, model["h"]).Line("h")!.Right);
        Assert.All(ChainProgram.Parse(program).AtRandomPoint()["keep"].ToArray<double>(), one => Assert.Equal(1, one));
        LanguageException error = Assert.Throws<LanguageException>(
            () => ChainProgram.Parse(program.Replace("dropout(h, 0.5)", "tanh(h)")));
        Assert.Contains("d, mask = dropout(h, 0.5)", error.Remedy);
    }

    [Fact]
    public void Softmax_less_truth_is_right_for_rows_that_sum_to_1()
    {
        const string claim = "dL/dz = (p - Y)/m";
        ClaimVerdict verdict = Grade(Probabilities, claim);
        Assert.True(verdict.IsRight);
        Assert.Contains("the rows of Y sum to 1", verdict.Note);
        foreach (string kind in (string[])["onehot", "probabilities"])
        {
            ClaimVerdict declared = Grade(Probabilities.Replace("Y[m, K]", $"Y[m, K] : {kind}"), claim);
            Assert.True(declared.IsRight);
            Assert.Null(declared.Note);
        }
        Assert.False(Grade(Probabilities.Replace("Y[m, K]", "Y[m, K] : onehot"), "dL/dz = (p + Y)/m").IsRight);
    }

    [Fact]
    public void Arrays_that_are_given_are_used()
    {
        Tensor hot = Functions.OneHot(Tensor.FromArray([2, 0, 1, 3, 3]), 4, DType.Float64);
        ChainModel model = ChainProgram.Parse(Probabilities + "claim dL/dz = (p - Y)/m\nclaim dL/dz = p - Y\n")
            .AtRandomPoint(new() { Arrays = new Dictionary<string, Tensor> { ["Y"] = hot } });
        IReadOnlyList<ClaimVerdict> verdicts = model.GradeClaims();
        Assert.True(verdicts[0].IsRight);
        Assert.Null(verdicts[0].Note);
        Assert.Contains("it is 5 times the gradient, which is consistent with a lost 1/m", verdicts[1].Cause);
    }

    [Theory]
    [InlineData("input A[n, n]", "df/dx = 2*A @ x", false, "it only holds where A is symmetric")]
    [InlineData("input A[n, n] : symmetric", "df/dx = 2*A @ x", true, null)]
    [InlineData("input A[n, n]", "df/dx = A @ x + A' @ x", true, null)]
    public void A_symmetric_matrix_may_be_declared(string input, string claim, bool isRight, string? cause)
    {
        ClaimVerdict verdict = Grade($"{input}\nparam x[n, 1]\nf = sum(x * (A @ x))\nminimize f\n", claim);
        Assert.Equal(isRight, verdict.IsRight);
        if (cause is not null) Assert.Contains(cause, verdict.Cause);
    }

    [Theory]
    [InlineData("input A[3, 4] : symmetric", "as many rows as columns")]
    [InlineData("input A[n] : symmetric", "as many rows as columns")]
    [InlineData("input A : onehot", "no rows that sum to 1")]
    public void A_kind_has_to_fit_the_shape(string input, string problem) => Assert.Contains(
        problem, Assert.Throws<LanguageException>(() => ChainProgram.Parse($"{input}\n")).Message);

    [Fact]
    public void A_row_for_the_gradient_of_a_vector_is_right_and_told_its_shape()
    {
        ClaimVerdict verdict = Grade(Vector, "dJ/dw = reshape(yhat - y, [1, m]) @ X / m");
        Assert.True(verdict.IsRight);
        Assert.True(Grade(Vector, "dJ/dw = (yhat - y)' @ X / m").IsRight);
        Assert.Equal(
            "the values are those of the gradient, which has the shape (n) of w; the claim is a row (1×n)",
            verdict.Note);
        Assert.Contains("wrong value", Grade(Vector, "dJ/dw = reshape(yhat + y, [1, m]) @ X / m").Sentence);
    }

    [Theory]
    [InlineData("E = exp(z)", 1e4, "exp overflowed at E[0,0]: exp(10000) is ∞")]
    [InlineData("E = log(z)", -2, "the logarithm of a negative number at E[0,0]: log(−2) is not a number")]
    [InlineData("E = 1 / (z - z)", 1, "division by 0 at E[0,0]: 1 / 0 is ∞")]
    public void What_is_not_finite_is_named_with_its_place(string line, double value, string where)
    {
        ChainModel model = ChainProgram.Parse(
            $"input X[2, 3]\nz = X * 1\n{line}\nS = sum(E)\nminimize S\nclaim dS/dz = 2*z\n").AtRandomPoint(new()
            {
                Arrays = new Dictionary<string, Tensor> { ["X"] = Tensor.Full([2, 3], value, DType.Float64) },
            });
        ClaimVerdict verdict = Assert.Single(model.GradeClaims());
        Assert.Equal(ClaimGrade.Undecided, verdict.Grade);
        Assert.Contains(where, verdict.Sentence);
        GradientCheckReport report = model.CheckGradients();
        Assert.Equal(where, report.NotFinite);
        Assert.DoesNotContain("WRONG", report.ToString());
    }

    [Fact]
    public void Verdicts_are_short_and_help_comes_step_by_step()
    {
        ClaimVerdict verdict = Grade(Columns, "dJ/dA = A - Y");
        Assert.Matches(
            @"^wrong value: it is m times the gradient: the 1/m of the cost is missing; element \[0,0\] is \S+ where " +
            @"the gradient is \S+\. Right is dJ/dA = \(A − Y\) / m\.$", verdict.Sentence);
        Assert.StartsWith(verdict.Sentence, verdict.Explanation);
        Assert.Contains("slope", verdict.Explanation);
        Assert.Equal("wrong value: it is m times the gradient: the 1/m of the cost is missing.", verdict.Hint(1));
        Assert.DoesNotContain("(A − Y) / m", verdict.Hint(2));
        Assert.Equal("Right is dJ/dA = (A − Y) / m.", verdict.Hint(3));
    }

    [Fact]
    public void Free_sizes_are_primes_that_differ_and_no_two_sets_share_one()
    {
        var program = ChainProgram.Parse(Recurrent);
        int[] first = [.. program.AtRandomPoint().Dimensions.Values.Order()];
        int[] second = [.. program.AtRandomPoint(new() { SizeSet = 1 }).Dimensions.Values.Order()];
        Assert.Equal([5, 7, 11], first);
        Assert.Equal([13, 17, 19], second);
    }

    private const string Logistic = """
        input X[m, n], y[m]
        param w[n], b
        z = X @ w + b
        a = sigmoid(z)
        L = -mean(y * log(a) + (1 - y) * log(1 - a)) + 0.01 * sum(w^2)
        minimize L

        """;

    private static ClaimVerdict Grade(string program, string claim) =>
        Assert.Single(ChainProgram.Parse(program + $"claim {claim}\n").AtRandomPoint().GradeClaims());

    [Fact]
    public void The_identity_matrix_of_a_gradient_is_not_a_value_that_the_program_calls_I()
    {
        const string Program = "input I[n, n]\nparam A[n, n]\nz = trace(A)\nS = z^2 + sum((I @ A)^2)\nminimize S\n";
        ChainModel model = ChainProgram.Parse(Program).AtRandomPoint();
        Assert.Equal("dS/dz eye(n) + 2 Iᵀ · (I · A)", Derivation.Of(model.Cost!).Line("A")!.Right);
        string claims = Program + Derivation.Of(model.Cost!).ToClaims();
        Assert.All(
            ChainProgram.Parse(claims).AtRandomPoint().GradeClaims(),
            verdict => Assert.True(verdict.IsRight, $"{verdict}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_condition_that_only_holds_on_one_side_of_a_kink_excuses_no_claim(long seed)
    {
        const string Program = "input x[n], t\nparam w[n]\na = w @ x\nh = relu(a)\nL = (h - t)^2\nminimize L\n";
        string claims = "claim dL/da = dL/dh\nclaim dL/da = 0\nclaim dL/dw = 0*x\n";
        Assert.All(
            ChainProgram.Parse(Program + claims).AtRandomPoint().GradeClaims(seed),
            verdict => Assert.Equal(ClaimGrade.WrongValue, verdict.Grade));
    }

    [Fact]
    public void A_lost_slope_is_wrong_however_deep_the_network_is()
    {
        const int Layers = 20;
        IEnumerable<string> layers = Enumerable.Range(1, Layers).Select(
            i => $"param W{i}[d, d]\nz{i} = a{i - 1} @ W{i}\na{i} = tanh(z{i})\n");
        string program = $"input a0[m, d], Y[m, d]\n{string.Concat(layers)}L = mean((a{Layers} - Y)^2)\nminimize L\n" +
            "claim dL/dz1 = dL/da1\nclaim dL/dz1 = dL/da1 * (1 - a1^2)\n";
        IReadOnlyList<ClaimVerdict> verdicts = ChainProgram.Parse(program).AtRandomPoint().GradeClaims();
        Assert.Equal(ClaimGrade.WrongValue, verdicts[0].Grade);
        Assert.True(verdicts[1].IsRight, $"{verdicts[1]}");
    }

    [Theory]
    [InlineData("dL/dp = v[:, None]")]
    [InlineData("dL/dZ = outer(v, ones(3))")]
    public void A_mended_formula_without_a_meaning_ends_no_grading(string claim) => Assert.False(Grade(
        "input X[m, n], v[m]\nparam W[n, 3]\nZ = X @ W\np = max(Z, axis=1)\nL = sum((p - v)^2)\nminimize L\n",
        claim).IsRight);
}
