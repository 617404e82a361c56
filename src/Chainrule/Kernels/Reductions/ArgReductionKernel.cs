using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>
/// The index of the largest or smallest element along an axis: the first of equal ones, or the first NaN if there is
/// one.
/// </summary>
internal sealed unsafe class ArgReductionKernel(ArrayView input, ArrayView output, int axis, bool greatest) : Kernel
{
    private readonly int count = input[axis], inner = input.Strides()[axis];

    public override void Run()
    {
        switch (input.Type)
        {
            case ElementType.Float32: Find((float*)input.Data); break;
            case ElementType.Float64: Find((double*)input.Data); break;
            default: Find((int*)input.Data); break;
        }
    }

    private void Find<T>(T* x) where T : unmanaged, INumber<T>
    {
        Span<int> result = output.Span<int>();
        for (int i = 0; i < result.Length; i++)
        {
            T* first = x + ((long)(i / inner) * count * inner) + (i % inner);
            int best = 0;
            for (int l = 1; l < count && !T.IsNaN(first[(long)best * inner]); l++)
            {
                T value = first[(long)l * inner], record = first[(long)best * inner];
                if (T.IsNaN(value) || (greatest ? value > record : value < record)) best = l;
            }
            result[i] = best;
        }
    }
}
