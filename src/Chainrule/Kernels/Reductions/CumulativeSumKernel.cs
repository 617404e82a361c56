using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>The sum of all elements up to each along an axis; in reverse, from each on.</summary>
internal sealed class CumulativeSumKernel(ArrayView input, ArrayView output, int axis, bool isReverse) : Kernel
{
    public override void Run()
    {
        switch (input.Type)
        {
            case ElementType.Float32: AddUp<float>(); break;
            case ElementType.Float64: AddUp<double>(); break;
            default: AddUp<int>(); break;
        }
    }

    private void AddUp<T>() where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> x = input.Span<T>();
        Span<T> y = output.Span<T>();
        int length = input[axis], inner = 1;
        for (int i = axis + 1; i < input.Rank; i++) inner *= input[i];
        int block = length * inner;
        for (int start = 0; start < x.Length; start += block)
        {
            for (int i = 0; i < inner; i++)
            {
                T sum = T.Zero;
                for (int j = 0; j < length; j++)
                {
                    int place = start + i + ((isReverse ? length - 1 - j : j) * inner);
                    sum += x[place];
                    y[place] = sum;
                }
            }
        }
    }
}
