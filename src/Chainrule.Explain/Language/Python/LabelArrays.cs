using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>Whole numbers that are picked or reshaped before they pick rows: labels again, an input of their own.
/// </summary>
internal static class LabelArrays
{
    /// <summary><c>y[batch]</c>: the labels of some rows.</summary>
    public static MadeArray? Picked(PythonValue labels, PythonValue rows, TextSpan span) =>
        labels is MadeArray { Making: "labels", Axes: [_, .. var rest] }
            && rows is MadeArray { Making: "labels" } picked ? new([.. picked.Axes, .. rest], "labels", span) : null;

    /// <summary><c>y.view(B * T)</c>; null for other functions and arrays.</summary>
    public static MadeArray? Reshaped(
        PythonEvaluator evaluator, string name, PythonValue? labels, CallArguments arguments, TextSpan span)
    {
        if (name is not ("view" or "reshape" or "flatten" or "ravel")
            || labels is not MadeArray { Making: "labels" } made) return null;
        List<PythonValue> lengths = arguments.Values is [_, SequenceValue list] ? list.Items
            : [.. arguments.Values.Skip(1)];
        bool isFlat = lengths is [] or [ArrayValue { Number: -1 }];
        if (isFlat) lengths = [Count(evaluator, made, span)];
        return PythonShapes.Axes(evaluator, lengths, span) is { } axes ? new(axes, "labels", span) : null;
    }

    private static PythonValue Count(PythonEvaluator evaluator, MadeArray made, TextSpan span) =>
        made.Axes.Select(axis => (PythonValue)PythonShapes.Length(axis))
            .Aggregate((a, b) => PythonArithmetic.Binary(evaluator, "*", a, b, span));
}
