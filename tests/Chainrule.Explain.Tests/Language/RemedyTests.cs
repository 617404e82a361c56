namespace Chainrule.Tests.Language;

/// <summary>What an error tells to write is written, and works.</summary>
public class RemedyTests
{
    private const string Declarations = "input X[m, n], g\nparam W[n, k]\n";

    [Theory]
    [InlineData("import numpy as np\nh = np.exp(X)", "take the line out", "h = np.exp(X)")]
    [InlineData("h = X\nprint(h)", "take the line out", "h = X")]
    [InlineData("h = X\nh.backward()", "take it out", "h = X")]
    [InlineData("if g > 0: h = X", "write `h = where(condition, a, b)`", "h = where(g > 0, X, 2*X)")]
    [InlineData("h = X if g > 0 else 2*X", "write `where(condition, a, b)`", "h = where(g > 0, X, 2*X)")]
    [InlineData("while g < 3 { h = X }", "write `for t in 0:3 { h[t] = … }`", "for t in 0:3 { h[t] = X }")]
    [InlineData("for x in X { h = x }", "write `for t in 0:3 { h[t] = … }`", "for t in 0:3 { h[t] = X }")]
    [InlineData("return X", "did you mean `output`?", "output X")]
    [InlineData("def f(x): return x**2", "write `def f(x) = x^2`", "def f(x) = x^2\nh = f(X)")]
    [InlineData("f = lambda x: x^2", "write `def f(x) = x^2` above", "def f(x) = x^2\nh = f(X)")]
    [InlineData("h = λ(X)", "define it above with `def λ(x) = …`", "def λ(x) = x^2\nh = λ(X)")]
    [InlineData("S = sum(X); minimize S", "write one statement a line", "S = sum(X)\nminimize S")]
    [InlineData("minimize sum(X)", "name the cost on a line of its own, `S = …`", "S = sum(X)\nminimize S")]
    [InlineData("S = sum(X)\nminimize S, S", "give each a line: `minimize S`", "S = sum(X)\nminimize S\nminimize S")]
    [InlineData("h = np.zeros((m, k))", "write `input h0[m, k]`", "input h0[m, k]")]
    [InlineData("h = np.random.randn(n, k)", "`param W[n, k] ~ normal(0, 1)`", "param W1[n, k] ~ normal(0, 1)")]
    [InlineData("h = X.shape[0] * X", "write the name of the dimension, such as m", "h = m * X")]
    [InlineData("h = nn.Tanh()(X)", "give it its values, as in np.exp(x)", "h = nn.tanh(X)")]
    [InlineData("h = torch.var(X)", "write `var(x)` if n is meant, `var(x) * n / (n - 1)`", "h = var(X) * n / (n - 1)")]
    [InlineData("T = 2\nh = X^T", "write ' (or .T) for the transpose, ^(T) for the power", "T = 2\nh = X.T @ X^(T)")]
    [InlineData("for t in 0:n { h[t] = X }", "write `n = 3` above: then n is 3 in the declarations too",
        "n = 3\nfor t in 0:n { h[t] = X }")]
    [InlineData("for t in 0:g { h[t] = X }", "or a name that has one, as in `T = 3`",
        "T = 3\nfor t in 0:T { h[t] = X }")]
    [InlineData("for m in 0:3 { h[m] = X }", "count with another name, such as `m1`", "for m1 in 0:3 { h[m1] = X }")]
    [InlineData("for t in 0:3 { h[t] = h[t-1] }", "give it one above: `h[-1] = …`",
        "h[-1] = X\nfor t in 0:3 { h[t] = h[t-1] }")]
    [InlineData("h[-1] = X\nfor t in 0:3 { h[t] = h[t-1] }\nS = sum(h[-1])", "write `h[2]` for the one",
        "h[-1] = X\nfor t in 0:3 { h[t] = h[t-1] }\nS = sum(h[2])")]
    [InlineData("h[0] = X\nh[0] += X", "add up in a plain name, as in `h1 += …`", "h1 = X\nh1 += X")]
    [InlineData("X[0] = 3", "as in `X1[0] = …`", "X1[0] = 3")]
    [InlineData("h[0] = X\nh = X", "write `h[0] = …`, or choose another name", "h[0] = X\ng1 = X")]
    [InlineData("h[0] = X\nz = h + 1", "write which, as in `h[0]`", "h[0] = X\nz = h[0] + 1")]
    [InlineData("h = X\nz = h_{t-1}", "write `h[…]`", "h[0] = X\nz = h[0]")]
    [InlineData("for t in 0:3 { minimize g }", "move the line below the loop",
        "for t in 0:3 { h[t] = g*t }\nS = sum(h[2])\nminimize S")]
    [InlineData("x, y = X, W", "or one name a line", "x = X\ny = W")]
    [InlineData("h = {X}", "write a name, a number or ( )", "h = (X)")]
    [InlineData("S = sum(X)\nminimize S\nclaim dL/dX = 1", "write dS/dX", "S = sum(X)\nminimize S\nclaim dS/dX = 1")]
    [InlineData("z = z + X", "give it a value above", "z = X\nz = z + X")]
    public void A_remedy_works(string text, string remedy, string followed)
    {
        var error = Assert.Throws<LanguageException>(() => ChainProgram.Parse(Declarations + text));
        Assert.Contains(remedy, error.Remedy);
        ChainProgram.Parse(Declarations + followed);
    }
}
