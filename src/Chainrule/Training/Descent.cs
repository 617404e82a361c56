using Chainrule.Kernels;

namespace Chainrule;

/// <summary>An optimizer at work on one block: holds what it remembers of past gradients, and shares the work among threads.</summary>
internal sealed unsafe class Descent
{
    // Parts of a size that does not depend on the threads, each large enough to be worth handing over: 64 KiB of float32.
    private const int PartLength = 1 << 14;

    private readonly NDArray parameters, gradients, state;
    private readonly Workers workers;
    private readonly int parts;

    public Descent(Optimizer optimizer, NDArray parameters, NDArray gradients, Workers workers)
    {
        Optimizer = optimizer;
        this.parameters = parameters;
        this.gradients = gradients;
        this.workers = workers;
        state = NDArray.Zeros([optimizer.StateSlots, parameters.Length], parameters.DType);
        parts = (parameters.Length + PartLength - 1) / PartLength;
    }

    public Optimizer Optimizer { get; }

    /// <summary>Moves the parameters against their gradients; the first step is number 1.</summary>
    public void Step(long number)
    {
        var job = new Job(this, number);
        if (parts > 1 && workers.Count > 1)
        {
            workers.Run(ref job, parts);
            return;
        }
        StepFor(0, parameters.Length, number);
    }

    private void StepFor(int start, int count, long number)
    {
        if (parameters.DType == DType.Float32) StepFor<float>(start, count, number);
        else StepFor<double>(start, count, number);
    }

    private void StepFor<T>(int start, int count, long number) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Optimizer.Step(
            (T*)parameters.Pointer + start, (T*)gradients.Pointer + start, (T*)state.Pointer + start, parameters.Length, count, number);
        GC.KeepAlive(this);
    }

    private readonly struct Job(Descent descent, long number) : IJob
    {
        public void Run(int part)
        {
            int start = part * PartLength;
            descent.StepFor(start, Math.Min(PartLength, descent.parameters.Length - start), number);
        }
    }
}
