using Chainrule.Kernels;

namespace Chainrule;

/// <summary>An optimizer at work on one block: holds what it remembers of past gradients.</summary>
internal sealed class Descent
{
    private readonly NDArray parameters, gradients, state;

    public Descent(Optimizer optimizer, NDArray parameters, NDArray gradients, Workers workers)
    {
        Optimizer = optimizer;
        this.parameters = parameters;
        this.gradients = gradients;
        state = NDArray.Zeros([optimizer.StateSlots, parameters.Length], parameters.DType);
    }

    public Optimizer Optimizer { get; }

    /// <summary>Moves the parameters against their gradients; the first step is number 1.</summary>
    public void Step(long number)
    {
        if (parameters.DType == DType.Float32)
            Optimizer.Step(parameters.Span<float>(), gradients.Span<float>(), state.Span<float>(), number);
        else
            Optimizer.Step(parameters.Span<double>(), gradients.Span<double>(), state.Span<double>(), number);
    }
}
