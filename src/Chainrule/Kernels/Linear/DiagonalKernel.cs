namespace Chainrule.Kernels;

/// <summary>A vector as the diagonal of a matrix of zeros, or the diagonal of a matrix as a vector.</summary>
internal sealed class DiagonalKernel(ArrayView from, ArrayView to) : Kernel
{
    private readonly int size = from.ElementSize;

    public override void Run()
    {
        Span<byte> source = from.Bytes, target = to.Bytes;
        int n = from[0], step = size * (n + 1);
        if (from.Rank == 1) target.Clear();
        for (int i = 0; i < n; i++)
        {
            if (from.Rank == 1) source.Slice(i * size, size).CopyTo(target[(i * step)..]);
            else source.Slice(i * step, size).CopyTo(target[(i * size)..]);
        }
    }
}
