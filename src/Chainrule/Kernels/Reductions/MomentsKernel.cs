using System.Numerics;
using System.Numerics.Tensors;
using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>
/// The mean and the variance along neighboring axes: outer × count × inner elements → outer × inner means, then as
/// many variances. The elements of a row are read again while they are in the first-level cache.
/// </summary>
internal sealed unsafe class MomentsKernel : Kernel
{
    private readonly ArrayView input, block;
    private readonly int outer = 1, count = 1, inner = 1;
    private readonly long variances;   // where they begin, in bytes

    public MomentsKernel(ArrayView input, ArrayView block, MomentsKey key)
    {
        (this.input, this.block) = (input, block);
        for (int axis = 0; axis < key.FirstAxis; axis++) outer *= input[axis];
        for (int axis = key.FirstAxis; axis <= key.LastAxis; axis++) count *= input[axis];
        for (int axis = key.LastAxis + 1; axis < input.Rank; axis++) inner *= input[axis];
        variances = ResultBlock.Offsets((long)outer * inner * input.ElementSize)[1];
    }

    public override void Run()
    {
        if (input.Type == ElementType.Float32) Compute<float>();
        else Compute<double>();
    }

    private void Compute<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> mean = new(block.Data, outer * inner), variance = new((byte*)block.Data + variances, outer * inner);
        ReadOnlySpan<T> x = input.Span<T>();
        T n = T.CreateTruncating(count);
        mean.Clear();
        variance.Clear();
        for (int i = 0; i < outer; i++)
        {
            ReadOnlySpan<T> part = x.Slice(i * count * inner, count * inner);
            Span<T> means = mean.Slice(i * inner, inner), squares = variance.Slice(i * inner, inner);
            if (inner == 1)
            {
                means[0] = TensorPrimitives.Sum(part) / n;
                squares[0] = SquaresAround(part, means[0]) / n;
                continue;
            }
            for (int l = 0; l < count; l++) TensorPrimitives.Add(means, part.Slice(l * inner, inner), means);
            TensorPrimitives.Divide(means, n, means);
            for (int l = 0; l < count; l++)
            {
                ReadOnlySpan<T> row = part.Slice(l * inner, inner);
                for (int j = 0; j < inner; j++) squares[j] += (row[j] - means[j]) * (row[j] - means[j]);
            }
            TensorPrimitives.Divide(squares, n, squares);
        }
    }

    private static T SquaresAround<T>(ReadOnlySpan<T> x, T mean) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count, i = 0;
        Vector<T> sums = Vector<T>.Zero, center = new(mean);
        for (; i <= x.Length - width; i += width)
        {
            Vector<T> difference = new Vector<T>(x[i..]) - center;
            sums += difference * difference;
        }
        T sum = Vector.Sum(sums);
        for (; i < x.Length; i++) sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }
}
