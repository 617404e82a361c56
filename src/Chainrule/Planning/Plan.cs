using System.Runtime.CompilerServices;
using System.Text;
using Chainrule.Backends;
using Chainrule.Kernels;

namespace Chainrule.Planning;

/// <summary>A value to compute, and where it goes: to memory of its element type and length, or to a sink.</summary>
internal readonly record struct PlanOutput
{
    public PlanOutput(Tensor value, NDArray destination) => (Value, Destination) = (value, destination);

    public PlanOutput(Tensor value, GradientSink sink) => (Value, Sink) = (value, sink);

    public Tensor Value { get; }

    public NDArray? Destination { get; }

    public GradientSink? Sink { get; }
}

/// <summary>One kernel in words: the operators it computes, what it reads and what it writes.</summary>
internal sealed record PlanStep(string Work, string[] Reads, string[] Writes);

/// <summary>
/// A computation compiled for fixed shapes: kernels in order, bound to memory that the plan owns, so that running it
/// allocates nothing. Inputs and parameters are read from their variables' memory. By the end of a run destinations are
/// written and sinks filled; either may change a variable that the computation reads.
/// </summary>
internal sealed class Plan
{
    private readonly Kernel[] kernels;
    private readonly NDArray[] memory;   // kernels hold raw addresses: this keeps what they point to alive
    private readonly PlanOutput[] outputs;

    private readonly int firstSink;   // the kernels before it fill no sink

    private Plan(
        Kernel[] kernels, int firstSink, PlanStep[] steps, NDArray[] memory, long arenaBytes, PlanOutput[] outputs)
    {
        this.kernels = kernels;
        this.firstSink = firstSink;
        this.memory = memory;
        this.outputs = outputs;
        Steps = steps;
        ArenaBytes = arenaBytes;
    }

    /// <summary>What the kernels do, in order.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>The memory for values between steps, in bytes.</summary>
    public long ArenaBytes { get; }

    /// <summary>The values that a run computes.</summary>
    public IReadOnlyList<PlanOutput> Outputs => outputs;

    /// <summary>Compiles the computation of some values.</summary>
    /// <param name="outputs">What to compute and where to put it.</param>
    /// <param name="workers">The threads that run it.</param>
    public static Plan Compile(IReadOnlyList<PlanOutput> outputs, Workers workers) =>
        Compile(outputs, Backend.For(workers));

    /// <summary>Compiles the computation of some values.</summary>
    /// <param name="outputs">What to compute and where to put it.</param>
    /// <param name="backend">The backend that runs it.</param>
    public static Plan Compile(IReadOnlyList<PlanOutput> outputs, Backend backend)
    {
        foreach (PlanOutput output in outputs)
        {
            NDArray? memory = output.Destination ?? output.Sink?.Sum;
            if (memory is not null && (output.Value.Length != memory.Length || output.Value.DType != memory.DType))
                throw new ShapeException(
                    $"A plan's output of shape {output.Value.Shape} does not fit memory of shape {memory.Shape}.");
        }
        (Kernel[] kernels, int firstSink, PlanStep[] steps, NDArray[] held, long arenaBytes) =
            PlanCompiler.Compile(outputs, backend);
        return new Plan(kernels, firstSink, steps, held, arenaBytes, [.. outputs]);
    }

    /// <summary>Computes the outputs from the current values of inputs and parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run()
    {
        foreach (Kernel kernel in kernels) kernel.Run();
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Runs every kernel that fills no sink. Destinations then hold their values, except those copied from others, and
    /// the variables that sinks change are still unchanged.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute()
    {
        for (int i = 0; i < firstSink; i++) kernels[i].Run();
        GC.KeepAlive(this);
    }

    /// <summary>Completes a run that <see cref="Compute"/> has begun, by filling the sinks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish()
    {
        for (int i = firstSink; i < kernels.Length; i++) kernels[i].Run();
        GC.KeepAlive(this);
    }

    /// <summary>One line per step: what it computes, what it reads, what it writes and where (@ byte offset).</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Steps.Count; i++)
        {
            PlanStep step = Steps[i];
            text.Append($"{i,3}  {string.Join(", ", step.Writes)} ← {step.Work}  ({string.Join(", ", step.Reads)})\n");
        }
        text.Append($"{Steps.Count} steps, {ArenaBytes:N0} bytes between them");
        return text.ToString();
    }
}
