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
    public PlanNode Root => Operator is Operators.Reshape ? Inputs[0].Root : this;

    /// <summary>The number that fills a constant; null for any other value.</summary>
    public double? Uniform => Operator is Constant constant ? constant.Uniform : null;
}
