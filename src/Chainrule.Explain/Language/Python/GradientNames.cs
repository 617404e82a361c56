namespace Chainrule.Language.Python;

/// <summary>
/// Which value a name such as dz2, d_z2, dSdz2, dS_dz2, dLdW, grad_W2 or W2_grad is the gradient of.
/// </summary>
internal static class GradientNames
{
    private static readonly string[] CostNames =
        ["S", "L", "J", "C", "E", "loss", "cost", "Loss", "Cost", "error", "l", "out"];

    private static readonly string[] Prefixes = ["grads_", "grad_", "grad", "nabla_", "d_", "d", "∂"];

    private static readonly string[] Signs = ["d_", "d", "∂"];

    /// <summary>The names that the value could have, the likeliest first.</summary>
    public static IEnumerable<string> Candidates(string name, string? cost)
    {
        foreach (string sign in Signs.Where(sign => name.StartsWith(sign, StringComparison.Ordinal)))
        {
            string rest = name[sign.Length..];
            foreach (string above in (IEnumerable<string>)(cost is null ? CostNames : CostNames.Prepend(cost)))
            {
                // dS_dz2, dSdz2, and dL_W1, where the second d is left out.
                if (!rest.StartsWith(above, StringComparison.Ordinal)) continue;
                string below = rest[above.Length..];
                bool isApart = below.StartsWith('_');
                if (isApart) below = below[1..];
                foreach (string second in Signs)
                    if (below.Length > second.Length && below.StartsWith(second, StringComparison.Ordinal))
                        yield return below[second.Length..];
                if (isApart && below.Length > 0) yield return below;
            }
        }
        foreach (string prefix in Prefixes)
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal))
                yield return name[prefix.Length..];
        // dj_dw and dfdx, whatever letter the cost has.
        foreach (string sign in Signs)
        {
            if (!name.StartsWith(sign, StringComparison.Ordinal) || name.Length <= sign.Length
                || !char.IsLetter(name[sign.Length])) continue;
            string below = name[(sign.Length + 1)..].TrimStart('_');
            foreach (string second in Signs)
                if (below.Length > second.Length && below.StartsWith(second, StringComparison.Ordinal))
                    yield return below[second.Length..];
        }
        // gW2, but not gamma.
        if (name is ['g', >= 'A' and <= 'Z', ..]) yield return name[1..];
        if (name.Length > 5 && name.EndsWith("_grad", StringComparison.Ordinal)) yield return name[..^5];
    }

    /// <summary>
    /// Whether a name says by more than a letter d that it is a gradient's, or has the form of <c>dw2</c>: a d and the
    /// name of a matrix or vector.
    /// </summary>
    public static bool IsSure(string name) => name is not ("dt" or "dx" or "ds")
        && name.TrimEnd(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) is ['d', _] or ['d', '_', _]
        || name.StartsWith("grad_", StringComparison.Ordinal)
        || name.StartsWith("nabla_", StringComparison.Ordinal) || name.EndsWith("_grad", StringComparison.Ordinal)
        || name is ['d' or 'g', >= 'A' and <= 'Z', ..] or ['d', 'L' or 'J' or 'S', '_' or 'd', ..]
        || name is ['g', 'r', 'a', 'd', >= 'A' and <= 'Z', ..] or "grad" or "gradient";

    /// <summary>Whether a name is the cost's gradient by what is not said: grad, grad_f.</summary>
    public static bool IsOfCostAlone(string name, string? cost) => name is "grad" or "gradient"
        || (cost is not null && (name == $"grad_{cost}" || name == $"nabla_{cost}" || name == $"{cost}_grad"));

    /// <summary>
    /// Whether the name of a gradient names a value by shorter words, as <c>gradCenterVec</c> does centerWordVec.
    /// </summary>
    public static bool Shortens(string gradient, string value)
    {
        string[] said = Words(gradient), whole = Words(value);
        if (said is not ["grad", _, ..] || said.Length - 1 > whole.Length || said[1].Length < 3) return false;
        int next = 0;
        foreach (string word in said.Skip(1))
        {
            string stem = word.TrimEnd('s');
            while (next < whole.Length && !whole[next].StartsWith(stem, StringComparison.Ordinal)) next++;
            if (next++ == whole.Length) return false;
        }
        return true;
    }

    // Of centerWordVec and center_word_vec alike.
    private static string[] Words(string name) => string.Concat(name.Select(letter =>
        char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"))
        .Split('_', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a name says what the gradient is of, as dL_dh and dSdh do.</summary>
    public static bool NamesCost(string name, string? cost) => Array.Exists(Signs, sign =>
        name.StartsWith(sign, StringComparison.Ordinal) && CostNames.Append(cost).OfType<string>().Any(above =>
            name.AsSpan(sign.Length).StartsWith(above, StringComparison.Ordinal)
            && name.AsSpan(sign.Length + above.Length).TrimStart('_') is ['d' or '∂', _, ..]));

    /// <summary>Whether a name is that of the derivative of one value by another, as da_dz is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="of">What it would be the derivative of.</param>
    /// <param name="isValue">Whether a name is that of a value.</param>
    public static bool IsLocal(string name, string of, Func<string, bool> isValue)
    {
        foreach (string sign in Signs)
        {
            if (!name.StartsWith(sign + of, StringComparison.Ordinal)) continue;
            string below = name[(sign.Length + of.Length)..].TrimStart('_');
            if (Array.Exists(Signs, second => below.Length > second.Length
                && below.StartsWith(second, StringComparison.Ordinal) && isValue(below[second.Length..]))) return true;
        }
        return false;
    }

    /// <summary>Whether a function of this name computes derivatives.</summary>
    public static bool IsOfFunction(string name) => name.Contains("grad", StringComparison.OrdinalIgnoreCase)
        || name.Contains("deriv", StringComparison.OrdinalIgnoreCase)
        || name.Contains("prime", StringComparison.OrdinalIgnoreCase)
        || name.Contains("hess", StringComparison.OrdinalIgnoreCase)
        || name.Contains("jac", StringComparison.OrdinalIgnoreCase) || name is "df" or "dfdx" or "df_dx";

    /// <summary>Whether a list or dictionary of this name holds gradients: <c>grads['W1']</c>.</summary>
    public static bool IsCollection(string name) => name is "grads" or "grad" or "gradients" or "d" or "dparams"
        or "deltas" or "grad_dict";

    /// <summary>Whether two names differ only in case and underscores: <c>dyhat</c> and <c>y_hat</c>.</summary>
    public static bool AreAlike(string a, string b) =>
        string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
