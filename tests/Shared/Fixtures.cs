using System.Runtime.CompilerServices;

namespace Chainrule.Tests;

/// <summary>
/// Reference values for the three systems, computed with PyTorch in float64 (by make_fixtures.py in the same folder).
/// </summary>
internal static class Fixtures
{
    public static IReadOnlyDictionary<string, Tensor> Read(string name) =>
        NumpyFile.ReadArchive(Path.Combine(Folder(), name + ".npz"));

    /// <summary>
    /// Relative to the largest element: one that is nearly zero by cancellation carries the error of the large ones.
    /// </summary>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.Cast(DType.Float64).ToArray<double>(), a = actual.Cast(DType.Float64).ToArray<double>();
        double scale = Math.Max(1e-300, e.Max(Math.Abs));
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(
                Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(Math.Abs(e[i]), scale),
                $"{what}: element {i} is {a[i]:R}, the reference {e[i]:R}");
        }
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "Fixtures");
}
