namespace Chainrule;

/// <summary>A piece of the processor's work in training, for measuring its speed.</summary>
/// <remarks>Dispose of it to stop its threads.</remarks>
public abstract class KernelWorkload : IDisposable
{
    /// <summary>The number of floating-point operations in one run; a multiply-add counts as two.</summary>
    public abstract double Operations { get; }

    /// <summary>Peak FMA throughput in float32, from registers alone: the upper bound for any matrix product.</summary>
    /// <param name="threads">The number of threads, at least 1.</param>
    public static KernelWorkload MultiplyAdds(int threads) => new Kernels.MultiplyAddWorkload(threads);

    /// <summary>A matrix product C (m×n) = op(A)·op(B) of random float32 matrices.</summary>
    /// <param name="m">The number of rows of C.</param>
    /// <param name="n">The number of columns of C.</param>
    /// <param name="k">The number of terms in each sum.</param>
    /// <param name="transposeA">Whether A is stored transposed, as k×m.</param>
    /// <param name="transposeB">Whether B is stored transposed, as n×k.</param>
    /// <param name="threads">The number of threads, at least 1.</param>
    public static KernelWorkload Product(int m, int n, int k, bool transposeA, bool transposeB, int threads) =>
        new Kernels.ProductWorkload(m, n, k, transposeA, transposeB, threads);

    /// <summary>Repeats the work this many times.</summary>
    public abstract void Run(int repeats);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the threads.</summary>
    protected abstract void Dispose(bool disposing);
}
