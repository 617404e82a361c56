namespace Chainrule.Kernels;

/// <summary>
/// Copies elements between strided layouts of the same lengths; strides are in elements and may be 0.
/// </summary>
internal sealed unsafe class StridedCopy(
    int elementSize, void* from, int[] fromStrides, void* to, int[] toStrides, int[] lengths) : Kernel
{
    // Transposing touches two cache lines per element; square blocks of this size reuse both.
    private const int Block = 16;

    private readonly void* from = from;
    private readonly void* to = to;

    public override void Run()
    {
        if (Array.IndexOf(lengths, 0) >= 0) return;
        if (elementSize == sizeof(double)) Copy((double*)from, (double*)to, 0);
        else Copy((int*)from, (int*)to, 0);
    }

    private void Copy<T>(T* source, T* target, int axis) where T : unmanaged
    {
        int left = lengths.Length - axis;
        if (left == 0)
        {
            *target = *source;
        }
        else if (left == 1)
        {
            CopyRow(source, fromStrides[axis], target, toStrides[axis], lengths[axis]);
        }
        else if (left == 2 && fromStrides[axis + 1] != 1)
        {
            for (int i = 0; i < lengths[axis]; i += Block)
            {
                int rows = Math.Min(Block, lengths[axis] - i);
                for (int j = 0; j < lengths[axis + 1]; j += Block)
                {
                    int columns = Math.Min(Block, lengths[axis + 1] - j);
                    for (int row = i; row < i + rows; row++)
                    {
                        CopyRow(
                            source + ((long)row * fromStrides[axis]) + ((long)j * fromStrides[axis + 1]),
                            fromStrides[axis + 1],
                            target + ((long)row * toStrides[axis]) + ((long)j * toStrides[axis + 1]),
                            toStrides[axis + 1], columns);
                    }
                }
            }
        }
        else
        {
            for (int i = 0; i < lengths[axis]; i++)
                Copy(source + ((long)i * fromStrides[axis]), target + ((long)i * toStrides[axis]), axis + 1);
        }
    }

    private static void CopyRow<T>(T* source, int sourceStride, T* target, int targetStride, int count)
        where T : unmanaged
    {
        if (sourceStride == 1 && targetStride == 1)
        {
            new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));
            return;
        }
        for (int i = 0; i < count; i++) target[(long)i * targetStride] = source[(long)i * sourceStride];
    }
}
