using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Transcendental functions of a register, written once for float and double and every width. The polynomials are
/// minimax fits of this library's own; docs/numerics.md has the measured errors.
/// </summary>
/// <remarks>
/// A NaN must come out as one: clamps have the constant on the left, because the hardware's minimum gives its right
/// operand when either is NaN. The type is asked for by typeof in place: only so does the JIT drop the other branch
/// before it inlines, and its appetite for inlining is finite.
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

    /// <summary>A step of Horner's scheme: sum·x + coefficient.</summary>
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
