using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Applies functions to spans at the processor's vector width. The end of a span runs through the same instructions
/// under a mask, so an element's result does not depend on its position.
/// </summary>
/// <remarks>
/// The general loops contain the function once, for whole registers and for the end. With a second copy, the JIT would
/// exceed its inlining budget in the longer functions and make calls instead, which is ten times slower. Short
/// functions gain from an unrolled loop, which is a separate method for the same reason.
/// </remarks>
internal static unsafe class VectorLoop
{
    /// <summary>y = f(x); y may be x.</summary>
    public static void Map<T, TFunction>(ReadOnlySpan<T> x, Span<T> y, TFunction function)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunction
    {
        RequireEqual(y.Length, x.Length);
        fixed (T* from = x, to = y)
        {
            if (typeof(T) == typeof(float))
            {
                Unary<float, TFunction> loop = new((float*)from, (float*)to, x.Length, function);
                SimdWidth.Run<float, Unary<float, TFunction>>(ref loop);
            }
            else
            {
                Unary<double, TFunction> loop = new((double*)from, (double*)to, x.Length, function);
                SimdWidth.Run<double, Unary<double, TFunction>>(ref loop);
            }
        }
    }

    private static void RequireEqual(int length, int result)
    {
        if (length == result) return;
        throw new ArgumentException(
            $"An operand has {length} elements and the result {result}: their lengths must be equal.", nameof(length));
    }

    internal readonly struct Unary<T, TFunction>(T* x, T* y, nint length, TFunction function) : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            nint count = TVector.Count, done = TFunction.IsShort ? Unrolled<TVector>() : 0, left = length - done;
            T* from = x + done, to = y + done;
            TFunction f = function;
            for (; left > 0; left -= count, from += count, to += count)
            {
                bool full = left >= count;
                TVector mask = full ? TVector.Zero : TVector.FirstLanes((int)left);
                TVector value = f.Of<TVector, T>(full ? TVector.Load(from) : TVector.LoadMasked(from, mask));
                if (full) TVector.Store(value, to);
                else TVector.StoreMasked(value, to, mask);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private nint Unrolled<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            T* from = x, to = y;
            TFunction f = function;
            nint i = 0, count = TVector.Count;
            for (; i <= length - (4 * count); i += 4 * count, from += 4 * count, to += 4 * count)
            {
                TVector.Store(f.Of<TVector, T>(TVector.Load(from)), to);
                TVector.Store(f.Of<TVector, T>(TVector.Load(from + count)), to + count);
                TVector.Store(f.Of<TVector, T>(TVector.Load(from + (2 * count))), to + (2 * count));
                TVector.Store(f.Of<TVector, T>(TVector.Load(from + (3 * count))), to + (3 * count));
            }
            return i;
        }
    }

    internal readonly struct Binary<T, TFunction>(T* x, T* y, T* z, nint length, TFunction function) : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            T* first = x, second = y, to = z;
            TFunction f = function;
            nint count = TVector.Count;
            for (nint i = TFunction.IsShort ? Unrolled<TVector>() : 0; i < length; i += count)
            {
                bool full = length - i >= count;
                TVector mask = full ? TVector.Zero : TVector.FirstLanes((int)(length - i));
                TVector u = full ? TVector.Load(first + i) : TVector.LoadMasked(first + i, mask);
                TVector v = full ? TVector.Load(second + i) : TVector.LoadMasked(second + i, mask);
                TVector value = f.Of<TVector, T>(u, v);
                if (full) TVector.Store(value, to + i);
                else TVector.StoreMasked(value, to + i, mask);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private nint Unrolled<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            T* first = x, second = y, to = z;
            TFunction f = function;
            nint i = 0, count = TVector.Count;
            for (; i <= length - (2 * count); i += 2 * count)
            {
                TVector.Store(f.Of<TVector, T>(TVector.Load(first + i), TVector.Load(second + i)), to + i);
                TVector u = TVector.Load(first + i + count), v = TVector.Load(second + i + count);
                TVector.Store(f.Of<TVector, T>(u, v), to + i + count);
            }
            return i;
        }
    }

    internal readonly struct Ternary<T, TFunction>(T* x, T* y, T* z, T* w, nint length, TFunction function)
        : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, INumberFunctionOfThree
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            T* first = x, second = y, third = z, to = w;
            TFunction f = function;
            nint count = TVector.Count;
            for (nint i = 0; i < length; i += count)
            {
                bool full = length - i >= count;
                TVector mask = full ? TVector.Zero : TVector.FirstLanes((int)(length - i));
                TVector a = full ? TVector.Load(first + i) : TVector.LoadMasked(first + i, mask);
                TVector b = full ? TVector.Load(second + i) : TVector.LoadMasked(second + i, mask);
                TVector c = full ? TVector.Load(third + i) : TVector.LoadMasked(third + i, mask);
                TVector value = f.Of<TVector, T>(a, b, c);
                if (full) TVector.Store(value, to + i);
                else TVector.StoreMasked(value, to + i, mask);
            }
        }
    }
}
