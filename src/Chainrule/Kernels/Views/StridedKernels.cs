using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>Kernels that move elements, or combine them along axes, using strides.</summary>
internal static unsafe class StridedKernels
{
    public static ReductionKernel Reduction(ReductionKey key, ArrayView x, ArrayView y)
    {
        int outer = 1, count = 1, inner = 1;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (axis < key.FirstAxis) outer *= x[axis];
            else if (axis <= key.LastAxis) count *= x[axis];
            else inner *= x[axis];
        }
        return new(key.Kind, y.Type, outer, count, inner, x.Data, y.Data);
    }

    public static StridedCopy Broadcast(ArrayView x, ArrayView y)
    {
        int[] own = x.Strides(), strides = new int[y.Rank];
        for (int i = 1; i <= x.Rank; i++) strides[^i] = x.Lengths[^i] == 1 ? 0 : own[^i];
        return Copy(y, x.Data, strides, y.Data, y.Strides(), y);
    }

    public static StridedCopy Permute(int[] axes, ArrayView x, ArrayView y)
    {
        int[] strides = x.Strides();
        return Copy(y, x.Data, Array.ConvertAll(axes, axis => strides[axis]), y.Data, y.Strides(), y);
    }

    public static StridedCopy Slice(SliceKey key, ArrayView x, ArrayView y)
    {
        (long offset, int[] strides) = Layout(x, key.Starts, key.Steps);
        return Copy(y, At(x, offset), strides, y.Data, y.Strides(), y);
    }

    public static KernelSequence ScatterSlice(ScatterSliceKey key, ArrayView x, ArrayView y)
    {
        (long offset, int[] strides) = Layout(y, key.Starts, key.Steps);
        return new([Copy(y, x.Data, x.Strides(), At(y, offset), strides, x)], cleared: y);
    }

    public static KernelSequence Concat(int axis, ArrayView[] parts, ArrayView y)
    {
        int[] strides = y.Strides();
        long start = 0;
        var copies = new List<Kernel>();
        foreach (ArrayView part in parts)
        {
            copies.Add(Copy(y, part.Data, part.Strides(), At(y, start * strides[axis]), strides, part));
            start += part[axis];
        }
        return new([.. copies]);
    }

    private static StridedCopy Copy(
        ArrayView any, void* from, int[] fromStrides, void* to, int[] toStrides, ArrayView lengths) =>
        new(any.ElementSize, from, fromStrides, to, toStrides, lengths.Lengths.ToArray());

    private static void* At(ArrayView array, long offset) => (byte*)array.Data + (offset * array.ElementSize);

    // The offset and the strides of a slice of a row-major array.
    private static (long Offset, int[] Strides) Layout(ArrayView whole, int[] starts, int[] steps)
    {
        int[] strides = whole.Strides();
        long offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += (long)starts[axis] * strides[axis];
            strides[axis] *= steps[axis];
        }
        return (offset, strides);
    }
}
