using System.Collections.Immutable;
using Chainrule.Operators;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>The axes of an array in another order: <c>.T</c>, <c>transpose</c>, <c>swapaxes</c>, <c>permute</c>.
/// </summary>
internal static class AxisOrders
{
    /// <summary>Whether a function or an attribute only changes the order of axes.</summary>
    public static bool Has(string name) =>
        name is "T" or "mT" or "t" or "transpose" or "swapaxes" || name == Permute.Entry.Name;

    /// <summary>What such a function gives; null where its axes are not understood.</summary>
    public static ArrayValue? Of(
        PythonEvaluator evaluator, string path, string name, ArrayValue x, CallArguments arguments, TextSpan span)
    {
        PythonValue[] given = [.. arguments.Values.Skip(1).Concat(
            new[] { arguments.Find(-1, "axes", "dims", "dim0", "axis1"), arguments.Find(-1, "dim1", "axis2") }
                .OfType<PythonValue>())];
        if (given is [SequenceValue list]) given = [.. list.Items];
        int[] numbers = [.. given.OfType<ArrayValue>().Where(value => value.Number is { } number
            && double.IsInteger(number)).Select(value => (int)value.Number!.Value)];
        if (numbers.Length < given.Length) return null;
        int? known = evaluator.Writer.Shapes.RankOf(x.Formula);
        if (known is 0 or 1 || x.Number is not null) return x;
        int rank = known ?? Math.Max(2, numbers.Length);
        int[] axes = Array.ConvertAll(numbers, axis => axis < 0 ? axis + rank : axis);
        if (Array.Exists(axes, axis => axis < 0 || axis >= rank)) return null;
        // PyTorch's transpose names two axes, NumPy's all of them.
        bool isPair = name == "swapaxes" || (name == "transpose" && axes.Length == 2
            && (path.StartsWith("torch.", StringComparison.Ordinal) && evaluator.UsesTorch || rank > 2));
        int[] order = [.. Enumerable.Range(0, rank)];
        if (name == "mT") (order[^1], order[^2]) = (order[^2], order[^1]);
        else if (axes.Length == 0) Array.Reverse(order);
        else if (isPair) (order[axes[0]], order[axes[^1]]) = (order[axes[^1]], order[axes[0]]);
        else if (axes.Length == rank && axes.Distinct().Count() == rank) order = axes;
        else return null;
        return Ordered(evaluator, x, order, span).ViewOf(x);
    }

    private static ArrayValue Ordered(PythonEvaluator evaluator, ArrayValue x, int[] order, TextSpan span)
    {
        if (order.SequenceEqual(Enumerable.Range(0, order.Length))) return x;
        return new Permute(order).SwapsLastTwo ? PythonShapes.Transposed(evaluator, x, span)
            : new(Call(Permute.Entry.Name, span, x.Formula,
                new ListExpression([.. order.Select(axis => Number(axis, span))], span)));
    }
}
