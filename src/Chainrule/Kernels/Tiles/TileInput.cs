namespace Chainrule.Kernels;

/// <summary>How an array's elements lie along the output's, flattened in row-major order.</summary>
internal enum InputLayout
{
    /// <summary>Element for element.</summary>
    Dense,

    /// <summary>One element for all.</summary>
    Scalar,

    /// <summary>One row that repeats: the shape is the last axes of the output's.</summary>
    Row,

    /// <summary>Broadcast along any other axes.</summary>
    Strided,
}

/// <summary>
/// An array that an elementwise program reads, and the tile in which it meets the others when it is broadcast.
/// </summary>
internal sealed unsafe class TileInput
{
    private readonly byte* data;
    private readonly int elementSize;
    private readonly int[] outputLengths;
    private readonly int[] strides;      // in elements, 0 along broadcast axes

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
        bool suffix = true;              // so far the axes from the last on are those of the output
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

    /// <summary>The number of elements of the array itself.</summary>
    public int Length { get; }

    public byte* Data => data;

    /// <summary>Fills a tile with the single element, or with the row again and again.</summary>
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
        // What is there is copied behind itself, twice as much each time.
        while (done < bytes)
        {
            long more = Math.Min(done, bytes - done);
            Buffer.MemoryCopy(tile, tile + done, more, more);
            done += more;
        }
    }

    /// <summary>Copies the elements that meet the output's elements from <paramref name="start"/> on.</summary>
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
