namespace Chainrule;

/// <summary>Gathers rows of a tensor: slices along its first axis.</summary>
internal static class RowGather
{
    /// <summary>A new tensor with the rows at these indices.</summary>
    public static Tensor Take(Tensor tensor, ReadOnlySpan<int> indices)
    {
        NDArray result = NDArray.Uninitialized(tensor.Shape.With(0, indices.Length), tensor.DType);
        Copy(tensor.Value, indices, result);
        return new(result);
    }

    /// <summary>Consecutive rows, sharing memory with the whole.</summary>
    public static Tensor Range(Tensor tensor, int start, int count)
    {
        if (count == tensor.Shape[0]) return tensor;
        int row = tensor.Shape[0] == 0 ? 0 : tensor.Length / tensor.Shape[0];
        return new(tensor.Value.Part(start * row, tensor.Shape.With(0, count)));
    }

    /// <summary>
    /// Copies the rows at these indices to the start of <paramref name="to"/> without allocating. Both must have the
    /// same element type and row length.
    /// </summary>
    /// <exception cref="ChainruleException">An index is out of range.</exception>
    public static void Copy(NDArray from, ReadOnlySpan<int> indices, NDArray to)
    {
        int rows = from.Shape[0], rowBytes = rows == 0 ? 0 : from.Bytes.Length / rows;
        Span<byte> source = from.Bytes, target = to.Bytes;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)rows) throw Outside(indices[i], rows);
            source.Slice(indices[i] * rowBytes, rowBytes).CopyTo(target[(i * rowBytes)..]);
        }
        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }

    /// <summary>Puts the rows into this order, a permutation, in their own memory.</summary>
    public static void Reorder(Tensor tensor, ReadOnlySpan<int> order)
    {
        NDArray array = tensor.Value;
        int rowBytes = order.Length == 0 ? 0 : array.Bytes.Length / order.Length;
        Span<byte> rows = array.Bytes;
        var kept = new byte[rowBytes];
        var isDone = new bool[order.Length];
        for (int start = 0; start < order.Length; start++)
        {
            if (isDone[start]) continue;
            rows.Slice(start * rowBytes, rowBytes).CopyTo(kept);
            int to = start;
            for (int from = order[to]; from != start; from = order[to])
            {
                rows.Slice(from * rowBytes, rowBytes).CopyTo(rows[(to * rowBytes)..]);
                isDone[to] = true;
                to = from;
            }
            kept.CopyTo(rows[(to * rowBytes)..]);
            isDone[to] = true;
        }
        GC.KeepAlive(array);
    }

    private static ChainruleException Outside(int index, int rows) => rows == 0
        ? new($"There is no row {index}: the data set is empty.")
        : new($"There is no row {index}: the rows are 0 to {rows - 1}.");
}
