using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Packed panels compared with their definition; the memory around them must not change.</summary>
[Collection(ForcedWidths.Name)]
public unsafe class PackingTests
{
    private const int Guard = 64;

    private static readonly int[] Steps = [1, 2, 3, 4, 7, 15, 16, 17, 31, 32, 33, 64, 70, 131];

    public static TheoryData<int> Widths() => ForcedWidths.Widths();

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_turned_over_fill_the_panel_and_nothing_else_in_single(int bits) => Run<float>(bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_turned_over_fill_the_panel_and_nothing_else_in_double(int bits) => Run<double>(bits);

    private static void Run<T>(int bits) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        AllWidths<T> kernel = default;
        SimdWidth.Run<T, AllWidths<T>>(ref kernel);
    }

    private struct AllWidths<T> : ISimdKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly void Run<V>() where V : unmanaged, ISimd<V, T>
        {
            for (int width = 1; width <= Math.Max(14, 2 * V.Count); width++)
            {
                foreach (int k in Steps)
                {
                    Check<V>(width, width, k, k);
                    Check<V>(width, width + 5, k, k + 3);
                    if (width <= 2 * V.Count) Check<V>(width, width > V.Count ? 2 * V.Count : V.Count, k, k + 1);
                }
            }
        }

        // source[i, step] = 1000·i + step, with NaN between and after the rows.
        private static void Check<V>(int width, int pad, int k, int stride) where V : unmanaged, ISimd<V, T>
        {
            T[] source = new T[(width * stride) + Guard];
            Array.Fill(source, T.NaN);
            for (int i = 0; i < width; i++)
            {
                Span<T> row = source.AsSpan(i * stride, k);
                for (int step = 0; step < k; step++) row[step] = T.CreateTruncating((1000 * i) + step);
            }
            T[] panel = new T[Guard + (pad * k) + Guard];
            Array.Fill(panel, -T.One);
            fixed (T* from = source, to = panel) Packing<V, T>.TurnSteps(from, stride, width, pad, k, to + Guard);
            for (int at = -Guard; at < (pad * k) + Guard; at++)
            {
                int step = at / pad, i = at % pad;
                T expected = at < 0 || at >= pad * k ? -T.One
                    : i < width ? T.CreateTruncating((1000 * i) + step)
                    : T.Zero;
                if (panel[Guard + at] == expected) continue;
                Assert.Fail($"{width} of {pad}, {k} steps, stride {stride}: step {step}, {i} is {panel[Guard + at]}");
            }
        }
    }
}
