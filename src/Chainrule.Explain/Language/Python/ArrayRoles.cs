using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>What the name and the making of an array tell: data or weights, and how training starts them.</summary>
internal static class ArrayRoles
{
    private static readonly string[] DataNames =
        ["x", "y", "t", "data", "input", "inputs", "target", "targets", "label", "labels", "features", "batch"];

    private static readonly string[] TargetNames = ["y", "t", "target", "targets", "ytrue", "truth"];

    private static readonly string[] WeightWords =
        ["weight", "bias", "theta", "gamma", "beta", "embed", "kernel", "param"];

    /// <summary>Whether an array of this name is data, whatever is done with it.</summary>
    public static bool IsData(string name) => DataNames.Contains(Plain(name)) || TargetNames.Contains(Plain(name))
        || Plain(name) is "xs" or "ys" or "xtrain" or "ytrain" or "xbatch" or "ybatch";

    /// <summary>Whether an array of this name is most likely trained.</summary>
    public static bool IsWeight(string name)
    {
        if (IsData(name) || name.Length == 0) return false;
        string lower = name.ToLowerInvariant();
        if (WeightWords.Any(lower.Contains)) return true;
        return name[0] == 'W' || (name[0] is 'w' or 'b' or 'B' or 'U' or 'V' or 'θ' or 'Θ' or 'γ' or 'β'
            && (name.Length <= 2 || char.IsAsciiDigit(name[^1]) || name[1] == '_'));
    }

    /// <summary>Whether a name that the file gives no value is most likely a single number.</summary>
    public static bool IsNumber(string name) =>
        name.ToLowerInvariant().Trim('_') is "reg" or "lam" or "lambda" or "lamda"
        or "reg_lambda" or "reg_strength" or "alpha" or "eps" or "epsilon" or "l1" or "l2" or "weight_decay" or "lr"
        or "learning_rate" or "std" or "rate" or "λ" or "α" or "ε";

    /// <summary>What data an input takes, where its name tells it.</summary>
    public static string? Role(string name, int rank) =>
        TargetNames.Contains(Plain(name)) ? "targets"
        : rank > 0 && Plain(name) is "x" or "data" or "input" or "inputs" or "features" ? "features" : null;

    /// <summary>How a parameter starts, as its array is made in the file; null for the usual.</summary>
    public static InitializerSyntax? Initializer(MadeArray made)
    {
        (double first, double second) = made.Numbers;
        double[] numbers = [first, second];
        return made.Making switch
        {
            "zeros" or "ones" => new(new(made.Making, made.Span), [], made.Span),
            "normal" when double.IsFinite(first) && second > 0 => With("normal", numbers, made.Span),
            "uniform" when double.IsFinite(first) && second > first => With("uniform", numbers, made.Span),
            "constant" when double.IsFinite(first) => With("constant", [first], made.Span),
            _ => null,
        };
    }

    // x_train and xTrain are one name.
    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).TrimEnd("0123456789".ToCharArray()).ToLowerInvariant();

    private static InitializerSyntax With(string name, double[] numbers, TextSpan span) => new(new(name, span),
        [.. numbers.Select(number => new Argument(null, ChainFormula.Number(number, span), span))], span);
}
