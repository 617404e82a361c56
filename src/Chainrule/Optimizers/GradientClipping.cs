using System.Numerics;
using System.Numerics.Tensors;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Clips the gradients of all parameters together, between the backward pass and the optimizer's step.
/// </summary>
public abstract class GradientClipping
{
    private protected GradientClipping(double maximum, string what)
    {
        if (!(maximum > 0) || !double.IsFinite(maximum))
            throw new ChainruleException($"The maximum {what} of gradients is {maximum}: it must be above 0.");
        Maximum = maximum;
    }

    /// <summary>The maximum.</summary>
    public double Maximum { get; }

    /// <summary>Clips the global norm: g ← g·maximum/‖g‖ if ‖g‖ exceeds the maximum; the direction is kept.</summary>
    /// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.</remarks>
    /// <exception cref="ChainruleException">The maximum is not positive.</exception>
    public static GradientClipping ByNorm(double maximum) => new NormClipping(maximum);

    /// <summary>Clips every element to [−maximum, maximum].</summary>
    /// <exception cref="ChainruleException">The maximum is not positive.</exception>
    public static GradientClipping ByValue(double maximum) => new ValueClipping(maximum);

    /// <summary>Clips the gradients in place and returns their norm before clipping.</summary>
    public double Apply(Span<float> gradients) => Clip(gradients);

    /// <summary>Clips the gradients in place and returns their norm before clipping.</summary>
    public double Apply(Span<double> gradients) => Clip(gradients);

    private double Clip<T>(Span<T> gradients) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norm = Math.Sqrt(double.CreateTruncating(ReductionLoops.SumOfSquares<T>(gradients)));
        if (double.IsInfinity(norm))
        {
            // The squares overflowed: try again with the elements scaled to at most 1.
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
