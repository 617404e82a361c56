using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Tests.Backends;

/// <summary>
/// The reference for kernels: every function as a loop over the elements in double, without vectors, threads or fusion.
/// </summary>
internal sealed class PlainBackend : Backend
{
    public override Kernel Lower(KernelKey key, Operand[] inputs, NDArray output)
    {
        if (key is CompositeKey composite) return composite.Lower(this, inputs, output);
        if (key is MomentsKey moments) return PlainMoments(moments, inputs[0].Array, output);
        NDArray[] arrays = Array.ConvertAll(inputs, input => input.Array);
        return new PlainKernel(() => Write(Values(key, Array.ConvertAll(arrays, Read), output), output));
    }

    // Each result lies in the block where its operator says.
    private static PlainKernel PlainMoments(MomentsKey key, NDArray x, NDArray block) => new(() =>
    {
        PlainArray values = Read(x), squares = values with { Elements = [.. values.Elements] };
        var reduction = new ReductionKey(ReductionKind.Mean, key.FirstAxis, key.LastAxis);
        double[] means = PlainLoops.Reduction(reduction, values, x.DType);
        int inner = x.Shape.Skip(key.LastAxis + 1).Aggregate(1, (a, b) => a * b), count = x.Length / means.Length;
        for (int i = 0; i < x.Length; i++)
        {
            double distance = values.Elements[i] - means[(i / (count * inner) * inner) + (i % inner)];
            squares.Elements[i] = distance * distance;
        }
        Shape shape = [means.Length];
        long[] offsets = SeveralResults.Offsets([new(shape, x.DType), new(shape, x.DType)]);
        Write(means, block.Section(offsets[0], shape, x.DType));
        Write(PlainLoops.Reduction(reduction, squares, x.DType), block.Section(offsets[1], shape, x.DType));
    });

    // One function after another, each with its own memory.
    public override Kernel Lower(ElementChain chain) => new PlainKernel(() =>
    {
        List<NDArray> values = [.. chain.Inputs.Select(input => input.Array)];
        foreach (ElementStep step in chain.Steps)
        {
            NDArray[] operands = Array.ConvertAll(step.Operands, operand => values[operand]);
            values.Add(Compute(step.Function, operands, chain.Shape, chain.DType));
        }
        // Copied at the end, because an output may share memory with an input.
        for (int i = 0; i < chain.Steps.Length; i++)
            if (chain.Steps[i].Output is { } output) values[chain.Inputs.Length + i].Bytes.CopyTo(output.Bytes);
    });

    public override Kernel Lower(NDArray gradient, GradientSink sink) => new PlainKernel(() => Use(gradient, sink));

    public override Kernel Lower(ProductKey key, Operand left, Operand right, GradientSink sink)
    {
        (NDArray a, NDArray b) = (left.Array, right.Array);
        Shape shape = [
            a.Shape[key.TransposeA && a.Shape.Rank > 1 ? 1 : 0], b.Shape[key.TransposeB || b.Shape.Rank == 1 ? 0 : 1]];
        return new PlainKernel(() => Use(Compute(key, [a, b], shape, a.DType), sink));
    }

    public override RowReader ReadRows(NDArray from, NDArray to) => new PlainRowReader(from, to);

    private static void Use(NDArray gradient, GradientSink sink)
    {
        if (sink.Sum is { } sum)
            Write([.. Read(sum).Elements.Zip(Read(gradient).Elements, (total, term) => total + term)], sum);
        else if (gradient.DType == DType.Float32) sink.Take(gradient.Span<float>(), 0);
        else sink.Take(gradient.Span<double>(), 0);
    }

