using System.Numerics;
using System.Runtime.CompilerServices;
using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>
/// Reduces the middle axis of outer × count × inner elements, in an order that depends only on the sizes.
/// </summary>
internal sealed unsafe class ReductionKernel(
    ReductionKind kind, ElementType type, int outer, int count, int inner, void* input, void* output) : Kernel
{
    private readonly void* input = input;
    private readonly void* output = output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        switch (type)
        {
            case ElementType.Float32: RunFloating((float*)input, (float*)output); break;
            case ElementType.Float64: RunFloating((double*)input, (double*)output); break;
            default: RunIntegers((int*)input, (int*)output); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunFloating<T>(T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inner == 1)
        {
            switch (kind)
            {
                case ReductionKind.Max: ReductionLoops.RowMaxima(outer, count, x, count, y); break;
                case ReductionKind.Min: ReductionLoops.RowMinima(outer, count, x, count, y); break;
                default: ReductionLoops.RowSums(outer, count, x, count, y); break;
            }
        }
        else
        {
            for (int i = 0; i < outer; i++)
            {
                T* block = x + ((long)i * count * inner), row = y + ((long)i * inner);
                switch (kind)
                {
                    case ReductionKind.Max: ReductionLoops.ColumnMaxima(count, inner, block, inner, row); break;
                    case ReductionKind.Min: ReductionLoops.ColumnMinima(count, inner, block, inner, row); break;
                    default: ReductionLoops.ColumnSums(count, inner, block, inner, row); break;
                }
            }
        }
        if (kind != ReductionKind.Mean) return;
        T scale = T.CreateChecked(count);
        for (long i = 0; i < (long)outer * inner; i++) y[i] /= scale;
    }

    private void RunIntegers(int* x, int* y)
    {
        for (int i = 0; i < outer; i++)
        {
            for (int j = 0; j < inner; j++)
            {
                int* first = x + ((long)i * count * inner) + j;
                int result =
                    kind switch { ReductionKind.Max => int.MinValue, ReductionKind.Min => int.MaxValue, _ => 0 };
                for (int l = 0; l < count; l++)
                {
                    int value = first[(long)l * inner];
                    result = kind switch
                    {
                        ReductionKind.Max => Math.Max(result, value),
                        ReductionKind.Min => Math.Min(result, value),
                        _ => checked(result + value),
                    };
                }
                y[(i * inner) + j] = kind == ReductionKind.Mean ? result / count : result;
            }
        }
    }
}
