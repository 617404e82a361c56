using Chainrule.Catalog;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule;

/// <summary>
/// A function of tensors with its notation, shape rule, gradient rule and the key of its kernel. Two operators that are
/// equal compute the same from the same inputs, so the planner may share their results.
/// </summary>
internal abstract class Operator
{
    private AttributeList? attributes;

    /// <summary>The name as in the language and in NumPy: <c>sigmoid</c>, <c>sum</c>.</summary>
    public virtual string Name => CatalogEntry!.Name;

    /// <summary>The name in files and for other programs, which no other operator has.</summary>
    public virtual string RegisteredName => Name;

    /// <summary>
    /// What the catalog knows of the function; null for what is no function by name, such as a sum a + b.
    /// </summary>
    public virtual FunctionEntry? CatalogEntry => null;

    /// <summary>What distinguishes it from operators of its class, such as axes.</summary>
    public AttributeList Attributes => attributes ??= Describe();

    /// <summary>The numbers that follow the operands where it is called: the slope of leaky_relu(x, slope).</summary>
    public IEnumerable<(double Value, FunctionOption Option)> Numbers =>
        from option in CatalogEntry?.Numbers ?? []
        where Attributes[option.Name] is double
        select (Attributes.Number(option.Name), option);

    /// <summary>How the operator is written down, given its inputs as already written.</summary>
    public virtual Notation Write(Notation[] inputs, Node node) => Notation.Call(Name, inputs);

    /// <summary>The result's shape, from those of the inputs.</summary>
    /// <exception cref="ShapeException">The inputs do not fit together.</exception>
    public abstract Shape InferShape(Node[] inputs);

    /// <summary>The result's element type: that of the first input unless an operator says otherwise.</summary>
    public virtual DType InferDType(Node[] inputs) => inputs[0].DType;

    /// <summary>
    /// The gradients of a cost at the inputs, from its gradient <paramref name="dy"/> at the output,
    /// written with other operators. Null where an input has none. A gradient of the output's shape may
    /// be returned where an input was broadcast.
    /// </summary>
    public abstract Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy);

    /// <summary>Why the gradient rule holds, in one sentence, for the derivation.</summary>
    public abstract string Reason { get; }

    /// <summary>What a kernel has to compute: a backend makes one of it.</summary>
    public abstract KernelKey KernelKey { get; }

    /// <summary>
    /// Whether row i of the result depends only on row i of the inputs that have a row for each sample, and on what all
    /// samples share, so that a batch can be computed in parts.
    /// </summary>
    /// <param name="node">The node, whose first axis is that of the samples.</param>
    /// <param name="hasRows">Whether an input has a row for each sample.</param>
    public virtual bool IsRowWise(Node node, Func<Node, bool> hasRows) => false;

    /// <summary>
    /// The same function with results in another floating-point type; for operators that fix their result's type.
    /// </summary>
    public virtual Operator In(DType dtype) => this;

    /// <summary>The step that the operator's random numbers belong to; null where there are none.</summary>
    public virtual StepCounter? Counter => null;

    /// <summary>
    /// Inputs on which the gradient rule and its tests are tried; null when the operator needs none of its own.
    /// </summary>
    public virtual Tensor[][] Samples() => [];

    /// <summary>The operator applied to tensors: a new node of the graph.</summary>
    public Tensor On(params Tensor[] inputs) => On(Array.ConvertAll(inputs, Node.Of)).Tensor;

    /// <summary>The operator applied to nodes: a new node of the graph.</summary>
    public Node On(params Node[] inputs) => new(this, inputs, InferShape(inputs), InferDType(inputs));

    /// <summary>Whether both operators are the same function: of one name, with equal attributes.</summary>
    public override bool Equals(object? obj) =>
        obj is Operator other && other.GetType() == GetType()
        && other.RegisteredName == RegisteredName && Attributes.Equals(other.Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RegisteredName, Attributes);

    /// <summary>Whether the first axis of the result is that of all inputs with a row for each sample.</summary>
    protected static bool AlignsRows(Node node, Func<Node, bool> hasRows) =>
        Array.TrueForAll(node.Inputs, input => hasRows(input) ? input.Shape.Rank == node.Shape.Rank
            : input.Shape.Rank < node.Shape.Rank || input.Shape[0] == 1);

    /// <summary>The attributes, by the names that files and the field have for them.</summary>
    protected virtual AttributeList Describe() => AttributeList.None;
}
