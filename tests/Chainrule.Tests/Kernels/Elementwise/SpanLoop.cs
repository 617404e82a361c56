using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Tests.Kernels;

/// <summary>The kernels' elementwise functions applied to spans; y may be x itself.</summary>
internal static unsafe class SpanLoop
{
    public static void Run<T>(ElementKey key, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        Assert.Equal(x.Length, y.Length);
        ElementType type = typeof(T) == typeof(float) ? ElementType.Float32 : ElementType.Float64;
        fixed (T* from = x, to = y) ElementLoopTable.Of(key, type).Run(x.Length, from, null, null, to);
    }

    public static double Of(ElementFunction function, double x)
    {
        double y = 0;
        Run<double>(new(function), [x], new(ref y));
        return y;
    }
}
