using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Backends;

/// <summary>
/// Turns what operators describe into kernels. A plan decides what is computed, in which order and in which memory; a
/// backend decides how, and is the only one to see addresses.
/// </summary>
internal abstract class Backend
{
    /// <summary>Runs on the CPU with all its threads.</summary>
    public static Backend Default { get; } = For(Workers.Default);

    /// <summary>The backend that runs on these threads: the one place where a backend is chosen.</summary>
    public static Backend For(Workers workers) => new CpuBackend(workers);

    /// <summary>Zeroed memory that this backend's kernels can work on.</summary>
    public virtual NDArray Allocate(Shape shape, DType dtype) => NDArray.Zeros(shape, dtype);

    /// <summary>Makes the kernel of one function; it stays valid as long as the arrays are reachable.</summary>
    /// <param name="key">What to compute.</param>
    /// <param name="inputs">What to read.</param>
    /// <param name="output">Where to write the result.</param>
    public abstract Kernel Lower(KernelKey key, Operand[] inputs, NDArray output);

    /// <summary>Makes one kernel of several elementwise functions.</summary>
    public abstract Kernel Lower(ElementChain chain);

    /// <summary>Makes the kernel that passes a gradient already computed to its sink.</summary>
    public abstract Kernel Lower(NDArray gradient, GradientSink sink);

    /// <summary>Makes the kernel that computes a gradient as a matrix product and passes it to its sink.</summary>
    public abstract Kernel Lower(ProductKey key, Operand left, Operand right, GradientSink sink);

    /// <summary>Makes the kernel that copies an array to another of the same length and type.</summary>
    public Kernel Copy(NDArray from, NDArray to) => Lower(new ReshapeKey(), [new(from)], to);

    /// <summary>
    /// Makes a reader that gathers rows of one array, by index, at the start of another; it stays valid as long as both
    /// are reachable.
    /// </summary>
    public abstract RowReader ReadRows(NDArray from, NDArray to);

    /// <summary>Makes a reader like that of <see cref="ReadRows"/> for images, each of which it deforms anew.</summary>
    public virtual RowReader DeformRows(NDArray from, NDArray to, ImageDeformation deformation) =>
        throw new NotSupportedException("This backend cannot deform images.");

    /// <summary>Whether a packed layer can apply this activation.</summary>
    public virtual bool Packs(ElementKey activation) => false;

    /// <summary>
    /// Packs the parameters of a dense layer that no longer changes into the layout that its kernel reads.
    /// </summary>
    /// <param name="matrix">B in f(x·B + bias), or its transpose.</param>
    /// <param name="isTransposed">Whether <paramref name="matrix"/> is the transpose.</param>
    /// <param name="bias">One number per column, or null for no bias.</param>
    /// <param name="activation">f, or null for none.</param>
    public virtual PackedDense Pack(NDArray matrix, bool isTransposed, double[]? bias, ElementKey? activation) =>
        throw new NotSupportedException("This backend cannot pack layers.");

    /// <summary>Computes one function right away.</summary>
    public NDArray Compute(KernelKey key, NDArray[] inputs, Shape shape, DType dtype)
    {
        NDArray output = NDArray.Uninitialized(shape, dtype);
        Lower(key, Array.ConvertAll(inputs, input => new Operand(input)), output).Run();
        GC.KeepAlive(inputs);
        return output;
    }
}
