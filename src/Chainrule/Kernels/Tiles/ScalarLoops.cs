using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

// Functions for which the base library's vectorized or scalar functions are good enough.

/// <summary>x raised to a constant power.</summary>
internal sealed unsafe class PowerLoop<T>(T exponent) : ElementLoop where T : unmanaged, IPowerFunctions<T>
{
    public override void Run(nint count, void* a, void* b, void* c, void* y)
    {
        for (nint i = 0; i < count; i++) ((T*)y)[i] = T.Pow(((T*)a)[i], exponent);
    }
}

/// <summary>a raised to the power b.</summary>
internal sealed unsafe class PowerOfLoop<T> : ElementLoop where T : unmanaged, IPowerFunctions<T>
{
    public override void Run(nint count, void* a, void* b, void* c, void* y)
    {
        for (nint i = 0; i < count; i++) ((T*)y)[i] = T.Pow(((T*)a)[i], ((T*)b)[i]);
    }
}

/// <summary>The sine or cosine of angles in radians.</summary>
internal sealed unsafe class WaveLoop<T>(bool isCosine) : ElementLoop where T : unmanaged, ITrigonometricFunctions<T>
{
    public override void Run(nint count, void* a, void* b, void* c, void* y)
    {
        ReadOnlySpan<T> x = new(a, (int)count);
        Span<T> result = new(y, (int)count);
        if (isCosine) TensorPrimitives.Cos(x, result);
        else TensorPrimitives.Sin(x, result);
    }
}

/// <summary>The tangent of angles in radians.</summary>
internal sealed unsafe class TangentLoop<T> : ElementLoop where T : unmanaged, ITrigonometricFunctions<T>
{
    public override void Run(nint count, void* a, void* b, void* c, void* y) =>
        TensorPrimitives.Tan(new ReadOnlySpan<T>(a, (int)count), new Span<T>(y, (int)count));
}
