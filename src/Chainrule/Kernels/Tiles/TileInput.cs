namespace Chainrule.Kernels;

/// <summary>How an array's elements are laid out relative to the output's, flattened in row-major order.</summary>
internal enum InputLayout
{
    /// <summary>Element by element.</summary>
    Dense,

    /// <summary>A single element for all.</summary>
    Scalar,

    /// <summary>One repeating row: the shape equals the last axes of the output's.</summary>
    Row,

    /// <summary>Broadcast along any other axes.</summary>
    Strided,
}

/// <summary>An array that an elementwise program reads, and a tile to hold its elements when it is broadcast.</summary>
internal sealed unsafe class TileInput
{
    private readonly byte* data;
    private readonly int elementSize;
    private readonly int[] outputLengths;
    private readonly int[] strides;      // in elements; 0 along broadcast axes

    public TileInput(
        void* data, int elementSize, ReadOnlySpan<int> shape, ReadOnlySpan<int> output, bool isConstant = false)
    {
        IsConstant = isConstant;
        this.data = (byte*)data;
        this.elementSize = elementSize;
        outputLengths = output.ToArray();
        strides = new int[output.Length];
        Length = 1;
        int outputLength = 1;
        bool suffix = true;              // whether all axes so far, from the last on, match the output's
        Layout = InputLayout.Dense;
        for (int i = 1; i <= output.Length; i++)
        {
            int length = i <= shape.Length ? shape[^i] : 1;
            strides[^i] = length == 1 ? 0 : Length;
            Length *= length;
            outputLength *= output[^i];
            if (length == output[^i])
            {
                if (!suffix && length > 1) Layout = InputLayout.Strided;
            }
            else
            {
                suffix = false;
            }
        }
        if (Layout == InputLayout.Strided) return;
        Layout = Length == outputLength ? InputLayout.Dense : Length == 1 ? InputLayout.Scalar : InputLayout.Row;
    }

    public InputLayout Layout { get; }

    /// <summary>Whether the elements never change, so that a tile of them is filled only once.</summary>
    public bool IsConstant { get; }

    /// <summary>The number of elements in the array itself.</summary>
    public int Length { get; }

    public byte* Data => data;

    /// <summary>Fills a tile by repeating the single element or the row.</summary>
    public void Repeat(int length, byte* tile)
    {
        if (Layout == InputLayout.Scalar)
        {
            if (elementSize == sizeof(double)) new Span<double>(tile, length).Fill(*(double*)data);
            else new Span<int>(tile, length).Fill(*(int*)data);
            return;
        }
        long bytes = (long)length * elementSize, done = Math.Min(bytes, (long)Length * elementSize);
        Buffer.MemoryCopy(data, tile, done, done);
        // Copy what is there behind itself, doubling each time.
        while (done < bytes)
        {
            long more = Math.Min(done, bytes - done);
            Buffer.MemoryCopy(tile, tile + done, more, more);
            done += more;
        }
    }

    /// <summary>Gathers the elements for the output's elements from <paramref name="start"/> on.</summary>
    public void Gather(int start, int length, byte* tile)
    {
        int rank = outputLengths.Length, inner = outputLengths[^1], innerStride = strides[^1];
        int done = 0;
        while (done < length)
        {
            int flat = start + done, column = flat % inner, rest = flat / inner;
            long offset = (long)column * innerStride;
            for (int axis = rank - 2; axis >= 0; axis--)
            {
                offset += (long)(rest % outputLengths[axis]) * strides[axis];
                rest /= outputLengths[axis];
            }
            int run = Math.Min(inner - column, length - done);
            if (elementSize == sizeof(double)) Copy((double*)data + offset, innerStride, (double*)tile + done, run);
            else Copy((int*)data + offset, innerStride, (int*)tile + done, run);
            done += run;
        }
    }

    private static void Copy<T>(T* from, int stride, T* to, int count) where T : unmanaged
    {
        if (stride == 0) new Span<T>(to, count).Fill(*from);
        else new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
    }
}
