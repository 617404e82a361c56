using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>Brackets with labels in them, as the calls that they stand for: E[idx], p[rows, y].</summary>
internal static class LabelIndices
{
    /// <summary>What NumPy calls the numbers of all rows.</summary>
    public const string Arange = "arange";

    /// <summary>The calls; the part itself where no labels stand in its brackets; null where they stand as none may.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="axesOf">How many axes the labels of a name have; null for what is no labels.</param>
    /// <param name="isFree">Whether a name is no value of the program, so that it may mean all rows.</param>
    public static Expression? Read(SliceExpression part, Func<string, int?> axesOf, Func<string, bool> isFree)
    {
        int?[] labels = [.. part.Indices.Select(
            index => index.Element is NameExpression name ? axesOf(name.Name) : null)];
        int count = labels.Count(axes => axes is not null);
        if (count == 0) return part;
        if (labels is [null, not null] && IsEveryRow(part.Indices[0], isFree))
            return Call(Functions.PickEntry.Name, part.Operand, part.Indices[1], part);
        if (labels is [1, 1])
        {
            Expression rows = Call(Operators.TakeRows.Entry.Name, part.Operand, part.Indices[0], part);
            return Call(Functions.PickEntry.Name, rows, part.Indices[1], part);
        }
        if (count > 1) return null;
        if (labels[0] is { } first)
        {
            Expression taken = Call(Operators.TakeRows.Entry.Name, part.Operand, part.Indices[0], part);
            AxisIndex[] rest = [.. Enumerable.Repeat(AxisIndex.Whole, first), .. part.Indices.Skip(1)];
            return Array.TrueForAll(rest, index => index == AxisIndex.Whole) ? taken
                : new SliceExpression(taken, [.. rest], part.Span);
        }
        if (labels is not [null, { } axes]) return null;
        bool isRow = part.Indices[0].Element is not null;
        Expression left = part.Indices[0] == AxisIndex.Whole ? part.Operand
            : new SliceExpression(part.Operand, [part.Indices[0]], part.Span);
        if (isRow) return Call(Operators.TakeRows.Entry.Name, left, part.Indices[1], part);
        if (axes > 1) return null;
        // Columns are the rows of the transpose.
        Expression columns = Call(
            Operators.TakeRows.Entry.Name, new TransposeExpression(left, part.Span), part.Indices[1], part);
        return axes == 0 ? columns : new TransposeExpression(columns, part.Span);
    }

    // rows, or NumPy's arange(m).
    private static bool IsEveryRow(AxisIndex index, Func<string, bool> isFree) => index.Element switch
    {
        NameExpression name => name.Name == Functions.Rows && isFree(name.Name),
        CallExpression { Function.Name: Arange, Arguments.Length: 1 } => true,
        _ => false,
    };

    private static CallExpression Call(string function, Expression x, AxisIndex labels, SliceExpression part)
    {
        ImmutableArray<Argument> arguments =
            [new(null, x, x.Span), new(null, labels.Element!, labels.Element!.Span)];
        return new(new(function, part.Span), arguments, part.Span);
    }
}
