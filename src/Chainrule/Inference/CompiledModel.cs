using System.Numerics;
using System.Runtime.InteropServices;
using Chainrule.Inference;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// A network made ready to predict, fast and from any thread: its parameters as they were when it was compiled, copied
/// into the order in which the processor reads them. Make one with <see cref="Model.Compile"/>.
/// </summary>
/// <remarks>
/// Any number of threads may predict at once. Once a thread has done so, its predictions allocate nothing.
/// </remarks>
public sealed class CompiledModel
{
    // With fewer samples for a thread, the parameters' way into its core weighs more than the arithmetic.
    private const int LeastRows = 8;

    private readonly WorkspacePool workspaces;
    private readonly PlanSource source;
    private readonly TransformPipeline preprocessing;
    private readonly Workers workers;
    private readonly int inputSize, networkSize, outputSize;   // values of a sample: raw, prepared, predicted

    internal CompiledModel(
        Func<int, (Tensor X, Tensor Y)> network, Shape input, TransformPipeline preprocessing, Shape output,
        DType dtype, int maxBatch, Workers workers)
    {
        if (maxBatch < 1)
            throw new ChainruleException($"A compiled model takes batches of at least 1 sample, not of {maxBatch}.");
        (InputShape, OutputShape, DType, MaxBatch) = (input, output, dtype, maxBatch);
        (inputSize, outputSize) = (input.Size, output.Size);
        networkSize = preprocessing.WidthAfter(inputSize);
        this.workers = workers;
        source = new(network, maxBatch, workers);
        this.preprocessing = preprocessing;
        workspaces = new(() => new(source, Transforms(), maxBatch));
        // The first prediction finds everything in place.
        Workspace first = workspaces.Take();
        first.For(1);
        first.For(source.MaxRows);
        Workspace? preparing = preprocessing.Count == 0 ? null : workspaces.Take();
        workspaces.Return(first);
        // Returned last, it is the first that the next call takes: the one that prepares.
        if (preparing is not null) workspaces.Return(preparing);
    }

    /// <summary>The shape of one sample, without the batch's axis.</summary>
    public Shape InputShape { get; }

    /// <summary>The shape of one prediction.</summary>
    public Shape OutputShape { get; }

    /// <summary>The type of samples and predictions.</summary>
    public DType DType { get; }

    /// <summary>The most samples of one call that takes spans.</summary>
    public int MaxBatch { get; }

    /// <summary>
    /// Predicts one sample or several, as <see cref="Model.Predict"/> does, up to rounding, and without allocating.
    /// </summary>
    /// <param name="input">The samples one after the other, at most <see cref="MaxBatch"/>.</param>
    /// <param name="output">As many predictions: for a classifier the probabilities of the classes.</param>
    /// <exception cref="ShapeException">The lengths fit neither each other nor the model.</exception>
    /// <exception cref="ChainruleException">The model holds float64, or input and output overlap.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> output) => Predict(input, output, DType.Float32);

    /// <inheritdoc cref="Predict(ReadOnlySpan{float}, Span{float})"/>
    /// <exception cref="ChainruleException">The model holds float32, or input and output overlap.</exception>
    public void Predict(ReadOnlySpan<double> input, Span<double> output) => Predict(input, output, DType.Float64);

    /// <summary>Predicts any number of samples.</summary>
    /// <param name="samples">One sample a row.</param>
    /// <returns>One prediction a row.</returns>
    /// <exception cref="ShapeException">The samples are not those that the model takes.</exception>
    public Tensor Predict(Tensor samples)
    {
        if (samples.Rank == 0 || samples.Length != samples.Shape[0] * (long)inputSize)
        {
            throw new ShapeException(
                $"The model takes samples of shape {InputShape}, {inputSize} numbers each; the data have shape " +
                $"{samples.Shape}: one sample a row.");
        }
        int count = samples.Shape[0];
        NDArray from = Prepared(samples.Value.View(Shape.Create([count, inputSize])));
        NDArray to = NDArray.Uninitialized(Shape.Create([count]).Concat(OutputShape), DType);
        int inputRow = networkSize * DType.Size(), outputRow = outputSize * DType.Size();
        for (int start = 0; start < count; start += MaxBatch)
        {
            int rows = Math.Min(MaxBatch, count - start);
            Run(rows, from.Bytes.Slice(start * inputRow, rows * inputRow),
                to.Bytes.Slice(start * outputRow, rows * outputRow));
        }
        GC.KeepAlive(from);
        return new(to);
    }