    private static double[] Values(KernelKey key, PlainArray[] x, NDArray y) => key switch
    {
        ElementKey function => PlainLoops.Elementwise(function, x, y.Shape, y.DType),
        CastKey when y.DType == DType.Int32 => Array.ConvertAll(x[0].Elements, Math.Truncate),
        CastKey or ReshapeKey => x[0].Elements,
        ProductKey product => PlainLoops.Product(product, x[0], x[1], y.Shape),
        LinearKey linear => PlainMatrices.Of(linear, x),
        DiagonalKey => PlainMatrices.Diagonal(x[0]),
        CumulativeSumKey sum => PlainMatrices.CumulativeSum(sum, x[0]),
        LogSumExpKey sum => PlainLoops.LogSumExp(sum, x[0]),
        TraceKey => [Enumerable.Range(0, x[0].Shape[0]).Sum(i => x[0].Elements[i * (x[0].Shape[0] + 1)])],
        ReductionKey reduction => PlainLoops.Reduction(reduction, x[0], y.DType),
        ArgReductionKey reduction => PlainLoops.ArgReduction(reduction, x[0]),
        SoftmaxKey softmax => PlainLoops.Softmax(x[0], softmax.IsLogarithm),
        CrossEntropyKey => PlainLoops.CrossEntropy(x[0], x[1]),
        OneHotKey => PlainLoops.OneHot(x[0], y.Shape),
        DropoutMaskKey mask => PlainLoops.DropoutMask(mask, y.Length),
        BroadcastKey => PlainLoops.Moved(y.Shape, x[0], place => place),
        PermuteKey permute => PlainLoops.Moved(
            y.Shape, x[0],
            place => [.. Enumerable.Range(0, place.Length).Select(axis => place[Array.IndexOf(permute.Axes, axis)])]),
        SliceKey slice => PlainLoops.Moved(
            y.Shape, x[0],
            place => [.. place.Select((index, axis) => slice.Starts[axis] + (index * slice.Steps[axis]))]),
        ScatterSliceKey slice => PlainLoops.ScatterSlice(slice, x[0], y.Shape),
        ConcatKey concat => PlainLoops.Concat(concat.Axis, x, y.Shape),
        TakeRowsKey => PlainLoops.TakeRows(x[0], x[1]),
        ScatterAddRowsKey => PlainLoops.ScatterAddRows(x[0], x[1], y.Shape),
        _ => throw new NotSupportedException(key.ToString()),
    };

    private static PlainArray Read(NDArray array) => new(array.Shape, array.DType switch
    {
        DType.Float32 => Array.ConvertAll(array.Span<float>().ToArray(), value => (double)value),
        DType.Float64 => array.Span<double>().ToArray(),
        _ => Array.ConvertAll(array.Span<int>().ToArray(), value => (double)value),
    }, array.DType);

    private static void Write(double[] values, NDArray array)
    {
        for (int i = 0; i < values.Length; i++)
        {
            switch (array.DType)
            {
                case DType.Float32: array.Span<float>()[i] = (float)values[i]; break;
                case DType.Float64: array.Span<double>()[i] = values[i]; break;
                default: array.Span<int>()[i] = (int)values[i]; break;
            }
        }
    }

    private sealed class PlainRowReader(NDArray from, NDArray to) : RowReader
    {
        public override void Run(ReadOnlySpan<int> rows, ReadOnlySpan<int> next = default)
        {
            int bytes = from.Bytes.Length / from.Shape[0];
            for (int i = 0; i < rows.Length; i++)
                from.Bytes.Slice(rows[i] * bytes, bytes).CopyTo(to.Bytes[(i * bytes)..]);
        }
    }

    private sealed class PlainKernel(Action run) : Kernel
    {
        public override void Run() => run();
    }
}

/// <summary>The elements of an array, as doubles.</summary>
internal sealed record PlainArray(Shape Shape, double[] Elements, DType DType)
{
    /// <summary>The element at an index whose last axes are those of the array; axes of length 1 repeat.</summary>
    public double At(ReadOnlySpan<int> place)
    {
        int offset = 0;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            int index = place[place.Length - Shape.Rank + axis];
            offset = (offset * Shape[axis]) + (Shape[axis] == 1 ? 0 : index);
        }
        return Elements[offset];
    }
}
