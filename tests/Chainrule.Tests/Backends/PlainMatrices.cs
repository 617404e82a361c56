using Chainrule.Kernels.Keys;

namespace Chainrule.Tests.Backends;

/// <summary>Functions of square matrices by Cramer's rule and expansion along rows, without elimination.</summary>
internal static class PlainMatrices
{
    public static double[] Of(LinearKey key, PlainArray[] x)
    {
        int n = x[0].Shape[0];
        double[] a = x[0].Elements;
        double determinant = Determinant(a, n);
        switch (key.Function)
        {
            case LinearFunction.Determinant: return [determinant];
            case LinearFunction.LogDeterminant: return [Math.Log(determinant)];
        }
        bool isSolve = key.Function == LinearFunction.Solve;
        int columns = isSolve ? x[1].Elements.Length / n : n;
        var result = new double[n * columns];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                // Column i of A replaced by column j of the right side.
                double[] replaced = [.. a];
                for (int row = 0; row < n; row++)
                    replaced[(row * n) + i] = isSolve ? x[1].Elements[(row * columns) + j] : row == j ? 1 : 0;
                result[(i * columns) + j] = determinant == 0 ? double.NaN : Determinant(replaced, n) / determinant;
            }
        }
        return result;
    }

    public static double[] Diagonal(PlainArray x)
    {
        int n = x.Shape[0];
        return x.Shape.Rank == 1
            ? [.. Enumerable.Range(0, n * n).Select(place => place / n == place % n ? x.Elements[place % n] : 0)]
            : [.. Enumerable.Range(0, n).Select(i => x.At([i, i]))];
    }

    public static double[] CumulativeSum(CumulativeSumKey key, PlainArray x) =>
        [.. Enumerable.Range(0, x.Elements.Length).Select(place => Sum(key, x, place))];

    private static double Sum(CumulativeSumKey key, PlainArray x, int place)
    {
        int inner = 1;
        for (int axis = key.Axis + 1; axis < x.Shape.Rank; axis++) inner *= x.Shape[axis];
        int index = place / inner % x.Shape[key.Axis];
        IEnumerable<int> others = key.IsReverse ? Enumerable.Range(index, x.Shape[key.Axis] - index)
            : Enumerable.Range(0, index + 1);
        return others.Sum(other => x.Elements[place + ((other - index) * inner)]);
    }

    private static double Determinant(double[] a, int n)
    {
        if (n == 0) return 1;
        double sum = 0;
        for (int j = 0; j < n; j++)
        {
            double[] minor = [.. a.Where((_, place) => place / n > 0 && place % n != j)];
            sum += (j % 2 == 0 ? 1 : -1) * a[j] * Determinant(minor, n - 1);
        }
        return sum;
    }
}
