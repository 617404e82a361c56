using System.Numerics;
using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>
/// Functions of a square matrix A by its triangular factors, P·A = L·U with the largest pivot of each column (Gauss).
/// It computes in double. A singular matrix has the determinant 0, and NaN for an inverse and a solution.
/// </summary>
internal sealed class LinearKernel : Kernel
{
    private readonly LinearFunction function;
    private readonly ArrayView matrix, right, result;
    private readonly int n, columns;
    private readonly double[] factors, solution;
    private readonly int[] rows;
    private bool isOdd;

    public LinearKernel(LinearFunction function, ArrayView matrix, ArrayView right, ArrayView result)
    {
        (this.function, this.matrix, this.right, this.result) = (function, matrix, right, result);
        n = matrix[0];
        columns = function switch
        {
            LinearFunction.Inverse => n,
            LinearFunction.Solve => n == 0 ? 0 : right.Length / n,
            _ => 0,
        };
        (factors, solution, rows) = (new double[n * n], new double[n * columns], new int[n]);
    }

    public override void Run()
    {
        if (matrix.Type == ElementType.Float32) Run<float>();
        else Run<double>();
    }

    private void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> a = matrix.Span<T>();
        Span<T> y = result.Span<T>();
        for (int i = 0; i < factors.Length; i++) factors[i] = double.CreateTruncating(a[i]);
        bool isSingular = !Factorize();
        if (function is LinearFunction.Determinant or LinearFunction.LogDeterminant)
        {
            y[0] = T.CreateTruncating(function == LinearFunction.Determinant ? Determinant() : LogDeterminant());
            return;
        }
        ReadOnlySpan<T> b = function == LinearFunction.Solve ? right.Span<T>() : default;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                solution[(i * columns) + j] = !b.IsEmpty ? double.CreateTruncating(b[(rows[i] * columns) + j])
                    : rows[i] == j ? 1 : 0;
            }
        }
        Substitute();
        for (int i = 0; i < solution.Length; i++) y[i] = isSingular ? T.NaN : T.CreateTruncating(solution[i]);
    }

    // Whether no pivot is 0. Row i of L and U stands for row rows[i] of A.
    private bool Factorize()
    {
        for (int i = 0; i < n; i++) rows[i] = i;
        isOdd = false;
        bool isRegular = true;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int i = column + 1; i < n; i++)
                if (Math.Abs(factors[(i * n) + column]) > Math.Abs(factors[(pivot * n) + column])) pivot = i;
            if (factors[(pivot * n) + column] == 0)
            {
                isRegular = false;
                continue;
            }
            if (pivot != column) Swap(pivot, column);
            for (int i = column + 1; i < n; i++)
            {
                double multiple = factors[(i * n) + column] /= factors[(column * n) + column];
                for (int j = column + 1; j < n; j++) factors[(i * n) + j] -= multiple * factors[(column * n) + j];
            }
        }
        return isRegular;
    }

    private void Swap(int a, int b)
    {
        for (int j = 0; j < n; j++)
            (factors[(a * n) + j], factors[(b * n) + j]) = (factors[(b * n) + j], factors[(a * n) + j]);
        (rows[a], rows[b]) = (rows[b], rows[a]);
        isOdd = !isOdd;
    }

    private double Determinant()
    {
        double product = isOdd ? -1 : 1;
        for (int i = 0; i < n; i++) product *= factors[(i * n) + i];
        return product;
    }

    // By logarithms: the determinant itself overflows for large matrices.
    private double LogDeterminant()
    {
        double sum = 0;
        bool isNegative = isOdd;
        for (int i = 0; i < n; i++)
        {
            double pivot = factors[(i * n) + i];
            isNegative ^= pivot < 0;
            sum += Math.Log(Math.Abs(pivot));
        }
        return isNegative && !double.IsNegativeInfinity(sum) ? double.NaN : sum;
    }

    // L·Z = P·B from the top, then U·X = Z from the bottom.
    private void Substitute()
    {
        for (int i = 1; i < n; i++)
            for (int k = 0; k < i; k++) Subtract(i, k);
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++) Subtract(i, k);
            for (int j = 0; j < columns; j++) solution[(i * columns) + j] /= factors[(i * n) + i];
        }
    }

    private void Subtract(int row, int other)
    {
        double multiple = factors[(row * n) + other];
        for (int j = 0; j < columns; j++) solution[(row * columns) + j] -= multiple * solution[(other * columns) + j];
    }
}