    private void Predict<T>(ReadOnlySpan<T> input, Span<T> output, DType dtype) where T : unmanaged, INumber<T>
    {
        int count = input.Length / inputSize;
        if (dtype != DType || count > MaxBatch || input.Length != count * inputSize
            || output.Length != count * outputSize || input.Overlaps(output))
            throw Refusal(input.Length, output.Length, dtype);
        if (preprocessing.Count == 0) Run(count, MemoryMarshal.AsBytes(input), MemoryMarshal.AsBytes(output));
        else PrepareAndRun(count, input, output);
    }

    // The samples are prepared by the calling thread, so that it is the one that hears of a value that does not fit.
    private void PrepareAndRun<T>(int count, ReadOnlySpan<T> input, Span<T> output) where T : unmanaged, INumber<T>
    {
        Workspace workspace = workspaces.Take();
        try
        {
            NDArray prepared = workspace.Prepare(input, inputSize);
            Run(count, prepared.Bytes[..(count * networkSize * DType.Size())], MemoryMarshal.AsBytes(output));
        }
        finally
        {
            workspaces.Return(workspace);
        }
    }

    private NDArray Prepared(NDArray samples) => preprocessing.Count == 0 ? samples.Cast(DType)
        : preprocessing.Apply(new Tensor(samples), DType).Value;

    private TransformRows? Transforms() => preprocessing.Count == 0 ? null
        : preprocessing.RowsFor(Shape.Create([1, inputSize]), DType);

    private ChainruleException Refusal(int input, int output, DType dtype)
    {
        if (dtype != DType)
            return new($"The model holds {DType.Name()}: give it {DType.Name()} and not {dtype.Name()}.");
        if (input % inputSize != 0)
            return new ShapeException(
                $"The model takes samples of shape {InputShape}, {inputSize} numbers each; {input} numbers are no " +
                "whole number of samples.");
        int count = input / inputSize;
        if (count > MaxBatch)
            return new ShapeException(
                $"The model was compiled for batches of up to {MaxBatch:N0} samples; these are {count:N0}: compile " +
                "it for more, or give a tensor.");
        if (output != count * outputSize)
            return new ShapeException(
                $"The predictions of {count:N0} samples are {count * outputSize:N0} numbers, {outputSize} each; the " +
                $"output has room for {output:N0}: make it exactly as long.");
        return new("Input and output overlap: give the predictions memory of their own.");
    }

    private void Run(int count, ReadOnlySpan<byte> input, Span<byte> output) =>
        RowJob.Run(new Task(this), count, input, output, Parts(count), workers);

    // A thread takes its samples through all layers: there is one fork and join, and what a layer gives is still in the
    // thread's own cache for the next.
    private int Parts(int count)
    {
        if (!source.IsRowWise) return 1;
        int blocks = (count + source.MaxRows - 1) / source.MaxRows;
        int threads = Math.Min(workers.Count, count / LeastRows);
        return threads < 2 ? blocks : (blocks + threads - 1) / threads * threads;
    }

    private readonly struct Task(CompiledModel model) : IRowTask
    {
        public void Run(int rows, ReadOnlySpan<byte> input, Span<byte> output, Workers workers)
        {
            Workspace workspace = model.workspaces.Take();
            workspace.For(rows).Run(rows, input, output, workers);
            model.workspaces.Return(workspace);
        }
    }
}
