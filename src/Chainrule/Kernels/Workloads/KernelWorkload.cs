namespace Chainrule;

/// <summary>A piece of the processor's work, as training does it, for measuring how fast it goes.</summary>
/// <remarks>Dispose of it to end its threads.</remarks>
public abstract class KernelWorkload : IDisposable
{
    /// <summary>Floating-point operations of one run, a multiply-add counted as two.</summary>
    public abstract double Operations { get; }

    /// <summary>
    /// Multiply-adds in float32 from registers alone, on that many threads: what no matrix product can exceed.
    /// </summary>
    /// <param name="threads">At least 1.</param>
    public static KernelWorkload MultiplyAdds(int threads) => new Kernels.MultiplyAddWorkload(threads);

    /// <summary>A matrix product C (m×n) = op(A)·op(B) in float32, of random matrices.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Terms of each sum.</param>
    /// <param name="transposeA">Whether A is stored transposed, as k×m.</param>
    /// <param name="transposeB">Whether B is stored transposed, as n×k.</param>
    /// <param name="threads">At least 1.</param>
    public static KernelWorkload Product(int m, int n, int k, bool transposeA, bool transposeB, int threads) =>
        new Kernels.ProductWorkload(m, n, k, transposeA, transposeB, threads);

    /// <summary>Does the work that many times.</summary>
    public abstract void Run(int repeats);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the threads.</summary>
    protected abstract void Dispose(bool disposing);
}
