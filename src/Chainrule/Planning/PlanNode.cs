namespace Chainrule.Planning;

/// <summary>
/// A value of a plan: a node of the graph after common subexpressions were shared and small rewrites done.
/// </summary>
internal sealed class PlanNode(int index, Operator @operator, PlanNode[] inputs, Shape shape, DType dtype, string? name)
{
    /// <summary>The place in the order of computation: larger than those of the inputs.</summary>
    public int Index { get; } = index;

    public Operator Operator { get; } = @operator;

    public PlanNode[] Inputs { get; } = inputs;

    public Shape Shape { get; } = shape;

    public DType DType { get; } = dtype;

    /// <summary>The name that the first of the shared graph nodes carries, or null.</summary>
    public string? Name { get; set; } = name;

    /// <summary>The node whose memory this one uses: a reshape is its input seen under another shape.</summary>
    public PlanNode Root => Operator is Operators.Reshape ? Inputs[0].Root : this;

    /// <summary>The number that fills a constant, or null for anything else.</summary>
    public double? Uniform => Operator is Constant constant ? constant.Uniform : null;
}
