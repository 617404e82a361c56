using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>
/// A row times a packed matrix, skipping zeros of the row: the rows of the matrix that they would multiply are not even
/// read.
/// </summary>
/// <remarks>
/// The product of a single row takes as long as it takes to load the matrix, so a row that is half zeros, as after ReLU
/// or in an image with a black background, takes half the time. A zero contributes nothing if the products are finite;
/// if the matrix contains ∞ or NaN, the whole row must be multiplied.
/// </remarks>
internal static unsafe class NonZeroRows<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether enough of the row is zero: the remaining elements cost a little more each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsWorthwhile(int n, int k, T* x) => n >= 4 * V.Count && k >= 64 && 4 * CountZeros(k, x) >= k;

    /// <summary>The number of zero elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountZeros(int k, T* x)
    {
        V zeros = V.Zero, one = V.Constant(1);
        int l = 0;
        for (; l + V.Count <= k; l += V.Count) zeros += V.EqualTo(V.Load(x + l), V.Zero) & one;
        V rest = V.FirstLanes(k - l);
        zeros += V.EqualTo(V.LoadMasked(x + l, rest), V.Zero) & rest & one;
        return int.CreateTruncating(V.Sum(zeros));
    }

    /// <summary>
    /// Finds the nonzero elements (NaN included) and their indices, in order; returns how many there are.
    /// </summary>
    // Both arrays need room for one register beyond k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Gather(int k, T* x, T* values, int* places)
    {
        int count = 0, l = 0;
        if (typeof(V) == typeof(Simd512<float>) && Avx512F.IsSupported)
        {
            Vector512<int> place = Vector512<int>.Indices;
            for (; l + 16 <= k; l += 16, place += Vector512.Create(16))
            {
                Vector512<float> row = Vector512.Load((float*)x + l);
                Vector512<float> mask = Vector512.OnesComplement(Vector512.Equals(row, Vector512<float>.Zero));
                Avx512F.Compress(Vector512<float>.Zero, mask, row).Store((float*)values + count);
                Avx512F.Compress(Vector512<int>.Zero, mask.AsInt32(), place).Store(places + count);
                count += BitOperations.PopCount(mask.ExtractMostSignificantBits());
            }
        }
        else if (typeof(V) == typeof(Simd256<float>) && Avx2.IsSupported)
        {
            byte* orders = LaneOrders.Table;
            Vector256<int> place = Vector256<int>.Indices;
            for (; l + 8 <= k; l += 8, place += Vector256.Create(8))
            {
                Vector256<float> row = Vector256.Load((float*)x + l);
                uint mask = ~Vector256.Equals(row, Vector256<float>.Zero).ExtractMostSignificantBits() & 255;
                Vector256<int> order = Avx2.ConvertToVector256Int32(orders + (8 * mask));
                Avx2.PermuteVar8x32(row, order).Store((float*)values + count);
                Avx2.PermuteVar8x32(place, order).Store(places + count);
                count += BitOperations.PopCount(mask);
            }
        }
        // Branch-free: every element is written, and a zero is overwritten by the next.
        for (; l < k; l++)
        {
            values[count] = x[l];
            places[count] = l;
            count += T.IsZero(x[l]) ? 0 : 1;
        }
        return count;
    }

    /// <summary>
    /// y = (or +=) Σ values[i]·b[places[i]] for a panel of one or two registers, `pad` elements apart in memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int count, T* values, int* places, T* panel, int pad, T* y, int columns, bool accumulate)
    {
        if (pad > V.Count) Pass<Count2>(count, values, places, panel, y, columns, accumulate);
        else Pass<Count1>(count, values, places, panel, y, columns, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<TColumns>(
        nint count, T* values, int* places, T* panel, T* y, int columns, bool accumulate)
        where TColumns : struct, ICount
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero;
        for (; count >= 4; count -= 4, values += 4, places += 4)
        {
            Step<TColumns>(values[0], panel + ((nint)places[0] * TColumns.Value * V.Count), ref s0, ref t0);
            Step<TColumns>(values[1], panel + ((nint)places[1] * TColumns.Value * V.Count), ref s1, ref t1);
            Step<TColumns>(values[2], panel + ((nint)places[2] * TColumns.Value * V.Count), ref s2, ref t2);
            Step<TColumns>(values[3], panel + ((nint)places[3] * TColumns.Value * V.Count), ref s3, ref t3);
        }
        for (; count > 0; count--, values++, places++)
            Step<TColumns>(values[0], panel + ((nint)places[0] * TColumns.Value * V.Count), ref s0, ref t0);
        Put((s0 + s2) + (s1 + s3), y, columns, accumulate);
        if (TColumns.Value > 1) Put((t0 + t2) + (t1 + t3), y + V.Count, columns - V.Count, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TColumns>(T value, T* b, ref V s, ref V t) where TColumns : struct, ICount
    {
        V x = V.Broadcast(value);
        V.MultiplyAddTo(x, V.Load(b), ref s);
        if (TColumns.Value > 1) V.MultiplyAddTo(x, V.Load(b + V.Count), ref t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V sum, T* y, int columns, bool accumulate)
    {
        V lanes = V.FirstLanes(columns);
        V.StoreMasked(accumulate ? V.LoadMasked(y, lanes) + sum : sum, y, lanes);
    }
}
