using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Consumes an array that other kernels have computed: adds it to a sum, or passes it to a sink.</summary>
internal sealed unsafe class SinkKernel<T>(ArrayView array, ArrayView? sum, RangeSink sink) : Kernel
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* array = (T*)array.Data, sum = sum is { } target ? (T*)target.Data : null;
    private readonly int length = array.Length;
    private readonly ElementLoop add =
        ElementLoop.OfTwo(sizeof(T) == sizeof(float) ? ElementType.Float32 : ElementType.Float64, default(AddFunction));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        if (sum != null) add.Run(length, sum, array, null, sum);
        else sink.Take(new Span<T>(array, length), 0);
    }
}
