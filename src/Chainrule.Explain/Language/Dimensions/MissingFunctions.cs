using System.Collections.Frozen;

namespace Chainrule.Language;

/// <summary>Functions that people know from elsewhere and the language does not have: what to write instead.</summary>
internal static class MissingFunctions
{
    private const string AsInput =
        "declare its result as an input, such as `input L[n, n]`: it is then taken for a constant";

    private static readonly FrozenDictionary<string, string> Remedies = new Dictionary<string, string>
    {
        ["vector vec flatten ravel"] =
            "write `reshape(A', -1)` for its columns one after another, `reshape(A, -1)` for rows",
        ["matrix"] = "write `reshape(x, m, n)`",
        ["zeros"] = "write `0 * ones(n)`",
        ["sinh"] = "write `(exp(x) - exp(-x)) / 2`",
        ["cosh"] = "write `(exp(x) + exp(-x)) / 2`",
        ["norminf"] = "write `max(abs(x))`",
        ["cholesky svd eig eigh eigvals qr lu expm sqrtm pinv lstsq"] = AsInput,
        ["arcsin arccos arctan asin acos atan arcsinh arccosh arctanh"] = AsInput,
    }.SelectMany(pair => pair.Key.Split(' '), (pair, name) => (name, pair.Value))
        .ToFrozenDictionary(pair => pair.name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>What to write instead of a function, or null.</summary>
    public static string? Remedy(string name) => Remedies.GetValueOrDefault(name);
}
