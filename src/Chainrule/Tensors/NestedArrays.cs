using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chainrule;

/// <summary>The elements of multidimensional and nested arrays, in row-major order.</summary>
internal static class NestedArrays
{
    /// <summary>Copies rows, which must have the same length.</summary>
    public static NDArray Matrix<T>(T[][] rows) where T : unmanaged
    {
        int columns = rows.Length == 0 ? 0 : rows[0].Length;
        NDArray array = NDArray.Uninitialized([rows.Length, columns], DTypeExtensions.Of<T>());
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length != columns)
            {
                throw new ShapeException(
                    $"Row {row} has {rows[row].Length} values and row 0 has {columns}: all rows of a matrix need " +
                    "the same length.");
            }
            rows[row].CopyTo(array.Span<T>()[(row * columns)..]);
        }
        return array;
    }

    /// <summary>Copies matrices, each an array of rows; all must have the same shape.</summary>
    public static NDArray Stack<T>(T[][][] matrices) where T : unmanaged
    {
        int rows = matrices.Length == 0 ? 0 : matrices[0].Length, columns = rows == 0 ? 0 : matrices[0][0].Length;
        NDArray array = NDArray.Uninitialized([matrices.Length, rows, columns], DTypeExtensions.Of<T>());
        for (int i = 0; i < matrices.Length; i++)
        {
            if (matrices[i].Length != rows)
            {
                throw new ShapeException(
                    $"Matrix {i} has {matrices[i].Length} rows and matrix 0 has {rows}: all need the same number of " +
                    "rows.");
            }
            for (int row = 0; row < rows; row++)
            {
                T[] values = matrices[i][row];
                if (values.Length != columns)
                {
                    throw new ShapeException(
                        $"Row {row} of matrix {i} has {values.Length} values and the first row has {columns}: all " +
                        "rows need the same length.");
                }
                values.CopyTo(array.Span<T>()[(((i * rows) + row) * columns)..]);
            }
        }
        return array;
    }

    public static Shape ShapeOf(Array values) =>
        Shape.Create(Enumerable.Range(0, values.Rank).Select(values.GetLength).ToArray());

    /// <summary>The elements of an array of any rank, which .NET stores in row-major order.</summary>
    public static Span<T> Elements<T>(Array values) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
}
