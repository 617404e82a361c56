using System.Collections.Frozen;

namespace Chainrule.Language.Python;

/// <summary>
/// Functions of NumPy, SciPy and PyTorch for which the language has no word of its own: each written in those that it
/// has, with the names and defaults of its arguments.
/// </summary>
internal static class LibraryFunctions
{
    private const string Text = """
        square(x) = x^2
        mean_squared_error(y_true, y_pred) = mean((y_true - y_pred)^2)
        mean_absolute_error(y_true, y_pred) = mean(abs(y_true - y_pred))
        reciprocal(x) = 1 / x
        expm1(x) = exp(x) - 1
        exp2(x) = 2^x
        log1p(x) = log(1 + x)
        log2(x) = log(x) / log(2)
        log10(x) = log(x) / log(10)
        logaddexp(x1, x2) = x1 + softplus(x2 - x1)
        cbrt(x) = sign(x) * abs(x)^(1/3)
        hypot(x1, x2) = sqrt(x1^2 + x2^2)
        sinh(x) = (exp(x) - exp(-x)) / 2
        cosh(x) = (exp(x) + exp(-x)) / 2
        logsigmoid(x) = -softplus(-x)
        mish(x) = x * tanh(softplus(x))
        softsign(x) = x / (1 + abs(x))
        tanhshrink(x) = x - tanh(x)
        hardtanh(x, min_val=-1, max_val=1) = min(max(x, min_val), max_val)
        relu6(x) = min(max(x, 0), 6)
        hardsigmoid(x) = min(max(x / 6 + 0.5, 0), 1)
        hardswish(x) = x * min(max(x / 6 + 0.5, 0), 1)
        normalize(x, p=2, dim=1, eps=1e-12) = x / max(norm(x, axis=dim, keepdims=true), eps)
        cosine_similarity(x1, x2, dim=1, eps=1e-8) =
          sum(x1 * x2, axis=dim) / max(norm(x1, axis=dim) * norm(x2, axis=dim), eps)
        pairwise_distance(x1, x2, p=2, eps=1e-6) = norm(x1 - x2 + eps, axis=-1)
        layer_norm(x, normalized_shape, weight=1, bias=0, eps=1e-5) =
          weight * ((x - mean(x, axis=-1, keepdims=true))
            / sqrt(var(x, axis=-1, keepdims=true) + eps)) + bias
        """;

    private static readonly FrozenDictionary<string, WrittenFunction> All =
        Text.Replace("\n  ", " ", StringComparison.Ordinal).Split('\n').Select(WrittenFunction.Read)
            .ToFrozenDictionary(function => Key(function.Name));

    /// <summary>The function of a name elsewhere, also of its layer, such as CosineSimilarity; or null.</summary>
    public static WrittenFunction? Find(string name) => All.GetValueOrDefault(Key(name));

    private static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
