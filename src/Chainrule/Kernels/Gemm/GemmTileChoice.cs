using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Chooses the body of the tile for a height that is known only at run time.</summary>
internal static unsafe class GemmTileChoice<V, T, TColumns, TLayout>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TColumns : struct, ICount
    where TLayout : struct, ITileLayout
{
    public static void Multiply(
        int rows, nint k, T* a, nint stepA, T* b, nint stepB, T* c, nint strideC, bool accumulate)
    {
        switch (rows)
        {
            case 1: Run<Count1>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 2: Run<Count2>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 3: Run<Count3>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 4: Run<Count4>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 5: Run<Count5>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 6: Run<Count6>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 7: Run<Count7>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 8: Run<Count8>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 9: Run<Count9>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 10: Run<Count10>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 11: Run<Count11>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 12: Run<Count12>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            case 13: Run<Count13>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
            default: Run<Count14>(k, a, stepA, b, stepB, c, strideC, accumulate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows>(
        nint k, T* a, nint stepA, T* b, nint stepB, T* c, nint strideC, bool accumulate)
        where TRows : struct, ICount =>
        GemmTile<V, T>.Multiply<TRows, TColumns, TLayout>(k, a, stepA, b, stepB, c, strideC, accumulate);
}
