using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

/// <summary>Gathers rows by index, or adds rows at indices.</summary>
internal sealed class IndexedRows(ArrayView input, ArrayView indices, ArrayView output, bool add) : Kernel
{
    public override void Run()
    {
        ArrayView whole = add ? output : input;
        int rows = whole[0], bytes = rows == 0 ? 0 : whole.Bytes.Length / rows;
        ReadOnlySpan<int> index = indices.Span<int>();
        Span<byte> from = input.Bytes, to = output.Bytes;
        if (add) to.Clear();
        for (int i = 0; i < index.Length; i++)
        {
            if ((uint)index[i] >= (uint)rows)
            {
                string shape = string.Join(',', whole.Lengths.ToArray()) + (whole.Rank == 1 ? "," : "");
                throw new ChainruleException(
                    $"Index {index[i]} at place {i} is outside the {rows} rows of ({shape}).");
            }
            if (!add) from.Slice(index[i] * bytes, bytes).CopyTo(to.Slice(i * bytes, bytes));
            else if (input.Type == ElementType.Float32) AddRow<float>(index[i], i, bytes / sizeof(float));
            else AddRow<double>(index[i], i, bytes / sizeof(double));
        }
    }

    private void AddRow<T>(int target, int source, int length) where T : unmanaged, INumber<T>
    {
        Span<T> row = output.Span<T>().Slice(target * length, length);
        TensorPrimitives.Add(row, input.Span<T>().Slice(source * length, length), row);
    }
}
