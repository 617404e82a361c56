using System.Numerics;
using System.Numerics.Tensors;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>A limit on gradients, applied to the whole block of them between the backward pass and the step.</summary>
public abstract class GradientClipping
{
    private protected GradientClipping(double maximum, string what)
    {
        if (!(maximum > 0) || !double.IsFinite(maximum))
            throw new ChainruleException($"The greatest {what} of gradients is {maximum}: it must be above 0.");
        Maximum = maximum;
    }

    /// <summary>The limit.</summary>
    public double Maximum { get; }

    /// <summary>Limits the Euclidean norm: g ← g·maximum/‖g‖ where ‖g‖ is more; the direction stays.</summary>
    /// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.</remarks>
    /// <exception cref="ChainruleException">The maximum is not above 0.</exception>
    public static GradientClipping ByNorm(double maximum) => new NormClipping(maximum);

    /// <summary>Limits every element to −maximum … maximum.</summary>
    /// <exception cref="ChainruleException">The maximum is not above 0.</exception>
    public static GradientClipping ByValue(double maximum) => new ValueClipping(maximum);

    /// <summary>Clips the gradients in place; the result is their norm before, for reports.</summary>
    public double Apply(Span<float> gradients) => Clip(gradients);

    /// <summary>Clips the gradients in place; the result is their norm before, for reports.</summary>
    public double Apply(Span<double> gradients) => Clip(gradients);

    private double Clip<T>(Span<T> gradients) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norm = Math.Sqrt(double.CreateTruncating(ReductionLoops.SumOfSquares<T>(gradients)));
        if (double.IsInfinity(norm))
        {
            // The squares overflowed: once more with the elements brought to at most 1.
            double largest = double.CreateTruncating(TensorPrimitives.MaxMagnitude<T>(gradients));
            double size = Math.Abs(largest), sum = 0;
            foreach (T g in gradients) sum += Math.Pow(double.CreateTruncating(g) / size, 2);
            norm = size * Math.Sqrt(sum);
        }
        Clip(gradients, norm);
        return norm;
    }

    private protected abstract void Clip<T>(Span<T> gradients, double norm)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private sealed class NormClipping(double maximum) : GradientClipping(maximum, "norm")
    {
        private protected override void Clip<T>(Span<T> gradients, double norm)
        {
            if (norm > Maximum) TensorPrimitives.Multiply(gradients, T.CreateTruncating(Maximum / norm), gradients);
        }
    }

    private sealed class ValueClipping(double maximum) : GradientClipping(maximum, "value")
    {
        private protected override void Clip<T>(Span<T> gradients, double norm)
        {
            T limit = T.CreateTruncating(Maximum);
            TensorPrimitives.Min(gradients, limit, gradients);
            TensorPrimitives.Max(gradients, -limit, gradients);
        }
    }
}
