using Chainrule.Operators;

namespace Chainrule;

/// <summary>Writes what takes elements out of a value with brackets, and what puts them back with the same.</summary>
/// <param name="formulas">Writes operands.</param>
/// <param name="forward">The forward pass.</param>
internal sealed class BracketWriter(FormulaBuilder formulas, IReadOnlyList<Node> forward)
{
    /// <summary>A part x[:, 0:3], or a gradient that is put where one was taken from; else null.</summary>
    public Formula? Of(Node node)
    {
        if (Picked(node) is { } picked) return picked;
        switch (node.Operator)
        {
            case IndexingOperator indexing:
                return indexing.Parts(node, forward) is { } parts ? Taken(node, parts) : null;
            // An axis that an element is picked from is dropped.
            case Reshape when node.Inputs[0] is { Name: null, Operator: Slice slice } part
                && node.Shape.Rank < part.Shape.Rank && slice.Elements(part, node.Shape, forward) is { } elements:
                return Taken(part, elements) with { Shape = node.Shape };
            case ScatteringOperator placing when Part(placing, node) is { } part:
                return Of(part.Opened()) is { } where ? Placed(node.Inputs[0], part, where) : null;
            default:
                return null;
        }
    }

    // The part that the gradient belongs to, or else that of any value with a name and the right shape.
    private Node? Part(ScatteringOperator placing, Node node) =>
        forward.FirstOrDefault(part => placing.Reverses(node, part))
        ?? (forward.FirstOrDefault(whole => whole.Name is not null && whole.DType.IsFloating()
            && whole.Shape.ToSymbolicString() == node.Shape.ToSymbolicString()) is { } like
            ? placing.PartOf(like, node) : null);

    private CallFormula Placed(Node value, Node part, Formula where)
    {
        Node? dropped = value is { Name: null, Operator: Reshape } && value.Inputs[0].Shape.Rank < value.Shape.Rank
            ? forward.FirstOrDefault(user => user.Operator is Reshape && user.Inputs[0] == part
                && user.Shape == value.Inputs[0].Shape) : null;
        if (dropped is not null && Of(dropped.Opened()) is { } element) where = element;
        return new(Functions.ScatterEntry.Name,
            [formulas.Of(dropped is null ? value : value.Inputs[0]), where], [], part.Inputs[0].Shape);
    }

    private PartFormula Taken(Node part, AxisPart[] parts)
    {
        // Whole axes at the end go without saying.
        int count = parts.Length;
        while (count > 1 && parts[count - 1] is { Labels: null, Text: ":" }) count--;
        return new(formulas.Of(part.Inputs[0]),
            [.. parts.Take(count).Select(
                axis => axis.Labels is { } labels ? formulas.Of(labels) : new RangeFormula(axis.Text))],
            part.Shape);
    }

    // Σ_columns x ⊙ y with labels y as one-hot rows is one element of each row.
    private PartFormula? Picked(Node node)
    {
        if (node.Operator is not Sum sum || sum.LastAxis != sum.FirstAxis || sum.KeepDims) return null;
        if (node.Inputs[0] is not { Name: null, Operator: Multiply } product) return null;
        if (product.Shape.Rank != 2 || sum.FirstAxis != 1) return null;
        Node? hot = Array.Find(product.Inputs, input => input.Operator is Operators.OneHot);
        Node x = product.Inputs[0] == hot ? product.Inputs[1] : product.Inputs[0];
        return hot is null || x.Shape != product.Shape ? null : new PartFormula(
            formulas.Of(x), [new RangeFormula(Functions.Rows), formulas.Of(hot.Inputs[0])], node.Shape);
    }
}
