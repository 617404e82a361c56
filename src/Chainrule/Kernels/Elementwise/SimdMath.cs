using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Transcendental functions of a register, written once for float, double and every vector width. The polynomials are
/// minimax fits made for this library; docs/numerics.md lists the measured errors.
/// </summary>
/// <remarks>
/// NaN must stay NaN: clamps have the constant on the left, because the hardware's minimum returns its right operand if
/// either is NaN. Types are tested with typeof in place, because only then does the JIT drop the other branch before it
/// inlines; its budget for inlining is limited.
/// </remarks>
internal static partial class SimdMath<TVector, T>
    where TVector : unmanaged, ISimd<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private static TVector One
    {
        [MethodImpl(Inline)]
        get => TVector.Constant(1);
    }

    private static TVector SignBit
    {
        [MethodImpl(Inline)]
        get => typeof(T) == typeof(float) ? TVector.Bits(int.MinValue) : TVector.Bits(long.MinValue);
    }

    /// <summary>A constant that differs between float and double.</summary>
    [MethodImpl(Inline)]
    private static TVector Constant(double single, double precise) =>
        TVector.Constant(typeof(T) == typeof(float) ? single : precise);

    /// <summary>One step of Horner's scheme: sum·x + coefficient.</summary>
    [MethodImpl(Inline)]
    private static TVector Next(TVector sum, TVector x, double coefficient) =>
        TVector.MultiplyAdd(sum, x, TVector.Constant(coefficient));

    [MethodImpl(Inline)]
    private static TVector AtLeast(double single, double precise, TVector x) =>
        TVector.MaxFast(Constant(single, precise), x);

    [MethodImpl(Inline)]
    private static TVector AtMost(double single, double precise, TVector x) =>
        TVector.MinFast(Constant(single, precise), x);
}
