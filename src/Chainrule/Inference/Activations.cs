using System.Numerics;
using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule.Inference;

/// <summary>The functions that a packed layer applies to its sums while they are in the nearest cache.</summary>
internal static class Activations
{
    public static bool Knows(Operator op) => op is
        Relu or LeakyRelu or Elu or Selu or Sigmoid or Tanh or Gelu or GeluTanh or Silu or Softplus;

    /// <summary>The layer with this function; null for none.</summary>
    public static PackedDense<T> Dense<T>(Operator? activation, PackedMatrix<T> matrix, ReadOnlySpan<T> bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => activation switch
        {
            null => With(matrix, bias, default(IdentityFunction)),
            Relu => With(matrix, bias, default(ReluFunction)),
            LeakyRelu leaky => With(matrix, bias, new LeakyReluFunction(leaky.Slope)),
            Elu elu => With(matrix, bias, new EluFunction(elu.Alpha, 1)),
            Selu => With(matrix, bias, new EluFunction(Selu.Lambda * Selu.Alpha, Selu.Lambda)),
            Sigmoid => With(matrix, bias, default(SigmoidFunction)),
            Tanh => With(matrix, bias, default(TanhFunction)),
            Gelu => With(matrix, bias, default(GeluFunction)),
            GeluTanh => With(matrix, bias, default(GeluTanhFunction)),
            Silu => With(matrix, bias, default(SiluFunction)),
            Softplus => With(matrix, bias, default(SoftplusFunction)),
            _ => throw new InvalidOperationException(activation.Name),
        };

    private static PackedDense<T, TFunction> With<T, TFunction>(
        PackedMatrix<T> matrix, ReadOnlySpan<T> bias, TFunction function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunction => new(matrix, bias, function);
}
