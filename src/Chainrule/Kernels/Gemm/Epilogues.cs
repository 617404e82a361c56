using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>C = f(C + bias): a layer's bias (one number per column; null for none) and activation.</summary>
internal readonly unsafe struct ActivationEpilogue<T, TFunction>(T* bias, TFunction function) : IEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IVectorFunction
{
    public static bool IsEmpty => false;

    public void Apply<V>(T* c, nint stride, int column, int rows, int columns)
        where V : unmanaged, ISimd<V, T>
    {
        T* shift = bias == null ? null : bias + column;
        if (columns == 1 && stride == 1)
        {
            // A single column is contiguous in memory.
            V all = shift == null ? V.Zero : V.Broadcast(*shift);
            for (int i = 0; i < rows; i += V.Count) Step(c + i, rows - i, all);
            return;
        }
        for (; rows > 0; rows--, c += stride)
        {
            for (int j = 0; j < columns; j += V.Count)
            {
                V all = shift == null ? V.Zero
                    : columns - j >= V.Count ? V.Load(shift + j)
                    : V.LoadMasked(shift + j, V.FirstLanes(columns - j));
                Step(c + j, columns - j, all);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step<V>(T* c, int left, V shift) where V : unmanaged, ISimd<V, T>
    {
        bool isWhole = left >= V.Count;
        V mask = V.FirstLanes(left);
        V x = isWhole ? V.Load(c) : V.LoadMasked(c, mask);
        if (bias != null) x += shift;
        x = function.Of<V, T>(x);
        if (isWhole) V.Store(x, c);
        else V.StoreMasked(x, c, mask);
    }
}
