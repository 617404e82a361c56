using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// The exponential moving average of parameters, average ← momentum·average + (1 − momentum)·parameter after each step.
/// </summary>
internal sealed class ParameterAverage
{
    private readonly ParameterLayout layout;
    private readonly KeptValues values;
    private readonly double momentum;

    /// <summary>Continues with the averages of a training's state, or starts from the current parameters.</summary>
    public ParameterAverage(ParameterLayout layout, TrainingState state, double momentum)
    {
        this.layout = layout;
        this.momentum = momentum;
        values = state.Average ??= new([.. layout.Parameters.Select(parameter => parameter.AsVariable())]);
    }

    /// <summary>Adds the parameters after a step to the averages.</summary>
    public void Observe()
    {
        for (int i = 0; i < layout.Parameters.Count; i++)
        {
            if (layout.DType == DType.Float32) Observe<float>(i);
            else Observe<double>(i);
        }
    }

    /// <summary>Swaps the parameters with the averages; calling it again swaps them back.</summary>
    public void Exchange() => values.Exchange();

    private void Observe<T>(int index) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> average = values[index].Span<T>();
        TensorPrimitives.Multiply(average, T.CreateTruncating(momentum), average);
        TensorPrimitives.MultiplyAdd(layout[index].Span<T>(), T.CreateTruncating(1 - momentum), average, average);
    }
}
