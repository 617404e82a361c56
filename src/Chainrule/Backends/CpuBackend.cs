using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Backends;

/// <summary>Runs on the CPU with vectors and threads: a table from the key of a function to its kernel.</summary>
internal sealed unsafe class CpuBackend(Workers workers) : Backend
{
    public override Kernel Lower(KernelKey key, Operand[] inputs, NDArray output)
    {
        ArrayView[] x = Array.ConvertAll(inputs, input => input.Array.View());
        ArrayView y = output.View();
        return key switch
        {
            ElementKey function => Lower(new ElementChain(
                output.DType, output.Shape, inputs, [new(function, [.. Enumerable.Range(0, inputs.Length)], output)])),
            ProductKey product => Product(product, x[0], x[1], y, inputs[0].IsData),
            ReductionKey reduction => StridedKernels.Reduction(reduction, x[0], y),
            ArgReductionKey reduction => new ArgReductionKernel(x[0], y, reduction.Axis, reduction.IsGreatest),
            MomentsKey moments => new MomentsKernel(x[0], y, moments),
            LinearKey linear => new LinearKernel(linear.Function, x[0], x[^1], y),
            DiagonalKey => new DiagonalKernel(x[0], y),
            CumulativeSumKey sum => new CumulativeSumKernel(x[0], y, sum.Axis, sum.IsReverse),
            LogSumExpKey sum => new LogSumExpKernel(x[0], y, sum.FirstAxis, sum.LastAxis),
            TraceKey => new TraceKernel(x[0], y),
            CastKey => new CastKernel(x[0], y),
            ReshapeKey => new CopyKernel(x[0], y),
            BroadcastKey => StridedKernels.Broadcast(x[0], y),
            PermuteKey permute => StridedKernels.Permute(permute.Axes, x[0], y),
            SliceKey slice => StridedKernels.Slice(slice, x[0], y),
            ScatterSliceKey slice => StridedKernels.ScatterSlice(slice, x[0], y),
            ConcatKey concat => StridedKernels.Concat(concat.Axis, x, y),
            TakeRowsKey => new IndexedRows(x[0], x[1], y, add: false),
            ScatterAddRowsKey => new IndexedRows(x[0], x[1], y, add: true),
            SoftmaxKey softmax => new RowSoftmax(x[0], y, softmax.IsLogarithm),
            CrossEntropyKey => new RowCrossEntropy(x[0], x[1], y),
            OneHotKey => new OneHotKernel(x[0], y),
            DropoutMaskKey mask => new DropoutMaskKernel(y, mask),
            PackedLayerKey layer => layer.Dense.Bind(x[0], y, layer.IsSoftmax, layer.Window),
            CompositeKey composite => composite.Lower(this, inputs, output),
            _ => throw new NotSupportedException($"The CPU backend has no kernel for {key}."),
        };
    }

    public override Kernel Lower(ElementChain chain)
    {
        var type = (ElementType)chain.DType;
        TileInput[] inputs = Array.ConvertAll(chain.Inputs, input => new TileInput(
            input.Array.Pointer, input.Array.DType.Size(), input.Array.Shape.Lengths, chain.Shape.Lengths,
            input.Origin == ValueOrigin.Constant));
        Instruction[] instructions = Array.ConvertAll(chain.Steps, step => new Instruction(
            ElementLoopTable.Of(step.Function, type), step.Operands[0],
            step.Operands.Length > 1 ? step.Operands[1] : -1,
            step.Operands.Length > 2 ? step.Operands[2] : -1, step.Output is { } output ? output.Pointer : null));
        return new ElementwiseProgram(type, chain.Shape.Lengths, inputs, instructions, workers);
    }

    public override Kernel Lower(NDArray gradient, GradientSink sink) => gradient.DType == DType.Float32
        ? new SinkKernel<float>(gradient.View(), sink.Sum?.View(), sink)
        : new SinkKernel<double>(gradient.View(), sink.Sum?.View(), sink);

    public override Kernel Lower(ProductKey key, Operand left, Operand right, GradientSink sink)
    {
        (ArrayView a, ArrayView b) = (Row(left.Array.View()), Column(right.Array.View()));
        return left.Array.DType == DType.Float32
            ? new ProductSinkKernel<float>(
                a, key.TransposeA, b, key.TransposeB, sink.Sum?.View(), sink, workers, left.IsData)
            : new ProductSinkKernel<double>(
                a, key.TransposeA, b, key.TransposeB, sink.Sum?.View(), sink, workers, left.IsData);
    }

    public override RowReader ReadRows(NDArray from, NDArray to) =>
        new PrefetchingRowReader(from.View(), to.View(), workers);

    public override RowReader DeformRows(NDArray from, NDArray to, ImageDeformation deformation) =>
        from.DType == DType.Float32 ? new DeformingRowReader<float>(from.View(), to.View(), deformation, workers)
        : new DeformingRowReader<double>(from.View(), to.View(), deformation, workers);

    public override bool Packs(ElementKey activation) => PackedLayerTable.Has(activation.Function);

    public override PackedDense Pack(NDArray matrix, bool isTransposed, double[]? bias, ElementKey? activation)
    {
        PackedDense packed = matrix.DType == DType.Float32
            ? PackedLayerTable.Of<float>(matrix.View(), isTransposed, bias, activation)
            : PackedLayerTable.Of<double>(matrix.View(), isTransposed, bias, activation);
        GC.KeepAlive(matrix);
        return packed;
    }

    private Kernel Product(ProductKey key, ArrayView a, ArrayView b, ArrayView y, bool seeksZeros)
    {
        if (y.Rank < 2) y = Reshaped(y, a.Rank == 1 ? [1, y.Length] : [y.Length, 1]);
        (a, b) = (Row(a), Column(b));
        return y.Type switch
        {
            ElementType.Float32 => new ProductKernel<float>(
                a, key.TransposeA, b, key.TransposeB, y, workers, seeksZeros),
            ElementType.Float64 => new ProductKernel<double>(
                a, key.TransposeA, b, key.TransposeB, y, workers, seeksZeros),
            _ => new ProductKernel<int>(a, key.TransposeA, b, key.TransposeB, y, workers, seeksZeros),
        };
    }

    // A product treats vectors as matrices with one row or one column.
    private static ArrayView Row(ArrayView x) => x.Rank == 1 ? Reshaped(x, [1, x.Length]) : x;

    private static ArrayView Column(ArrayView x) => x.Rank == 1 ? Reshaped(x, [x.Length, 1]) : x;

    private static ArrayView Reshaped(ArrayView x, int[] lengths) => new(x.Data, x.Type, lengths);
}
