using System.Globalization;
using Chainrule.Catalog;

namespace Chainrule.Tests;

/// <summary>
/// Random programs in which each function of the catalog has its turn, of values of several shapes, alone and inside
/// another one.
/// </summary>
internal sealed class CatalogPrograms
{
    // What cannot be told from a signature: what a function needs of its values.
    private static readonly Dictionary<string, string[]> Calls = new()
    {
        ["log"] = ["log(1 + X^2)", "log(softmax(X))"],
        ["sqrt"] = ["sqrt(1 + X^2)", "sqrt(sum(X^2, axis=1))"],
        ["tan"] = ["tan(tanh(X))"],
        ["leaky_relu"] = ["leaky_relu(X)", "leaky_relu(X, slope=0.2)"],
        ["elu"] = ["elu(X)", "elu(X, 0.5)"],
        ["clip"] = ["clip(X, -1, 1)", "clip(w, 0, 2)"],
        ["where"] = ["where(X > 0.2, X^2, X)", "where(abs(w) < 1, w, sin(w))"],
        ["max"] = ["max(X, 0.3)", "max(X, axis=1)", "max(X, w)", "max(X)"],
        ["min"] = ["min(w, v)", "min(X, axis=0)", "min(X)"],
        ["trace"] = ["trace(A @ A)", "trace(A)", "trace(X' @ X)"],
        ["concat"] = ["concat(X, X^2, axis=1)", "concat(w, v)", "concat(X, X, axis=0)"],
        ["permute"] = ["permute(X, [1, 0])", "permute(reshape(X, [m, n, 1]), [2, 0, 1])"],
        ["std"] = ["std(X)", "std(X, axis=0)", "std(w)", "X / std(X, axis=1, keepdims=true)"],
        ["reshape"] = ["reshape(X, -1)", "reshape(w, [n, 1])"],
        ["column"] = ["column(w)", "X + column(u)"],
        ["pick"] = ["X[rows, t]"],
        ["take"] = ["E[t]", "E[t] @ w"],
        ["scatter"] = ["scatter(w, A[:, 0])"],
        ["cumsum"] = ["cumsum(X, axis=0)", "cumsum(w, axis=0, reverse=true)"],
        ["diag"] = ["diag(w)", "diag(A)", "diag(A @ A)"],
        ["det"] = ["det(A + 3*eye(n))", "det(A)"],
        ["logdet"] = ["logdet(A @ A' + eye(n))"],
        ["inv"] = ["inv(A + 4*eye(n))", "inv(A) @ w"],
        ["solve"] = ["solve(A + 4*eye(n), w)", "solve(A, B)"],
        ["outer"] = ["outer(u, w)", "outer(w, w)"],
        ["dot"] = ["dot(w, v)", "dot(X, w)", "dot(X, B)"],
        ["ones"] = ["ones(m) * u", "X * ones(m, n)"],
        ["eye"] = ["A + eye(n)", "eye(n) @ w"],
        ["norm1"] = ["norm1(w)"],
        ["norm2"] = ["norm2(w)", "norm2(X @ w)"],
        ["norm"] = ["norm(X)", "norm(X, axis=1)", "norm(w - v)"],
        ["cross_entropy"] = ["cross_entropy(X @ B, P)"],
        ["binary_cross_entropy"] = ["binary_cross_entropy(u, q)"],
        ["mse"] = ["mse(X @ w, u)"],
        ["mae"] = ["mae(X @ w, u)"],
        ["huber"] = ["huber(X @ w, u)", "huber(u, q, 0.5)"],
        ["dropout"] = ["dropout(X, 0.4)", "dropout(tanh(u), 0.5)"],
        ["softmax"] = ["softmax(X)", "softmax(w)", "softmax(X, axis=0)"],
        ["log_softmax"] = ["log_softmax(X)", "log_softmax(X, axis=0)"],
    };

    private readonly Random random;

    private CatalogPrograms(int seed) => random = new(seed);

    /// <summary>The text of a program; seeds one after another take the functions in their order.</summary>
    public static string Write(int seed) =>
        new CatalogPrograms(seed).Write(FunctionCatalog.BuiltIn[seed % FunctionCatalog.BuiltIn.Length]);

    private string Write(FunctionEntry function)
    {
        string inner = random.Next(3) switch
        {
            0 => "X = X0 * s",
            1 => $"X = {Elementwise()}(X0) + X0",
            _ => "X = tanh(X0 @ A)",
        };
        string formula = CallOf(function), cost = random.Next(4) switch
        {
            0 => "sum(z^2)",
            1 => "mean(z)",
            2 => "sum(sin(z)) / m",
            _ => "norm(z - 0.3)^2 / 2",
        };
        return $"""
            input P[m, k] : probabilities, q[m], t[m] : labels
            param X0[m, n] ~ normal(0, 1)
            param w[n] ~ normal(0, 1)
            param v[n] ~ normal(0, 1)
            param u[m] ~ normal(0, 1)
            param A[n, n], B[n, k], E[n, n], s
            {inner}
            z = {formula}
            S = {cost}{(random.Next(3) == 0 ? " + s * sum(w * v) + sum(u)" : "")}
            minimize S

            """;
    }

    private string CallOf(FunctionEntry function)
    {
        if (Calls.TryGetValue(function.Name, out string[]? calls)) return calls[random.Next(calls.Length)];
        string name = function.Name;
        if (function.ElementwiseOf == 1)
        {
            return random.Next(3) switch
            {
                0 => $"{name}(X)",
                1 => $"{name}(X @ w)",
                _ => $"{name}(2 * w - v)",
            };
        }
        if (function.Signature == Signature.OfReduction)
            return string.Create(CultureInfo.InvariantCulture, $"{name}(X{random.Next(4) switch
            {
                0 => "",
                1 => ", axis=0",
                2 => ", axis=1",
                _ => ", axis=1, keepdims=true",
            }})");
        throw new NotSupportedException($"There is no call of {name} here: add one.");
    }

    private string Elementwise()
    {
        string[] names = [.. FunctionCatalog.BuiltIn
            .Where(entry => entry.ElementwiseOf == 1 && !Calls.ContainsKey(entry.Name)).Select(entry => entry.Name)];
        return names[random.Next(names.Length)];
    }
}
