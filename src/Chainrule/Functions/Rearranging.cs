namespace Chainrule;

public static partial class Functions
{
    /// <summary>The tensor without its axes of length 1.</summary>
    public static Tensor Squeeze(Tensor x) =>
        Squeeze(x, [.. Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] == 1)]);

    /// <summary>The tensor without these axes of length 1.</summary>
    /// <exception cref="ShapeException">An axis has another length.</exception>
    public static Tensor Squeeze(Tensor x, params int[] axes)
    {
        int[] gone = Array.ConvertAll(axes, x.Shape.Axis);
        foreach (int axis in gone)
        {
            if (x.Shape[axis] != 1)
                throw new ShapeException(
                    $"squeeze: axis {axis} of {x.Shape} has length {x.Shape[axis]}; only length 1 can be squeezed.");
        }
        return Reshape(x, x.Shape.Select([.. Enumerable.Range(0, x.Rank).Except(gone)]));
    }

    /// <summary>Splits a tensor into equal parts along an axis.</summary>
    /// <exception cref="ShapeException">The axis cannot be split into that many equal parts.</exception>
    public static Tensor[] Split(Tensor x, int parts, int axis = 0)
    {
        int length = x.Shape[axis];
        if (parts <= 0 || length % parts != 0)
            throw new ShapeException(
                $"split: axis {x.Shape.Axis(axis)} of {x.Shape} cannot be split into {parts} equal parts.");
        return Split(x, [.. Enumerable.Range(1, parts - 1).Select(part => part * (length / parts))], axis);
    }

    /// <summary>Splits a tensor along an axis before each of the given indices: n indices give n + 1 parts.</summary>
    public static Tensor[] Split(Tensor x, int[] places, int axis = 0)
    {
        var parts = new Tensor[places.Length + 1];
        var indices = new TensorIndex[x.Rank];
        Array.Fill(indices, ..);
        int at = x.Shape.Axis(axis);
        for (int i = 0; i < parts.Length; i++)
        {
            indices[at] = new Range(Place(i == 0 ? 0 : places[i - 1]), i == places.Length ? ^0 : Place(places[i]));
            parts[i] = Slice(x, indices);
        }
        return parts;

        static Index Place(int place) => place < 0 ? Index.FromEnd(-place) : place;
    }

    /// <summary>Repeats the whole tensor along each axis; the last number is for the last axis, as in NumPy.</summary>
    public static Tensor Tile(Tensor x, params int[] times)
    {
        int rank = Math.Max(x.Rank, times.Length);
        // To repeat (a, b) by (r, s): view it as (1, a, 1, b), broadcast to (r, a, s, b), and merge the pairs into
        // (r·a, s·b).
        var ones = new int[2 * rank];
        var stretched = new int[2 * rank];
        var joined = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int length = i <= x.Rank ? x.Shape[^i] : 1, count = i <= times.Length ? times[^i] : 1;
            (ones[^(2 * i)], ones[^((2 * i) - 1)]) = (1, length);
            (stretched[^(2 * i)], stretched[^((2 * i) - 1)]) = (count, length);
            joined[^i] = checked(count * length);
        }
        return Reshape(BroadcastTo(Reshape(x, Shape.Create(ones)), Shape.Create(stretched)), Shape.Create(joined));
    }

    /// <summary>Repeats each element along an axis in place.</summary>
    public static Tensor Repeat(Tensor x, int times, int axis)
    {
        int at = x.Shape.Axis(axis);
        Tensor apart = ExpandDims(x, at + 1);
        return Reshape(
            BroadcastTo(apart, apart.Shape.With(at + 1, times)), x.Shape.With(at, checked(x.Shape[at] * times)));
    }
}
