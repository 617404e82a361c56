using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Backends;

/// <summary>
/// The seam below the graph: it makes kernels of what operators describe. A plan decides what is computed, in which
/// order and in which memory; a backend decides how, and alone sees addresses.
/// </summary>
internal abstract class Backend
{
    /// <summary>The processor with all its threads.</summary>
    public static Backend Default { get; } = For(Workers.Default);

    /// <summary>The backend of whoever asks for these threads: the one place where it is chosen.</summary>
    public static Backend For(Workers workers) => new CpuBackend(workers);

    /// <summary>Memory that kernels of this backend can work on, filled with zeros.</summary>
    public virtual NDArray Allocate(Shape shape, DType dtype) => NDArray.Zeros(shape, dtype);

    /// <summary>The kernel of one function; it stays valid as long as the arrays are reachable.</summary>
    /// <param name="key">What is computed.</param>
    /// <param name="inputs">What is read.</param>
    /// <param name="output">Where the result goes.</param>
    public abstract Kernel Lower(KernelKey key, Operand[] inputs, NDArray output);

    /// <summary>The kernel of several elementwise functions.</summary>
    public abstract Kernel Lower(ElementChain chain);

    /// <summary>The kernel that uses up a gradient which others have computed.</summary>
    public abstract Kernel Lower(NDArray gradient, GradientSink sink);

    /// <summary>The kernel that computes a gradient as a product of two matrices and uses it up.</summary>
    public abstract Kernel Lower(ProductKey key, Operand left, Operand right, GradientSink sink);

    /// <summary>The kernel that copies an array to another of the same length and type.</summary>
    public Kernel Copy(NDArray from, NDArray to) => Lower(new ReshapeKey(), [new(from)], to);

    /// <summary>Copies rows of one array to the beginning of another, by their indices; it stays valid as long as both
    /// are reachable.</summary>
    public abstract RowReader ReadRows(NDArray from, NDArray to);

    /// <summary>Whether a packed layer can apply this function to its sums.</summary>
    public virtual bool Packs(ElementKey activation) => false;

    /// <summary>Copies the parameters of a dense layer that will not change into the order that suits its kernel.
    /// </summary>
    /// <param name="matrix">B of f(x·B + bias), or its transpose.</param>
    /// <param name="isTransposed">Which of them.</param>
    /// <param name="bias">A number for each column, or null.</param>
    /// <param name="activation">f, or null.</param>
    public virtual PackedDense Pack(NDArray matrix, bool isTransposed, double[]? bias, ElementKey? activation) =>
        throw new NotSupportedException("This backend packs no layers.");

    /// <summary>Computes one function at once.</summary>
    public NDArray Compute(KernelKey key, NDArray[] inputs, Shape shape, DType dtype)
    {
        NDArray output = NDArray.Uninitialized(shape, dtype);
        Lower(key, Array.ConvertAll(inputs, input => new Operand(input)), output).Run();
        GC.KeepAlive(inputs);
        return output;
    }
}
