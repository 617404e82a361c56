using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// The same elements in the same order with another shape; one length may be −1 and is then computed.
    /// </summary>
    /// <exception cref="ShapeException">The shapes have different numbers of elements.</exception>
    public static Tensor Reshape(Tensor x, params int[] lengths) => Reshape(x, Complete(x, lengths));

    /// <summary>The same elements in the same order with another shape.</summary>
    public static Tensor Reshape(Tensor x, Shape shape) =>
        x.Shape == shape && x.Shape.ToSymbolicString() == shape.ToSymbolicString() ? x : new Reshape(shape).On(x);

    /// <summary>
    /// Swaps the last two axes: the transpose of a matrix, or of each matrix in a batch. A vector is returned
    /// unchanged.
    /// </summary>
    public static Tensor Transpose(Tensor x)
    {
        if (x.Rank < 2) return x;
        int[] axes = [.. Enumerable.Range(0, x.Rank)];
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        Node node = Node.Of(x);
        return node.Name is null && node.Operator is Permute { SwapsLastTwo: true }
            ? node.Inputs[0].Tensor
            : new Permute(axes).On(x);
    }

    /// <summary>Reorders the axes: axis i of the result is axis <c>axes[i]</c> of the input.</summary>
    public static Tensor Permute(Tensor x, params int[] axes)
    {
        int[] order = Array.ConvertAll(axes, x.Shape.Axis);
        if (order.Length != x.Rank || order.Distinct().Count() != order.Length)
            throw new ShapeException(
                $"permute: ({string.Join(", ", axes)}) must name each of the {x.Rank} axes of {x.Shape} once.");
        return new Permute(order).On(x);
    }

    /// <summary>
    /// Broadcasts the tensor to this shape by NumPy's rules: repeats the elements along new axes and axes of length 1.
    /// </summary>
    public static Tensor BroadcastTo(Tensor x, Shape shape) => x.Shape == shape ? x : new BroadcastTo(shape).On(x);

    /// <summary>Concatenates tensors along an axis.</summary>
    public static Tensor Concat(int axis, params Tensor[] parts)
    {
        if (parts.Length == 0) throw new ShapeException("concat needs at least one tensor.");
        DType dtype = parts.Aggregate(parts[0], (common, part) => part.As(Tensor.CommonType(common, part))).DType;
        return new Concat(parts[0].Shape.Axis(axis)).On(Array.ConvertAll(parts, part => part.As(dtype)));
    }

    /// <summary>Stacks tensors of the same shape along a new axis.</summary>
    public static Tensor Stack(int axis, params Tensor[] parts)
    {
        int rank = parts.Length == 0 ? 0 : parts[0].Rank;
        int at = axis < 0 ? axis + rank + 1 : axis;
        return Concat(at, Array.ConvertAll(parts, part => ExpandDims(part, at)));
    }

    /// <summary>Inserts an axis of length 1 before the given one; −1 puts it last.</summary>
    public static Tensor ExpandDims(Tensor x, int axis)
    {
        int at = axis < 0 ? axis + x.Rank + 1 : axis;
        if (at < 0 || at > x.Rank)
            throw new ShapeException($"A new axis {axis} does not fit {x.Shape}: it may be 0 to {x.Rank}.");
        int[] before = [.. Enumerable.Range(0, at)], after = [.. Enumerable.Range(at, x.Rank - at)];
        return Reshape(x, x.Shape.Select(before).Concat(Shape.Create([1])).Concat(x.Shape.Select(after)));
    }

    /// <summary>Gathers rows by int32 indices: result[i, …] = x[indices[i], …].</summary>
    /// <exception cref="ChainruleException">An index is out of range.</exception>
    public static Tensor TakeRows(Tensor x, Tensor indices) => new TakeRows().On(x, indices);

    private static Shape Complete(Tensor x, int[] lengths)
    {
        int open = Array.IndexOf(lengths, -1);
        if (open < 0) return Shape.Create(lengths);
        if (Array.LastIndexOf(lengths, -1) != open)
            throw new ShapeException($"reshape: only one length of ({string.Join(",", lengths)}) may be -1.");
        int rest = 1;
        for (int i = 0; i < lengths.Length; i++)
            if (i != open) rest *= lengths[i];
        if (rest == 0 || x.Length % rest != 0)
            throw new ShapeException(
                $"reshape: {x.Length} elements of shape {x.Shape} do not divide into ({string.Join(",", lengths)}).");
        int[] all = [.. lengths];
        all[open] = x.Length / rest;
        return Shape.Create(all);
    }
}
