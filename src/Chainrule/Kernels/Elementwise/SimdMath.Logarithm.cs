using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// x = 2ᵉ·(1+f) with √½ ≤ 1+f < √2, f exact; log(1+f) = f − f²/2 + f³·P(f), P of degree 8 (19 in double).
internal static partial class SimdMath<TVector, T>
{
    /// <summary>The natural logarithm; −∞ at 0, NaN for negative numbers.</summary>
    [MethodImpl(Inline)]
    public static TVector Log(TVector x)
    {
        // Scale subnormal numbers into the normal range first.
        TVector tiny = TVector.LessThan(x, Constant(1.1754943508222875e-38, 2.2250738585072014e-308));
        TVector m = TVector.Select(tiny, x * Constant(1 << 25, 1L << 54), x);
        long rootOfHalf = typeof(T) == typeof(float) ? 0x3f3504f3 : 0x3fe6a09e667f3bcd;
        int digits = typeof(T) == typeof(float) ? 23 : 52;
        TVector bits = TVector.ShiftRightArithmetic(TVector.SubtractBits(m, TVector.Bits(rootOfHalf)), digits);
        m = TVector.SubtractBits(m, TVector.ShiftLeft(bits, digits));
        TVector e = TVector.FromIntegerBits(bits) - (tiny & Constant(25, 54));

        TVector f = m - One;
        TVector sum = TVector.MultiplyAdd(e, Constant(-2.12194440054690583e-4, 1.90821492927058770002e-10), LogRest(f));
        sum = TVector.MultiplyAdd(e, Constant(0.693359375, 0.693147180369123816490), f + sum);

        TVector infinity = TVector.Constant(double.PositiveInfinity);
        TVector edge = TVector.Select(
            TVector.EqualTo(x, TVector.Zero), -infinity, TVector.Constant(double.NaN));
        sum = TVector.Select(TVector.LessThan(TVector.Zero, x), sum, edge);
        return TVector.Select(TVector.EqualTo(x, infinity), x, sum);
    }

    /// <summary>log(1+x) for 0 ≤ x ≤ 1, using (1+x)/2 instead of 1+x where it is closer to 1.</summary>
    [MethodImpl(Inline)]
    public static TVector LogOfOnePlusFraction(TVector x)
    {
        TVector high = TVector.LessThan(TVector.Constant(0.41421354), x);
        TVector f = TVector.Select(high, TVector.Constant(0.5) * (x - One), x);
        return (high & TVector.Constant(0.6931471805599453)) + (f + LogRest(f));
    }

    /// <summary>log(1+eˣ) = max(x,0) + log(1+e^−|x|).</summary>
    [MethodImpl(Inline)]
    public static TVector Softplus(TVector x) =>
        TVector.MaxFast(TVector.Zero, x) + SoftplusTail(x);

    /// <summary>log(1+e^−|x|).</summary>
    [MethodImpl(Inline)]
    public static TVector SoftplusTail(TVector x) => LogOfOnePlusFraction(ExpOfNegative(x | SignBit));

    // log(1+f) − f; the polynomial is summed in parts, like that of the exponential.
    [MethodImpl(Inline)]
    private static TVector LogRest(TVector f)
    {
        TVector square = f * f, p, odd;
        if (typeof(T) == typeof(float))
        {
            TVector high = TVector.MultiplyAdd(
                Next(TVector.Constant(-0.116777211), f, 0.118887424), square,
                Next(TVector.Constant(-0.124053113), f, 0.14219442));
            TVector low = TVector.MultiplyAdd(
                Next(TVector.Constant(-0.166680068), f, 0.200021237), square,
                Next(TVector.Constant(-0.250000089), f, 0.333333135));
            TVector fourth = square * square;
            p = TVector.MultiplyAdd(TVector.MultiplyAdd(TVector.Constant(0.0674790144), fourth, high), fourth, low);
        }
        else
        {
            p = TVector.Constant(0.05696844706549516);
            p = Next(p, square, 0.05415969754738045);
            p = Next(p, square, 0.05817782340503259);
            p = Next(p, square, 0.06675147773104845);
            p = Next(p, square, 0.07691714524157503);
            p = Next(p, square, 0.09090933502713641);
            p = Next(p, square, 0.11111110516147955);
            p = Next(p, square, 0.14285714293839513);
            p = Next(p, square, 0.1999999999994615);
            p = Next(p, square, 0.33333333333333454);
            odd = TVector.Constant(-0.024276048186395834);
            odd = Next(odd, square, -0.06275029947421878);
            odd = Next(odd, square, -0.05326784016621759);
            odd = Next(odd, square, -0.06269800283104358);
            odd = Next(odd, square, -0.07142000134822866);
            odd = Next(odd, square, -0.0833334575825899);
            odd = Next(odd, square, -0.10000000383243729);
            odd = Next(odd, square, -0.12499999982022364);
            odd = Next(odd, square, -0.16666666666914315);
            odd = Next(odd, square, -0.2499999999999892);
            p = TVector.MultiplyAdd(odd, f, p);
        }
        return TVector.MultiplyAdd(square * f, p, TVector.Constant(-0.5) * square);
    }
}
