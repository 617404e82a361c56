using Chainrule.Kernels;

namespace Chainrule;

/// <summary>One pass of an optimizer over a parameter block, shared among threads by ranges of parameters when it is long.</summary>
internal sealed unsafe class OptimizerStep
{
    // Below this many parameters a thread a second thread costs more than it saves.
    private const int LeastPerThread = 16 * 1024;

    // Ranges begin at whole cache lines, so that no two threads write to one.
    private const int RangeUnit = 64;

    private readonly Optimizer optimizer;
    private readonly NDArray parameters, gradients, state;
    private readonly Workers workers;
    private readonly int parts;

    public OptimizerStep(Optimizer optimizer, NDArray parameters, NDArray gradients, Workers workers)
    {
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.gradients = gradients;
        this.workers = workers;
        state = NDArray.Zeros(Shape.Create([Math.Max(1, optimizer.StateSlots) * parameters.Length]), parameters.DType);
        parts = Math.Clamp(parameters.Length / LeastPerThread, 1, workers.Count);
    }

    /// <summary>Moves the parameters by their gradients; the first step is number 1.</summary>
    public void Run(long step)
    {
        var job = new Job { Owner = this, Step = step };
        if (parts == 1) job.Run(0);
        else workers.Run(ref job, parts);
    }

    private void Run(int part, long step)
    {
        int first = Bound(part), count = Bound(part + 1) - first;
        if (parameters.DType == DType.Float32) Run<float>(first, count, step);
        else Run<double>(first, count, step);
    }

    private void Run<T>(int first, int count, long step) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        optimizer.Step(
            (T*)parameters.Pointer + first, (T*)gradients.Pointer + first, (T*)state.Pointer + first, parameters.Length, count, step);

    private int Bound(int part) =>
        part == parts ? parameters.Length : (int)((long)parameters.Length * part / parts / RangeUnit * RangeUnit);

    private struct Job : IJob
    {
        public OptimizerStep Owner;
        public long Step;

        public readonly void Run(int part) => Owner.Run(part, Step);
    }
}
