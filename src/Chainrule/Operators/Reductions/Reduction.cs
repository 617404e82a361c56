using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// An operator that combines the elements along neighboring axes, from the first to the last named, into one.
/// </summary>
internal abstract class Reduction(int firstAxis, int lastAxis, bool keepDims) : Operator
{
    /// <summary>The first axis that is reduced; the array is seen as outer × reduced × inner elements.</summary>
    public int FirstAxis => firstAxis;

    public int LastAxis => lastAxis;

    public bool KeepDims => keepDims;

    protected override AttributeList Describe() =>
    [
        new("axes", Enumerable.Range(firstAxis, lastAxis - firstAxis + 1).ToArray()),
        new(FunctionOption.KeepDims.Name, keepDims),
    ];

    /// <summary>A reduction as described.</summary>
    public static Reduction From(AttributeList attributes, Func<int, int, bool, Reduction> reduction)
    {
        (int first, int last) = NeighborsIn(attributes);
        return reduction(first, last, attributes.Flag(FunctionOption.KeepDims.Name));
    }

    /// <summary>The first and the last of axes that are neighbors.</summary>
    /// <exception cref="DataException">They are not.</exception>
    public static (int First, int Last) NeighborsIn(AttributeList attributes)
    {
        int[] axes = attributes.Integers("axes");
        (int first, int last) = axes.Length == 0 ? (0, -1) : (axes[0], axes[^1]);
        if (first < 0 || !axes.AsSpan().SequenceEqual(Enumerable.Range(first, Math.Max(0, last - first + 1)).ToArray()))
            throw new DataException($"The axes ({string.Join(", ", axes)}) are not neighbors in order.");
        return (first, last);
    }

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => firstAxis > 0;

    public override Notation Write(Notation[] inputs, Node node) => Notation.Call(
        Name,
        [.. inputs, .. Options(node).Select(Notation.Atom)]);

    /// <summary>The axes as text: 1, or (0, 1).</summary>
    public string AxesText => firstAxis == lastAxis ? firstAxis.ToString()
        : $"({string.Join(", ", Enumerable.Range(firstAxis, lastAxis - firstAxis + 1))})";

    public override string[] Options(Node node)
    {
        bool isWhole = firstAxis == 0 && lastAxis == node.Inputs[0].Shape.Rank - 1;
        return [.. isWhole ? Array.Empty<string>() : [$"axis={AxesText}"], .. keepDims ? ["keepdims=true"]
            : Array.Empty<string>()];
    }

    public override long Flops(Node node) => node.Inputs[0].Shape.Size;

    public override Shape InferShape(Node[] inputs)
    {
        Shape shape = inputs[0].Shape;
        for (int axis = lastAxis; axis >= firstAxis; axis--)
            shape = keepDims ? shape.With(axis, 1) : shape.Without(axis);
        return shape;
    }

    /// <summary>
    /// A tensor of the reduced shape, with the reduced axes put back as length 1 so that it broadcasts to the input.
    /// </summary>
    protected Tensor Restore(Tensor reduced, Tensor input)
    {
        if (keepDims) return reduced;
        Shape shape = input.Shape;
        for (int axis = firstAxis; axis <= lastAxis; axis++) shape = shape.With(axis, 1);
        return firstAxis == 0 ? reduced : Functions.Reshape(reduced, shape);
    }

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override KernelKey KernelKey => new ReductionKey(Kind, firstAxis, lastAxis);

    protected abstract ReductionKind Kind { get; }
}
