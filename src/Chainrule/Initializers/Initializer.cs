using Chainrule.Kernels;

namespace Chainrule;

/// <summary>How the first values of a parameter are found.</summary>
/// <remarks>
/// The text form, <c>xavier_uniform</c> or <c>normal(0, 0.1)</c>, is what configurations and model files hold:
/// <see cref="Parse"/> reads what <see cref="ToString"/> writes.
/// </remarks>
public abstract partial class Initializer
{
    /// <summary>Begins an initializer.</summary>
    protected Initializer() { }

    /// <summary>The first values of a parameter.</summary>
    /// <param name="shape">The parameter's shape; of a matrix the rows are the inputs and the columns the
    /// outputs.</param>
    /// <param name="seed">The seed of the whole network.</param>
    /// <param name="stream">A number of its own for every parameter, such as its position in the network.</param>
    /// <param name="dtype">The type of the values. Float32 has the values of Float64, rounded.</param>
    /// <exception cref="ShapeException">The shape does not suit the method.</exception>
    public Tensor Create(Shape shape, long seed, long stream = 0, DType dtype = DType.Float32)
    {
        if (!dtype.IsFloating())
            throw new ChainruleException($"A parameter cannot hold {dtype.Name()}: use Float32 or Float64.");
        NDArray values = NDArray.Uninitialized(shape, DType.Float64);
        Fill(values.Span<double>(), shape, (ulong)seed, RandomPurpose.Parameters + (ulong)stream);
        return new(values.Cast(dtype));
    }

    /// <summary>
    /// Writes the values, in double: an initialisation runs once, and is the same in either precision.
    /// </summary>
    /// <param name="values">The values of the parameter, in row-major order.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="seed">The seed of the whole network.</param>
    /// <param name="stream">A number of the parameter's own.</param>
    protected abstract void Fill(Span<double> values, Shape shape, ulong seed, ulong stream);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Initializer other && other.ToString() == ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// How many inputs meet in one output and how many outputs one input reaches. A matrix is (inputs, outputs).
    /// Further axes in front are the positions of a kernel, as (height, width, inputs, outputs), and count on both
    /// sides. A vector, such as a bias, counts its elements on both sides; a single number counts 1.
    /// </summary>
    public static (int FanIn, int FanOut) Fans(Shape shape)
    {
        if (shape.Rank == 0) return (1, 1);
        if (shape.Rank == 1) return (shape[0], shape[0]);
        int positions = 1;
        for (int axis = 0; axis < shape.Rank - 2; axis++) positions *= shape[axis];
        return (positions * shape[-2], positions * shape[-1]);
    }
}
