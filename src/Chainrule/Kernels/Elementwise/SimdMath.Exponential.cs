using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// exp(x) = 2ⁿ·exp(r) with n = round(x/ln 2), |r| ≤ ln2/2; exp(r) = 1 + q with q = r + r²·P(r), P of degree 4 (10 in
// double). Keeping q separate from the 1 gives exp(x) − 1 without cancellation: 2ⁿ·q + (2ⁿ − 1).
internal static partial class SimdMath<TVector, T>
{
    /// <summary>eˣ.</summary>
    [MethodImpl(Inline)]
    public static TVector Exp(TVector x)
    {
        TVector r = Reduce(AtMost(89, 710, AtLeast(-104, -746, x)), out TVector n);
        return Scale(One + ExpMinusOneOfReduced(r), n);
    }

    /// <summary>eˣ for x ≤ 0.</summary>
    [MethodImpl(Inline)]
    public static TVector ExpOfNegative(TVector x)
    {
        TVector r = Reduce(AtLeast(-104, -746, x), out TVector n);
        return Scale(One + ExpMinusOneOfReduced(r), n);
    }

    /// <summary>eˣ − 1 for x ≤ 0.</summary>
    [MethodImpl(Inline)]
    public static TVector ExpMinusOneOfNegative(TVector x)
    {
        TVector q = ExpMinusOneOfReduced(Reduce(AtLeast(-40, -80, x), out TVector n));
        TVector power = SimdScale.PowerOfTwo<TVector, T>(n);
        return TVector.MultiplyAdd(power, q, power - One);
    }

    // eˣ for |x| ≤ 80, where 2ⁿ is a normal number.
    [MethodImpl(Inline)]
    private static TVector ExpOfModerate(TVector x)
    {
        TVector q = ExpMinusOneOfReduced(Reduce(x, out TVector n));
        return (One + q) * SimdScale.PowerOfTwo<TVector, T>(n);
    }

    // x = n·ln2 + r. The high part of ln 2 has so few digits that multiplying it by n is exact.
    [MethodImpl(Inline)]
    private static TVector Reduce(TVector x, out TVector n)
    {
        n = TVector.Round(x * TVector.Constant(1.4426950408889634));
        TVector r = TVector.MultiplyAdd(n, Constant(-0.693359375, -0.693147180369123816490), x);
        return TVector.MultiplyAdd(n, Constant(2.12194440054690583e-4, -1.90821492927058770002e-10), r);
    }

    // The polynomial is summed in parts (Estrin's scheme; in double, even and odd powers). The loop is limited by how
    // many iterations the processor can keep in flight, so a shorter dependency chain makes it faster.
    [MethodImpl(Inline)]
    private static TVector ExpMinusOneOfReduced(TVector r)
    {
        TVector square = r * r, p, odd;
        if (typeof(T) == typeof(float))
        {
            p = TVector.MultiplyAdd(
                TVector.Constant(0.00138146733), square, Next(TVector.Constant(0.0083687976), r, 0.0416683927));
            p = TVector.MultiplyAdd(p, square, Next(TVector.Constant(0.166665196), r, 0.49999994));
        }
        else
        {
            p = TVector.Constant(2.0826604046321213e-09);
            p = Next(p, square, 2.755758271864944e-07);
            p = Next(p, square, 2.4801586924507024e-05);
            p = Next(p, square, 0.0013888888889117422);
            p = Next(p, square, 0.04166666666666609);
            p = Next(p, square, 0.5);
            odd = TVector.Constant(2.5112172017664795e-08);
            odd = Next(odd, square, 2.7557234482575697e-06);
            odd = Next(odd, square, 0.00019841269896753923);
            odd = Next(odd, square, 0.00833333333331689);
            odd = Next(odd, square, 0.16666666666666682);
            p = TVector.MultiplyAdd(odd, r, p);
        }
        return TVector.MultiplyAdd(square, p, r);
    }

    // x·2ⁿ for the n of an exponential, which is at most twice the exponent range of normal numbers: two steps cover
    // it, and only the second can round.
    [MethodImpl(Inline)]
    private static TVector Scale(TVector x, TVector n)
    {
        if (typeof(TVector) == typeof(Simd512<T>)) return TVector.Scale(x, n);
        TVector half = TVector.Floor(n * TVector.Constant(0.5));
        return x * SimdScale.PowerOfTwo<TVector, T>(half) * SimdScale.PowerOfTwo<TVector, T>(n - half);
    }
}
