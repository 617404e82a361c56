using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>Rows of a tensor by int32 indices: result[i, …] = x[indices[i], …].</summary>
internal sealed class TakeRows : Operator
{
    public override string Name => "take";

    public override Shape InferShape(Node[] inputs) => inputs[1].Shape.Concat(inputs[0].Shape.Without(0));

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new AddRows(x[0].Shape).On(dy, x[1]), null];

    public override string Reason => "A row receives the sum of the gradients of all places it was taken to.";

    public override Tensor[][] Samples() =>
        [[Functions.Reshape(SampleValues.AnyReal, [3, 2]), Tensor.FromArray<int>([2, 0, 2])]];

    public override Kernel Bind(NDArray[] inputs, NDArray output, Workers workers) =>
        new RowsKernel(inputs[0], inputs[1], output, add: false);
}

/// <summary>
/// Zeros of a shape to which the input's rows are added at int32 indices: the reverse of <see cref="TakeRows"/>.
/// </summary>
internal sealed class AddRows(Shape shape) : Operator
{
    public override string Name => "add_rows";

    protected override object Key => shape;

    public override Shape InferShape(Node[] inputs) => shape;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [new TakeRows().On(dy, x[1]), null];

    public override string Reason => "Each row of the input was added to one row of the result.";

    public override Kernel Bind(NDArray[] inputs, NDArray output, Workers workers) =>
        new RowsKernel(inputs[0], inputs[1], output, add: true);
}

/// <summary>Copies rows from where indices say, or adds them there.</summary>
internal sealed class RowsKernel(NDArray input, NDArray indices, NDArray output, bool add) : Kernel
{
    public override void Run()
    {
        NDArray whole = add ? output : input;
        int rows = whole.Shape[0], bytes = rows == 0 ? 0 : whole.Bytes.Length / rows;
        ReadOnlySpan<int> index = indices.Span<int>();
        if (add) output.Bytes.Clear();
        for (int i = 0; i < index.Length; i++)
        {
            if ((uint)index[i] >= (uint)rows)
                throw new ChainruleException(
                    $"Index {index[i]} at place {i} is outside the {rows} rows of {whole.Shape}.");
            if (!add) input.Bytes.Slice(index[i] * bytes, bytes).CopyTo(output.Bytes.Slice(i * bytes, bytes));
            else if (input.DType == DType.Float32) AddRow<float>(index[i], i, bytes / sizeof(float));
            else AddRow<double>(index[i], i, bytes / sizeof(double));
        }
    }

    private void AddRow<T>(int target, int source, int length) where T : unmanaged, System.Numerics.INumber<T>
    {
        Span<T> row = output.Span<T>().Slice(target * length, length);
        System.Numerics.Tensors.TensorPrimitives.Add(row, input.Span<T>().Slice(source * length, length), row);
    }
}
