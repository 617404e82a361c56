using System.Text.RegularExpressions;

namespace Chainrule.Tests.Language;

/// <summary>What a derivation prints is accepted as a claim about the same file, and found right.</summary>
public partial class PrintedClaimTests
{
    public static TheoryData<string> Programs =>
        [.. Derivations.LayoutTests.Samples.Select(row => row.Data), .. Others.Keys];

    private static readonly Dictionary<string, string> Others = new()
    {
        ["constants"] = """
            input X[m, n]
            param W[n, k], b[k], s
            z = X @ W + b
            h = gelu(z)
            a = abs(h) + 1e-5 * h
            S = sum(a) / (m*n) + 2 * s + s * mean(b)
            minimize S
            """,
        ["given sizes beside free ones"] = """
            input X[m, 4], T[m, t, 4]
            param W[4, 6], V[4, 6]
            y = X @ W
            z = T @ V
            r = reshape(y, [m, 2, 3])
            a = tanh(r)
            s = mean(z, axis=2)
            S = mean(y^2) + mean(z^3) + mean(a) + sum(s^2) + mse(y, X @ V)
            minimize S
            """,
        ["stacks"] = """
            input x[b, t, d]
            param Q[d, k], K[d, k], c[t, k], e[b, t, k]
            q = x @ Q + c
            h = x @ K + e
            p = softmax(q @ h' / sqrt(k))
            o = permute(p @ h, [1, 0, 2])
            S = sum(o^2) / (b*t) + mean(q^3) + sum(einsum('btk,btl->kl', q, h)^2)
            minimize S
            """,
        ["norms"] = """
            input X[m, n], w[m]
            param W[n, k], c[k]
            z = X @ W
            N = norm(z, axis=1)
            M = norm(z)
            q = z / M
            S = sum(N * w) / m + sum(q * c) + norm(c)^3
            minimize S
            """,
        ["softmax"] = """
            input X[m, n], y[m, c]
            param W[n, c]
            z = X @ W
            p = softmax(z)
            S = -sum(y * log(p)) / m + sum(p^3)
            minimize S
            """,
        ["reductions"] = """
            input X[m, n]
            param W[n, k], d[m, 1]
            z = X @ W
            top = max(z, axis=1)
            mu = mean(z, axis=1, keepdims=true)
            centred = z - mu
            most = max(W)
            S = sum(top^2) + sum(centred^3 / d) + mean(centred^2) + most
            minimize S
            """,
        ["parts"] = """
            input X[m, n]
            param W[n, k], V[n, l], U[q, 1]
            a = X @ W
            b = X @ V
            h = concat(a, b, axis=1)
            r = where(h > 0, h, h / 2)
            t = r @ U
            S = sum(tanh(t)) / m
            minimize S
            """,
        ["indices"] = """
            input X[m, n], idx[q] : labels, y[m] : labels, o : labels, k : labels
            param W[n, c], E[V, n], u[V]
            z = X @ W
            a = z[:, 0]
            b = z[1]
            d = z[-1, 1:-1]
            e = z[1:] - z[:-1]
            h = E[idx]
            p = softmax(z)
            r = log(p)[rows, y]
            t = h @ W[:, -2:] + u[idx] @ h[:, :2]
            S0 = sum(a^2) + sum(b^3) + mean(d^2) + mean(e^2) * z[2, 1] + sum(tanh(h)) / q
            S = S0 - sum(z[:, 1] * r) + sum(t^2) + E[k] @ W[:, 3] + sum(W[:, o]^2) + cross_entropy(b, o)
            minimize S
            """,
        ["matrices"] = """
            input A[n, n], b[n], B[n, k]
            param X[n, n], w[n], Z[m, n], c[m]
            Y = X' @ X
            P = inv(X)
            q = solve(X, b + w)
            Q = solve(Y, B)
            D = diag(w)
            O = outer(w, c)
            t = cumsum(Z, axis=0)
            u = cumsum(w)
            l = logsumexp(Z, axis=1)
            S0 = logdet(Y) + det(X) * 2 + sum(q^2) + sum(Q * B) + sum(P * A) + sum(solve(Y, B)) + sum(cumsum(c))
            S1 = sum((D @ A)^2) + sum(diag(X)^3) + sum(O^3) + dot(w, b) + norm1(w) + norm2(c) + sum(diag(Y))
            S = S0 + S1 + sum(clip(Z, -0.2, 0.3)^2) + sum(t^2) + sum(u^3) + sum(l^2) + logsumexp(X)^2 + sum(tan(w))
            minimize S
            """,
        ["labels"] = """
            def f(x) = x / (1 + exp(-x))
            input X[m, n], y[m] : labels
            param W[n, c]
            a = X @ W
            z = f(a)
            S = cross_entropy(z, y) + 0.5 * sum(W^2) / (n*c)
            minimize S
            """,
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_printed_right_side_is_a_right_claim(string name)
    {
        string text = Others.TryGetValue(name, out string? own) ? own
            : File.ReadAllText(Path.Combine(SampleFiles.Folder, name + ".chain"));
        string program = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("claim")));
        ChainModel model = ChainProgram.Parse(program).AtRandomPoint();
        HashSet<string> names = [.. model.Values.Select(value => value.Name!)];
        var derivation = Derivation.Of(
            model.Cost!, [.. model.Values.Where(value => value.DType.IsFloating() && DependsOn(model.Cost!, value))],
            model.Outputs);
        var claims = new List<string>();
        foreach (DerivationLine line in derivation.Lines.Where(line => names.Contains(line.Of.Name!)))
        {
            foreach (string? right in (string?[])[line.Right, line.Whole, line.WrittenOut,
                FormulaChain.Of(line.RightFormula)])
            {
                // Names that the derivation gives are not in the file.
                if (right is not null && !Introduced().Matches(right).Any(match => !names.Contains(match.Value)))
                    claims.Add($"claim {line.Left} = {right}");
            }
        }
        Assert.True(claims.Count >= 12, $"only {claims.Count} claims");
        ChainModel claimed = ChainProgram.Parse(program + "\n" + string.Join('\n', claims)).AtRandomPoint();
        foreach ((string claim, ClaimVerdict verdict) in claims.Zip(claimed.GradeClaims()))
            Assert.True(verdict.IsRight, $"{claim}\n{verdict}");
    }

    [Theory]
    [InlineData("X dS/dz", "an operator is missing before `dS/dz`", "write * for the elementwise or @")]
    [InlineData("X[:, 3:1]' @ dS/dz", "no element is in the range 3:1", "write `x[2]`")]
    [InlineData("X[:, dS/dz:]' @ dS/dz", "an index is a whole number", "write `x[2]`")]
    [InlineData("X' @ dS/du1", "`u1` is not defined", "give it there, as in `u1 = …`")]
    [InlineData("3 (X' @ dS/dz", "this ( is never closed", "add the missing )")]
    public void What_is_no_formula_still_has_its_error(string formula, string problem, string remedy)
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.Parse(
            $"input X[m, n]\nparam W[n, k]\nz = X @ W\nS = sum(z^2)\nminimize S\nclaim dS/dW = {formula}"));
        Assert.Contains(problem, error.Message);
        Assert.Contains(remedy, error.Remedy);
        Assert.Equal(6, error.Line);
    }

    [Theory]
    [InlineData("3 X' @ dS/dz / 3", ClaimGrade.Right)]
    [InlineData("X' @ dS/dz[:, :, :]", ClaimGrade.WrongShape)]
    [InlineData("X' @ dS/dz[:, :1]", ClaimGrade.WrongShape)]
    [InlineData("X' @ dS/dz[0]", ClaimGrade.WrongShape)]
    [InlineData("X' @ (2 z)", ClaimGrade.Right)]
    [InlineData("2X' @ z²", ClaimGrade.WrongValue)]
    [InlineData("2", ClaimGrade.WrongShape)]
    [InlineData("Σ_rows dS/dz", ClaimGrade.WrongShape)]
    public void What_is_written_so_is_graded_as_ever(string formula, ClaimGrade grade)
    {
        ChainModel model = ChainProgram.Parse(
            $"input X[m, n]\nparam W[n, k]\nz = X @ W\nS = sum(z^2)\nminimize S\nclaim dS/dW = {formula}")
            .AtRandomPoint();
        Assert.Equal(grade, Assert.Single(model.GradeClaims()).Grade);
    }

    private static bool DependsOn(Tensor cost, Tensor value) =>
        value != cost && Traversal.Below(Node.Of(cost)).Contains(Node.Of(value));

    [GeneratedRegex(@"(?<=\bd\w+/d|\b)u\d+")]
    private static partial Regex Introduced();
}
