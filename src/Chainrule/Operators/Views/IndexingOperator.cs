namespace Chainrule.Operators;

/// <summary>
/// What one axis of a part is picked by: a range or an element as text, or the labels that a node holds.
/// </summary>
internal readonly record struct AxisPart(string Text, Node? Labels = null);

/// <summary>Takes elements of its first input, so that it is written with brackets: x[:, 0:3], E[idx].</summary>
internal abstract class IndexingOperator : Operator
{
    /// <summary>What stands in the brackets, an item an axis; null where nothing says it.</summary>
    /// <param name="node">The part.</param>
    /// <param name="forward">The forward pass, whose names of lengths are used.</param>
    public abstract AxisPart[]? Parts(Node node, IReadOnlyList<Node> forward);

    public override long Flops(Node node) => 0;
}

/// <summary>
/// Zeros of a shape, to which its first input is added where an <see cref="IndexingOperator"/> took elements from: what
/// the gradient of that is.
/// </summary>
internal abstract class ScatteringOperator : Operator
{
    /// <summary>Whether a part was taken from where this puts its input.</summary>
    public abstract bool Reverses(Node placed, Node part);

    /// <summary>The part of another value of the same shape, taken from where this puts its input.</summary>
    public abstract Node PartOf(Node whole, Node placed);
}
