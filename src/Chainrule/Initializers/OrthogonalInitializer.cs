using System.Globalization;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// The orthonormal factor Q of A = Q·R for a random normal A, with signs chosen so that the diagonal of R is positive:
/// every orthogonal matrix is then equally likely (Mezzadri, "How to generate random matrices from the classical
/// compact groups", 2007).
/// </summary>
internal sealed class OrthogonalInitializer(double gain) : Initializer
{
    protected override void Fill(Span<double> values, Shape shape, ulong seed, ulong stream)
    {
        if (shape.Rank < 2)
            throw new ShapeException(
                $"An orthogonal matrix needs two axes, not the shape {shape}: use another initializer for it.");
        if (shape.Size == 0) return;
        // The shape (…, inputs, outputs) viewed as rows × columns; each vector runs along the longer side.
        int columns = shape[-1], rows = shape.Size / columns;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        var vectors = new double[count * length];
        CounterRandom.Normal(vectors, 0, 1, seed, stream);
        Orthonormalise(vectors, count, length);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (int vector, int element) = columns <= rows ? (column, row) : (row, column);
                values[(row * columns) + column] = gain * vectors[(vector * length) + element];
            }
        }
    }

    // Gram-Schmidt, projecting each vector twice ("twice is enough", Giraud, Langou and Rozloznik 2005). What remains
    // of a vector is divided by its length, which is the diagonal of R and positive, so no sign needs correcting.
    private static void Orthonormalise(double[] vectors, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            Span<double> vector = vectors.AsSpan(i * length, length);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    ReadOnlySpan<double> other = vectors.AsSpan(j * length, length);
                    double product = Dot(vector, other);
                    for (int k = 0; k < length; k++) vector[k] -= product * other[k];
                }
            }
            double scale = 1 / Math.Sqrt(Dot(vector, vector));
            foreach (ref double element in vector) element *= scale;
        }
    }

    // A plain sum, in the same order on every machine: the order of a vectorized dot product depends on the vector
    // width.
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int k = 0;
        for (; k + 4 <= x.Length; k += 4)
        {
            sum0 += x[k] * y[k];
            sum1 += x[k + 1] * y[k + 1];
            sum2 += x[k + 2] * y[k + 2];
            sum3 += x[k + 3] * y[k + 3];
        }
        for (; k < x.Length; k++) sum0 += x[k] * y[k];
        return sum0 + sum1 + (sum2 + sum3);
    }

    public override string ToString() => gain == 1 ? "orthogonal"
        : string.Create(CultureInfo.InvariantCulture, $"orthogonal({gain})");
}
