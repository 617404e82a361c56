using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>Selects a part of a tensor with one index per axis, like the tensor's own brackets.</summary>
    /// <exception cref="ShapeException">There are more indices than axes, or an index is out of range.</exception>
    public static Tensor Slice(Tensor x, params ReadOnlySpan<TensorIndex> indices) => Slice(x, indices, null);

    /// <summary>Selects a part, and keeps how the index of each axis was written.</summary>
    internal static Tensor Slice(Tensor x, ReadOnlySpan<TensorIndex> indices, WrittenIndex[]? written)
    {
        ReadOnlySpan<TensorIndex> all = Spread(x, indices);
        written ??= [.. from index in all.ToArray() where !index.IsNewAxis select index.AsWritten];
        var starts = new int[x.Rank];
        var steps = new int[x.Rank];
        Shape slice = x.Shape, result = Shape.Scalar;   // before axes are dropped and added, and after
        int axis = 0;
        foreach (TensorIndex index in all)
        {
            if (index.IsNewAxis)
            {
                result = result.Concat([1]);
                continue;
            }
            int count = 1;
            (starts[axis], steps[axis]) = (index.IsElement ? Element(x, axis, index, indices) : 0, 1);
            if (!index.IsElement) (starts[axis], steps[axis], count) = index.RangeOf(x.Shape[axis]);
            slice = slice.With(axis, count);
            if (!index.IsElement) result = result.Concat(slice.Select(axis));
            axis++;
        }
        bool whole = slice == x.Shape && !Array.Exists(steps, step => step < 0);
        return Reshape(whole ? x : new Slice(starts, steps, slice) { Written = written }.On(x), result);
    }

    // One index for every axis, with the new axes in between. The ellipsis, by default at the end, stands for all axes
    // not mentioned.
    private static ReadOnlySpan<TensorIndex> Spread(Tensor x, ReadOnlySpan<TensorIndex> indices)
    {
        int used = 0, ellipses = 0;
        foreach (TensorIndex index in indices)
        {
            if (index.IsEllipsis) ellipses++;
            else if (!index.IsNewAxis) used++;
        }
        if (ellipses > 1)
            throw new ShapeException($"[{Written(indices)}] has {ellipses} ellipses: use at most one.");
        if (used > x.Rank)
        {
            throw new ShapeException(
                $"[{Written(indices)}] has {used} indices, but {x.Name ?? "the tensor"} of shape {x.Shape} " +
                $"has {x.Rank} {(x.Rank == 1 ? "axis" : "axes")}.");
        }
        var all = new List<TensorIndex>();
        foreach (TensorIndex index in indices)
        {
            if (index.IsEllipsis) all.AddRange(Enumerable.Repeat<TensorIndex>(.., x.Rank - used));
            else all.Add(index);
        }
        if (ellipses == 0) all.AddRange(Enumerable.Repeat<TensorIndex>(.., x.Rank - used));
        return all.ToArray();
    }

    private static int Element(Tensor x, int axis, TensorIndex index, ReadOnlySpan<TensorIndex> indices)
    {
        int length = x.Shape[axis], element = index.ElementOf(length);
        if (element >= 0) return element;
        string allowed = length == 0
            ? "it has no elements."
            : $"use 0 to {length - 1}, or ^1 to ^{length} from the end.";
        throw new ShapeException(
            $"[{Written(indices)}]: {index} is outside axis {axis} of {x.Name ?? "the tensor"} with shape " +
            $"{x.Shape}: {allowed}");
    }

    private static string Written(ReadOnlySpan<TensorIndex> indices) =>
        string.Join(", ", indices.ToArray().Select(index => index.ToString()));
}
