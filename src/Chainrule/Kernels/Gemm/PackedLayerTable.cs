using System.Numerics;
using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>The packed dense layers, by activation, which is applied while the sums are in cache.</summary>
internal static class PackedLayerTable
{
    public static bool Has(ElementFunction activation) => activation is ElementFunction.Relu
        or ElementFunction.LeakyRelu or ElementFunction.Elu or ElementFunction.Sigmoid or ElementFunction.Tanh
        or ElementFunction.Gelu or ElementFunction.GeluTanh or ElementFunction.Silu or ElementFunction.Softplus;

    /// <summary>The layer f(x·B + bias), given B or its transpose.</summary>
    public static unsafe PackedDense Of<T>(ArrayView matrix, bool isTransposed, double[]? bias, ElementKey? activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PackedMatrix<T> packed = new(
            matrix[isTransposed ? 1 : 0], matrix[isTransposed ? 0 : 1], (T*)matrix.Data, matrix[1], isTransposed);
        T[] shift = bias is null ? [] : Array.ConvertAll(bias, T.CreateTruncating);
        return activation?.Function switch
        {
            null => With(packed, shift, default(IdentityFunction)),
            ElementFunction.Relu => With(packed, shift, default(ReluFunction)),
            ElementFunction.LeakyRelu => With(packed, shift, new LeakyReluFunction(activation.First)),
            ElementFunction.Elu => With(packed, shift, new EluFunction(activation.First, activation.Second)),
            ElementFunction.Sigmoid => With(packed, shift, default(SigmoidFunction)),
            ElementFunction.Tanh => With(packed, shift, default(TanhFunction)),
            ElementFunction.Gelu => With(packed, shift, default(GeluFunction)),
            ElementFunction.GeluTanh => With(packed, shift, default(GeluTanhFunction)),
            ElementFunction.Silu => With(packed, shift, default(SiluFunction)),
            ElementFunction.Softplus => With(packed, shift, default(SoftplusFunction)),
            _ => throw new NotSupportedException($"Packed layers do not support the activation {activation}."),
        };
    }

    private static PackedDense<T, TFunction> With<T, TFunction>(
        PackedMatrix<T> matrix, ReadOnlySpan<T> bias, TFunction function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunction => new(matrix, bias, function);
}
