namespace Chainrule.Tests.Language.Python;

/// <summary>What the names of gradients in public courses are about, and what is no gradient of the cost.</summary>
public class GradientNameTests
{
    private const string Linear = """
        import numpy as np
        X = np.random.randn(7, 3)
        y = np.random.randn(7)
        w = np.random.randn(3)
        b = 0.0
        f = X @ w + b
        cost = np.sum((f - y)**2) / 14

        """;

    private const string WordVectors = """
        import numpy as np
        centerWordVec = np.random.randn(4)
        outsideVectors = np.random.randn(10, 4)
        e = np.exp(outsideVectors @ centerWordVec)
        y_hat = e / np.sum(e)
        loss = -np.log(y_hat[3])
        delta = y_hat.copy()
        delta[3] -= 1

        """;

    [Theory]
    [InlineData(Linear, "dj_dw = X.T @ (f - y) / 7", "dj_dw = X.T @ (f - y)", "w")]
    [InlineData(Linear, "dJdw = X.T @ (f - y) / 7", "dJdw = X.T @ (f - y)", "w")]
    [InlineData(Linear, "dj_db = np.mean(f - y)", "dj_db = np.sum(f - y)", "b")]
    [InlineData(WordVectors, "gradCenterVec = outsideVectors.T @ delta", "gradCenterVec = delta @ outsideVectors * 2",
        "centerWordVec")]
    [InlineData(WordVectors, "gradOutsideVecs = np.outer(delta, centerWordVec)",
        "gradOutsideVecs = np.outer(y_hat, centerWordVec)", "outsideVectors")]
    public void A_gradient_is_known_by_its_name(string program, string right, string wrong, string value)
    {
        ClaimVerdict of = Grade(program + right).Single();
        Assert.True(of.IsRight, of.ToString());
        Assert.StartsWith($"d{(program == Linear ? "cost" : "loss")}/d{value} = ", of.Claim);
        Assert.False(Grade(program + wrong)[^1].IsRight);
    }

    // f is no cost, so that df_dw is the slope of f: no gradient of the cost.
    [Fact]
    public void The_derivative_of_another_value_is_not_graded() =>
        Assert.Empty(Grade(Linear + "df_dw = X"));

    [Fact]
    public void Numbers_with_gradients_are_what_a_file_without_arrays_is_about()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade("""
            x = -2; y = 5; z = -4
            q = x + y
            f = q * z
            dfdz = q
            dfdq = z
            dfdx = 1.0 * dfdq
            dfdy = -1.0 * dfdq
            """);
        Assert.Equal([true, true, true, false], verdicts.Select(verdict => verdict.IsRight));
    }

    [Fact]
    public void A_list_of_gradients_is_about_a_list_of_values()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade("""
            import math
            w = [2, -3, -3]
            x = [-1, -2]
            s = w[0]*x[0] + w[1]*x[1] + w[2]
            f = 1.0 / (1 + math.exp(-s))
            ds = (1 - f) * f
            dx = [w[0] * ds, w[1] * ds]
            dw = [x[0] * ds, x[0] * ds, 1.0 * ds]
            """);
        Assert.Equal(["df/ds", "df/dx_0", "df/dx_1", "df/dw_0", "df/dw_1", "df/dw_2"],
            verdicts.Select(verdict => verdict.Claim.Split(' ')[0]));
        Assert.Equal("df/dw_1", verdicts.Single(verdict => !verdict.IsRight).Claim.Split(' ')[0]);
    }

    // A number that is no size, as sigma, and no parameter by its name.
    [Fact]
    public void A_number_with_a_gradient_is_a_parameter()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade("""
            import numpy as np
            x = np.random.randn(9)
            n = 9
            mu = 0.3
            sigma = 1.2
            loss = n * np.log(sigma) + np.sum((x - mu)**2) / (2 * sigma**2)
            dmu = -np.sum(x - mu) / sigma**2
            dsigma = n / sigma - np.sum((x - mu)**2) / sigma**2
            """);
        Assert.Equal([true, false], verdicts.Select(verdict => verdict.IsRight));
    }

    [Fact]
    public void The_gradient_without_a_name_is_by_what_has_its_shape()
    {
        ClaimVerdict verdict = Grade("""
            import numpy as np
            A = np.random.randn(5, 3)
            b = np.random.randn(5)
            x = np.random.randn(3)
            r = A @ x - b
            f = 0.5 * r @ r
            grad_f = A.T @ r
            """).Single();
        Assert.True(verdict.IsRight);
        Assert.StartsWith("df/dx = ", verdict.Claim);
    }

    // Neither replaces the other, unless it goes on from it.
    [Fact]
    public void A_gradient_that_is_written_twice_is_graded_twice()
    {
        Assert.Equal([false, true], Grade(Linear + """
            dw = X.T @ (f - y)
            dw = X.T @ (f - y) / 7
            """).Select(verdict => verdict.IsRight));
        Assert.True(Grade(Linear + """
            dw = X.T @ (f - y)
            dw = dw / 7
            """).Single().IsRight);
    }

    [Fact]
    public void Zeros_and_ones_drawn_at_random_are_a_mask()
    {
        ClaimVerdict verdict = Grade("""
            import numpy as np
            R = np.random.randn(6, 7)
            M = np.random.randint(0, 2, size=(6, 7))
            U = np.random.randn(6, 2)
            V = np.random.randn(7, 2)
            err = M * (U @ V.T - R)
            loss = 0.5 * np.sum(err**2)
            dU = err @ V
            """).Single();
        Assert.Equal("right", verdict.Sentence);
    }

    [Fact]
    public void A_forgotten_mask_is_named()
    {
        ClaimVerdict verdict = Grade("""
            import numpy as np
            R = np.random.randn(6, 7)
            M = (np.random.rand(6, 7) > 0.3).astype(float)
            U = np.random.randn(6, 2)
            V = np.random.randn(7, 2)
            loss = np.sum((M * (U @ V.T - R))**2)
            dU = 2 * (U @ V.T - R) @ V
            """).Single();
        Assert.Equal("the factor M of the forward pass is missing", verdict.Cause);
    }

    [Fact]
    public void Mean_and_deviation_held_constant_step_by_step_are_named()
    {
        ClaimVerdict verdict = Grade("""
            import numpy as np
            x = np.random.randn(7, 5)
            t = np.random.randn(7, 5)
            mu = x.mean(axis=0)
            xc = x - mu
            var = (xc**2).mean(axis=0)
            std = np.sqrt(var + 1e-5)
            xhat = xc / std
            loss = 0.5 * np.sum((xhat - t)**2)
            dxhat = xhat - t
            dx = dxhat / std
            """)[^1];
        Assert.EndsWith("are held constant, but they depend on x", verdict.Cause);
    }

    private static IReadOnlyList<ClaimVerdict> Grade(string program) =>
        ChainProgram.ParsePython(program).AtRandomPoint(new()).GradeClaims();
}
