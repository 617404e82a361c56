namespace Chainrule.Planning;

/// <summary>
/// A value of a plan: a node of the graph after common subexpressions were merged and the rewriting rules applied.
/// </summary>
internal sealed class PlanNode(int index, Operator @operator, PlanNode[] inputs, Shape shape, DType dtype, string? name)
{
    /// <summary>The position in the order of computation: larger than that of any input.</summary>
    public int Index { get; } = index;

    public Operator Operator { get; } = @operator;

    public PlanNode[] Inputs { get; } = inputs;

    public Shape Shape { get; } = shape;

    public DType DType { get; } = dtype;

    /// <summary>The name of the first graph node that became this value, or null.</summary>
    public string? Name { get; set; } = name;

    /// <summary>The node whose memory this one uses: a reshape is its input with another shape.</summary>
    public PlanNode Root => IsView ? Inputs[0].Root : this;

    /// <summary>Whether it is another node's memory, seen differently.</summary>
    public bool IsView => Operator is Operators.Reshape or SelectedResult;

    /// <summary>Whether it is a part of its root's memory.</summary>
    public bool IsPart => IsView && (Operator is SelectedResult || Inputs[0].IsPart);

    /// <summary>Where it begins in its root's memory, in bytes.</summary>
    public long Offset => IsView ? OffsetInInput + Inputs[0].Offset : 0;

    /// <summary>Where one of several results begins in the block that is its input, in bytes.</summary>
    public long OffsetInInput { get; init; }

    /// <summary>The number that fills a constant; null for any other value.</summary>
    public double? Uniform => Operator is Constant constant ? constant.Uniform : null;
}
