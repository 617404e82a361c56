using System.Numerics;
using System.Runtime.InteropServices;
using Chainrule.Inference;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// A network prepared for fast, thread-safe prediction. It holds a copy of the parameters as they were when it was
/// compiled, packed in the order in which the processor reads them. Create one with <see cref="Model.Compile"/>.
/// </summary>
/// <remarks>
/// Any number of threads may predict at once. After its first prediction, a thread allocates nothing.
/// </remarks>
public sealed class CompiledModel
{
    // With fewer samples per thread, loading the parameters takes longer than the arithmetic.
    private const int MinRows = 8;

    private readonly WorkspacePool workspaces;
    private readonly PlanSource source;
    private readonly TransformPipeline preprocessing;
    private readonly Workers workers;
    private readonly int inputSize, networkSize, outputSize;   // numbers in a sample: raw, preprocessed, predicted

    internal CompiledModel(
        Func<int, (Tensor X, Tensor Y)> network, Shape input, TransformPipeline preprocessing, Shape output,
        DType dtype, int maxBatch, Workers workers)
    {
        if (maxBatch < 1)
            throw new ChainruleException(
                $"A compiled model needs a maximum batch size of at least 1, not of {maxBatch}.");
        (InputShape, OutputShape, DType, MaxBatchSize) = (input, output, dtype, maxBatch);
        (inputSize, outputSize) = (input.Size, output.Size);
        networkSize = preprocessing.WidthAfter(inputSize);
        this.workers = workers;
        source = new(network, maxBatch, workers);
        this.preprocessing = preprocessing;
        workspaces = new(() => new(source, Transforms(), maxBatch));
        // Warm up, so that the first prediction finds everything in place.
        Workspace first = workspaces.Take();
        first.For(1);
        first.For(source.MaxRows);
        Workspace? preparing = preprocessing.Count == 0 ? null : workspaces.Take();
        workspaces.Return(first);
        // Returned last, so that the next call takes this one to preprocess, and then the warm one to predict.
        if (preparing is not null) workspaces.Return(preparing);
    }

    /// <summary>The shape of one sample, without the batch axis.</summary>
    public Shape InputShape { get; }

    /// <summary>The shape of one prediction.</summary>
    public Shape OutputShape { get; }

    /// <summary>The element type of samples and predictions.</summary>
    public DType DType { get; }

    /// <summary>The maximum number of samples in a call that takes spans.</summary>
    public int MaxBatchSize { get; }

    /// <summary>
    /// Predicts one or more samples without allocating. The results equal those of <see cref="Model.Predict"/> up to
    /// rounding.
    /// </summary>
    /// <param name="input">The samples, one after the other, at most <see cref="MaxBatchSize"/>.</param>
    /// <param name="output">
    /// Receives the predictions, one after the other; a classifier gives the probabilities of the classes.
    /// </param>
    /// <exception cref="ShapeException">The lengths match neither each other nor the model.</exception>
    /// <exception cref="ChainruleException">The model holds float64, or input and output overlap.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> output) => Predict(input, output, DType.Float32);

    /// <inheritdoc cref="Predict(ReadOnlySpan{float}, Span{float})"/>
    /// <exception cref="ChainruleException">The model holds float32, or input and output overlap.</exception>
    public void Predict(ReadOnlySpan<double> input, Span<double> output) => Predict(input, output, DType.Float64);

    /// <summary>Predicts any number of samples.</summary>
    /// <param name="samples">One sample per row.</param>
    /// <returns>One prediction per row.</returns>
    /// <exception cref="ShapeException">The samples do not have the shape that the model takes.</exception>
    public Tensor Predict(Tensor samples)
    {
        if (samples.Rank == 0 || samples.Length != samples.Shape[0] * (long)inputSize)
        {
            throw new ShapeException(
                $"The model takes samples of shape {InputShape}, {inputSize} numbers each; the data has shape " +
                $"{samples.Shape}: one sample a row.");
        }
        int count = samples.Shape[0];
        NDArray from = Prepared(samples.Value.View(Shape.Create([count, inputSize])));
        NDArray to = NDArray.Uninitialized(Shape.Create([count]).Concat(OutputShape), DType);
        int inputRow = networkSize * DType.Size(), outputRow = outputSize * DType.Size();
        for (int start = 0; start < count; start += MaxBatchSize)
        {
            int rows = Math.Min(MaxBatchSize, count - start);
            Run(rows, from.Bytes.Slice(start * inputRow, rows * inputRow),
                to.Bytes.Slice(start * outputRow, rows * outputRow));
        }
        GC.KeepAlive(from);
        return new(to);
    }

    private void Predict<T>(ReadOnlySpan<T> input, Span<T> output, DType dtype) where T : unmanaged, INumber<T>
    {
        int count = input.Length / inputSize;
        if (dtype != DType || count > MaxBatchSize || input.Length != count * inputSize
            || output.Length != count * outputSize || input.Overlaps(output))
            throw Refusal(input.Length, output.Length, dtype);
        if (preprocessing.Count == 0) Run(count, MemoryMarshal.AsBytes(input), MemoryMarshal.AsBytes(output));
        else PrepareAndRun(count, input, output);
    }

    // Samples are prepared on the calling thread, so that it receives the exception for a value that does not fit.
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
            return new($"The model holds {DType.Name()}: give it {DType.Name()}, not {dtype.Name()}.");
        if (input % inputSize != 0)
            return new ShapeException(
                $"The model takes samples of shape {InputShape}, {inputSize} numbers each; {input} numbers are no " +
                "whole number of samples.");
        int count = input / inputSize;
        if (count > MaxBatchSize)
            return new ShapeException(
                $"The model was compiled for batches of up to {MaxBatchSize:N0} samples; these are {count:N0}: " +
                "compile it for more, or give a tensor.");
        if (output != count * outputSize)
            return new ShapeException(
                $"The predictions of {count:N0} samples are {count * outputSize:N0} numbers, {outputSize} each; the " +
                $"output has room for {output:N0}: make it exactly as long.");
        return new("Input and output overlap: give the predictions memory of their own.");
    }

    private void Run(int count, ReadOnlySpan<byte> input, Span<byte> output) =>
        RowJob.Run(new Task(this), count, input, output, Parts(count), workers);

    // Each thread takes its samples through all layers. That needs a single fork and join, and the output of a layer is
    // still in the thread's own cache when the next layer reads it.
    private int Parts(int count)
    {
        if (!source.IsRowWise) return 1;
        int blocks = (count + source.MaxRows - 1) / source.MaxRows;
        int threads = Math.Min(workers.Count, count / MinRows);
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
