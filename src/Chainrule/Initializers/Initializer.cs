using Chainrule.Kernels;

namespace Chainrule;

/// <summary>How a parameter is initialized.</summary>
/// <remarks>
/// Configurations and model files hold the text form, such as <c>xavier_uniform</c> or <c>normal(0, 0.1)</c>; <see
/// cref="Parse"/> reads what <see cref="ToString"/> writes.
/// </remarks>
public abstract partial class Initializer
{
    /// <summary>For derived classes.</summary>
    protected Initializer() { }

    /// <summary>Creates the initial values of a parameter.</summary>
    /// <param name="shape">The parameter's shape; a matrix is (inputs, outputs).</param>
    /// <param name="seed">The seed of the whole network.</param>
    /// <param name="stream">A number unique to each parameter, such as its position in the network.</param>
    /// <param name="dtype">The type of the values. Float32 gets the same values as Float64, rounded.</param>
    /// <exception cref="ShapeException">The initializer cannot produce this shape.</exception>
    public Tensor Create(Shape shape, long seed, long stream = 0, DType dtype = DType.Float32)
    {
        if (!dtype.IsFloating())
            throw new ChainruleException($"A parameter cannot hold {dtype.Name()}: use Float32 or Float64.");
        NDArray values = NDArray.Uninitialized(shape, DType.Float64);
        Fill(values.Span<double>(), shape, (ulong)seed, RandomPurpose.Parameters + (ulong)stream);
        return new(values.Cast(dtype));
    }

    /// <summary>
    /// Writes the values in double precision: initialization runs once, and should be the same in either precision.
    /// </summary>
    /// <param name="values">The parameter's values, in row-major order.</param>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="seed">The seed of the whole network.</param>
    /// <param name="stream">A number unique to this parameter.</param>
    protected abstract void Fill(Span<double> values, Shape shape, ulong seed, ulong stream);

    /// <summary>The text form, which <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Initializer other && other.ToString() == ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// The number of inputs that feed one output, and of outputs that one input feeds. A matrix is (inputs, outputs).
    /// Leading axes are the positions of a convolution kernel, as in (height, width, inputs, outputs), and count on
    /// both sides. For a vector, such as a bias, both are its length; for a scalar both are 1.
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
