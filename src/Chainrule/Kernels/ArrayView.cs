namespace Chainrule.Kernels;

/// <summary>
/// An array as a kernel sees it: the address of its row-major elements, their type, and the lengths of its axes. It
/// does not keep the memory alive.
/// </summary>
internal readonly unsafe struct ArrayView(void* data, ElementType type, int[] lengths)
{
    public void* Data => data;

    public ElementType Type => type;

    public int Rank => lengths.Length;

    public ReadOnlySpan<int> Lengths => lengths;

    /// <summary>The length of an axis; negative axes count from the last.</summary>
    public int this[int axis] => lengths[axis < 0 ? axis + lengths.Length : axis];

    public int Length
    {
        get
        {
            int length = 1;
            foreach (int axis in lengths) length *= axis;
            return length;
        }
    }

    public int ElementSize => type == ElementType.Float64 ? sizeof(double) : sizeof(float);

    public Span<byte> Bytes => new(data, checked(Length * ElementSize));

    /// <summary>The elements; <typeparamref name="T"/> must be their type, which is not checked.</summary>
    public Span<T> Span<T>() where T : unmanaged => new(data, Length);

    /// <summary>How many elements apart neighbors along each axis are.</summary>
    public int[] Strides()
    {
        var strides = new int[lengths.Length];
        int step = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= lengths[axis];
        }
        return strides;
    }
}
