using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// What scikit-learn does to data before a training: rows are held out, columns are scaled. The results are data too,
/// of which the shapes are known.
/// </summary>
internal sealed class DataPreparation(PythonEvaluator evaluator)
{
    // Those whose results have as many columns as what they are given.
    private static readonly string[] KeepingColumns =
        ["StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer", "normalize", "scale",
            "minmax_scale"];

    /// <summary>The rows for training and those for testing of each array; null for another function.</summary>
    public PythonValue? Split(string path, CallArguments arguments, TextSpan span)
    {
        if (PythonLibrary.LastOf(path) != "train_test_split" || arguments.Values.Count == 0) return null;
        var parts = new List<PythonValue>();
        foreach (PythonValue value in arguments.Values)
            foreach (string rows in (string[])["m_train", "m_test"])
                parts.Add((PythonValue?)WithRows(value, rows, span) ?? new LoadedValue(path, span));
        return new SequenceValue(parts, true);
    }

    /// <summary>What an object that scales columns gives, or a function that does; null for another.</summary>
    public PythonValue? Scaled(LoadedValue function, CallArguments arguments, TextSpan span)
    {
        string[] path = function.Path.Split('.');
        bool isMethod = path.Length > 1 && KeepingColumns.Contains(path[^2]);
        if (isMethod && path[^1] == "fit") return function with { Path = string.Join('.', path[..^1]) };
        return (isMethod || KeepingColumns.Contains(path[^1])) && arguments.Find(0, "X") is { } value
            ? WithRows(value, null, span) : null;
    }

    /// <summary>A value that is an object that scales columns; null for others.</summary>
    public static LoadedValue? Scaler(PythonValue? value) =>
        value is LoadedValue loaded && KeepingColumns.Contains(PythonLibrary.LastOf(loaded.Path)) ? loaded : null;

    private MadeArray? WithRows(PythonValue value, string? rows, TextSpan span)
    {
        ImmutableArray<DimensionSyntax>? axes = value switch
        {
            MadeArray { Axes: var made } => made,
            // Data that is loaded in several steps is one input.
            ArrayValue { Formula: NameExpression leaf } when evaluator.Writer.IsUnusedInput(leaf.Name) => null,
            ArrayValue array => PythonShapes.AxesOf(evaluator.Writer.Shapes, array.Formula, span),
            _ => null,
        };
        if (axes is not { Length: > 0 } known) return null;
        if (rows is not null)
        {
            evaluator.Facts.Dimensions.Add(rows);
            known = known.SetItem(0, new(rows, 0, span));
        }
        return new(known, value is MadeArray { Making: "labels" or "onehot" } kept ? kept.Making : "given", span);
    }
}
