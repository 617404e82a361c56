using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule;

/// <summary>
/// A function of tensors with its notation, shape rule, gradient rule and the key of its kernel. Equal operators
/// compute the same from the same inputs, so the planner may share their results.
/// </summary>
internal abstract class Operator
{
    private AttributeList? attributes;

    /// <summary>The name, as in the language and in NumPy: <c>sigmoid</c>, <c>sum</c>.</summary>
    public virtual string Name => CatalogEntry!.Name;

    /// <summary>The name in files and for other programs, unique to this operator.</summary>
    public virtual string RegisteredName => Name;

    /// <summary>
    /// The function's entry in the catalog; null for operators that are not named functions, such as a + b.
    /// </summary>
    public virtual FunctionEntry? CatalogEntry => null;

    /// <summary>What distinguishes it from other operators of its class, such as axes.</summary>
    public AttributeList Attributes => attributes ??= Describe();

    /// <summary>The numbers that follow the operands in a call, such as the slope in leaky_relu(x, slope).</summary>
    public IEnumerable<(double Value, FunctionOption Option)> Numbers =>
        from option in CatalogEntry?.Numbers ?? []
        where Attributes[option.Name] is double
        select (Attributes.Number(option.Name), option);

    /// <summary>
    /// What follows the operands where a derivation calls it, such as axis=1; by default the numbers that are not as
    /// usual.
    /// </summary>
    public virtual string[] Options(Node node) =>
        [.. from number in Numbers
            where number.Option.IsRequired || number.Value != number.Option.Default
            select (number.Option.IsRequired ? "" : number.Option.Name + "=")
                + number.Value.ToString("R", CultureInfo.InvariantCulture)];

    /// <summary>The operator in writing, given its inputs in writing.</summary>
    public virtual Notation Write(Notation[] inputs, Node node) => Notation.Call(Name, inputs);

    /// <summary>The shape of the result, given the inputs.</summary>
    /// <exception cref="ShapeException">The shapes of the inputs do not match.</exception>
    public abstract Shape InferShape(Node[] inputs);

    /// <summary>The element type of the result; by default that of the first input.</summary>
    public virtual DType InferDType(Node[] inputs) => inputs[0].DType;

    /// <summary>
    /// The gradients of a cost with respect to the inputs, given its gradient <paramref name="dy"/> with respect to the
    /// output, written with other operators; null for inputs without one. For a broadcast input, the gradient may have
    /// the shape of the output.
    /// </summary>
    public abstract Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy);

    /// <summary>Why the gradient rule holds, in one sentence, for derivations.</summary>
    public abstract string Reason { get; }

    /// <summary>The reason with the names of a formula; by default the same for all.</summary>
    public virtual string ReasonFor(ReasonNames names) => names.Speech.Say(Reason);

    /// <summary>
    /// The same value written with operators that have a form in indices; null for one that has a form itself, or none.
    /// </summary>
    public virtual Tensor? InIndices(Tensor[] x, Tensor y) => null;

    /// <summary>What a kernel has to compute; a backend turns it into a kernel.</summary>
    public abstract KernelKey KernelKey { get; }

    /// <summary>
    /// Whether row i of the result depends only on row i of those inputs that have one row per sample, and on values
    /// that all samples share, so that a batch can be computed in parts.
    /// </summary>
    /// <param name="node">The node, whose first axis is the batch axis.</param>
    /// <param name="hasRows">Whether an input has one row per sample.</param>
    public virtual bool IsRowWise(Node node, Func<Node, bool> hasRows) => false;

    /// <summary>
    /// The floating-point operations of a node, for summaries: by default one per element of the result, and none where
    /// values are only moved.
    /// </summary>
    public virtual long Flops(Node node) => node.Shape.Size;

    /// <summary>
    /// The same function with results in another floating-point type, for operators that fix their result type.
    /// </summary>
    public virtual Operator In(DType dtype) => this;

    /// <summary>The step counter that the random numbers depend on; null if there are none.</summary>
    public virtual StepCounter? Counter => null;

    /// <summary>Inputs for testing the gradient rule; empty if the operator needs none of its own.</summary>
    public virtual Tensor[][] Samples() => [];

    /// <summary>Applies the operator to tensors: a new node of the graph.</summary>
    public Tensor On(params Tensor[] inputs) => On(Array.ConvertAll(inputs, Node.Of)).Tensor;

    /// <summary>Applies the operator to nodes: a new node of the graph.</summary>
    public Node On(params Node[] inputs) => new(this, inputs, InferShape(inputs), InferDType(inputs));

    /// <summary>Whether both operators are the same function: of one name, with equal attributes.</summary>
    public override bool Equals(object? obj) =>
        obj is Operator other && other.GetType() == GetType()
        && other.RegisteredName == RegisteredName && Attributes.Equals(other.Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RegisteredName, Attributes);

    /// <summary>
    /// Whether the first axis of the result is the batch axis of all inputs that have one row per sample.
    /// </summary>
    protected static bool AlignsRows(Node node, Func<Node, bool> hasRows) =>
        Array.TrueForAll(node.Inputs, input => hasRows(input) ? input.Shape.Rank == node.Shape.Rank
            : input.Shape.Rank < node.Shape.Rank || input.Shape[0] == 1);

    /// <summary>The attributes, with the names used in files and in the field.</summary>
    protected virtual AttributeList Describe() => AttributeList.None;
}
