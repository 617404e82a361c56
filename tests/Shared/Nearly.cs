namespace Chainrule.Tests;

/// <summary>Compares values that may differ by rounding.</summary>
internal static class Nearly
{
    internal static void Equal(Tensor expected, Tensor actual, string what)
    {
        double[] e = expected.ToArray<double>(), a = actual.ToArray<double>();
        double scale = Math.Max(1, e.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < e.Length; i++)
            Assert.True(Math.Abs(e[i] - a[i]) <= 1e-11 * scale
                || e[i].Equals(a[i]), $"{what}: element {i} is {a[i]:R} and was {e[i]:R}");
    }
}
