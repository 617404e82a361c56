using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>Which value of a file is the cost, and which are its outputs.</summary>
internal static class CostChoice
{
    private static readonly string[] CostNames = ["j", "s", "l", "c", "e", "mse", "nll", "err"];

    private static readonly string[] LikelyNames =
        ["f", "fx", "g", "mae", "rmse", "obj", "total", "elbo", "energy", "risk", "jtheta"];

    private static readonly string[] CostWords = ["loss", "cost", "error", "objective", "criterion"];

    private static readonly string[] OutputNames =
        ["yhat", "xhat", "ypred", "pred", "predictions", "prediction", "output", "outputs", "out", "probs",
            "logits", "scores"];

    /// <summary>Whether a value of this name is meant to be made small.</summary>
    public static bool IsCostName(string name)
    {
        string plain = Plain(name);
        return (CostNames.Contains(plain) || CostWords.Any(plain.Contains)) && name is not ("l1" or "l2")
            && !plain.Contains("val") && !plain.Contains("test") && !plain.Contains("hist");
    }

    /// <summary>Whether a name says that it is a cost, and is not a letter only.</summary>
    public static bool IsCostWord(string name) => IsCostName(name) && Plain(name).Length > 2;

    /// <summary>
    /// The last scalar that has the name of a cost, else the last one that nothing uses. What is computed from another
    /// one alone after the loop that trains, such as the mean of all rounds, sums up what the loop makes small.
    /// </summary>
    public static Definition? Find(ChainWriter writer)
    {
        Definition? found = FindLast(writer);
        while (found is not null && SummedUp(writer, found) is { } inner) found = inner;
        return found;
    }

    // The scalar of a training loop that a value after it is computed from, and from nothing else.
    private static Definition? SummedUp(ChainWriter writer, Definition value) =>
        ChainFormula.Names(value.Statement.Value).Except(writer.Dimensions).Distinct().ToArray() is [var only]
        && writer.Definitions.FirstOrDefault(one => one.Statement.Name.Name == only) is { } inner
        && inner.Depth > value.Depth && writer.Shapes.RankOf(new NameExpression(only, default)) == 0 ? inner : null;

    private static Definition? FindLast(ChainWriter writer)
    {
        Definition[] scalars = [.. writer.Definitions.Where(one =>
            writer.Shapes.RankOf(new NameExpression(one.Statement.Name.Name, default)) == 0)];
        HashSet<string> used = [.. writer.Definitions.SelectMany(one => ChainFormula.Names(one.Statement.Value))];
        // A word such as loss says it; a letter is only a hint.
        Definition[] named = [.. scalars.Where(one => IsCostName(one.PythonName)
            && (Plain(one.PythonName).Length > 2 || !used.Contains(one.Statement.Name.Name)))];
        // losses_0 is an item of a list that keeps them.
        if (named.Length > 0)
            return named.LastOrDefault(one => !char.IsAsciiDigit(one.PythonName[^1])) ?? named[^1];
        // Where shapes are still asked for, a name has to do.
        if (scalars.Length == 0) return writer.Definitions.LastOrDefault(one => IsCostName(one.PythonName)
            && Plain(one.PythonName) is "j" or { Length: > 2 } && !used.Contains(one.Statement.Name.Name)
            && writer.Shapes.RankOf(new NameExpression(one.Statement.Name.Name, default)) is null);
        return scalars.LastOrDefault(one => !used.Contains(one.Statement.Name.Name)
            && !one.PythonName.Contains("acc", StringComparison.OrdinalIgnoreCase)
            && !one.IsItem && IsComputed(one.Statement.Value));
    }

    /// <summary>
    /// Whether the file says that the value found is its cost, or that what sums it up is: by its name, or since
    /// everything else that the file computes serves it.
    /// </summary>
    public static bool IsNamed(ChainWriter writer) => FindLast(writer) is { } named
        && (named.IsObjective || IsCostName(named.PythonName) || IsOnlyEnd(writer, named));

    // What is computed of numbers alone, as in exercises, or has a name that is a cost's if nothing else is.
    private static bool IsOnlyEnd(ChainWriter writer, Definition value)
    {
        string name = Plain(value.PythonName);
        bool isLikely = LikelyNames.Contains(name) || name.StartsWith("log", StringComparison.Ordinal)
            || name.Contains("likelihood", StringComparison.Ordinal);
        if (!isLikely && writer.Declarations.Any(one => !one.Declarators[0].Dimensions.IsEmpty)) return false;
        HashSet<string> used = [.. writer.Definitions.SelectMany(one => ChainFormula.Names(one.Statement.Value))];
        return writer.Definitions.All(one => one == value || used.Contains(one.Statement.Name.Name)
            || GradientNames.IsSure(one.PythonName));
    }

    // x = point[0] takes a number out and computes none.
    private static bool IsComputed(Expression formula) => ChainFormula.Names(formula).Any()
        && ChainFormula.Parts(formula).Any(part => part is BinaryExpression or CallExpression or NegationExpression);

    /// <summary>What a network of the file gives, else a value that is named as a prediction is.</summary>
    public static string? Output(
        ChainWriter writer, IEnumerable<PythonValue> results, string? cost, ImmutableHashSet<string> needed)
    {
        string[] values = [.. writer.Definitions.Select(one => one.Statement.Name.Name).Where(name => name != cost
            && writer.Shapes.RankOf(new NameExpression(name, default)) > 0)];
        // What the cost is computed from comes before what a test computes.
        if (values.Any(needed.Contains)) values = [.. values.Where(needed.Contains)];
        string? given = results.Select(result => result is SequenceValue { Items: [var first, ..] } ? first : result)
            .OfType<ArrayValue>().Select(result => (result.Formula as NameExpression)?.Name)
            .LastOrDefault(name => values.Contains(name));
        return given ?? OutputNames
            .Select(name => writer.Definitions.LastOrDefault(one => Plain(one.PythonName) == name)?.Statement.Name.Name)
            .FirstOrDefault(name => values.Contains(name));
    }

    /// <summary>The values that are named as a prediction is.</summary>
    public static IEnumerable<string> Predictions(ChainWriter writer) => writer.Definitions
        .Where(one => OutputNames.Contains(Plain(one.PythonName))).Select(one => one.Statement.Name.Name);

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).TrimEnd("0123456789".ToCharArray()).ToLowerInvariant();
}
