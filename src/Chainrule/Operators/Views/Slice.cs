using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>Every step-th element of each axis from a start on; a negative step walks backwards.</summary>
internal sealed class Slice(int[] starts, int[] steps, Shape shape) : Operator
{
    public int[] Starts => starts;

    public int[] Steps => steps;

    public override string Name => "slice";

    public override Notation Write(Notation[] inputs, Node node) => new(
        $"{inputs[0].In(Binding.Postfix)}[{string.Join(", ", Enumerable.Range(0, starts.Length).Select(Range))}]",
        Binding.Postfix);

    private string Range(int axis) =>
        $"{starts[axis]}..{starts[axis] + (steps[axis] * shape[axis])}"
        + (steps[axis] == 1 ? "" : $" step {steps[axis]}");

    protected override object Key => (string.Join(',', starts), string.Join(',', steps), shape);

    public override Shape InferShape(Node[] inputs) => shape;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new PlaceSlice(starts, steps, x[0].Shape).On(dy)];

    public override string Reason => "Elements outside the slice do not move the result: their gradient is 0.";

    public override Tensor[][] Samples() => [];

    public override unsafe Kernel Bind(NDArray[] inputs, NDArray output, Workers workers)
    {
        (int offset, int[] strides) = Layout(inputs[0].Shape, starts, steps);
        byte* first = (byte*)inputs[0].Pointer + ((long)offset * output.DType.Size());
        return new StridedCopy(output.DType.Size(), first, strides, output.Pointer, shape.Strides(), [.. shape]);
    }

    /// <summary>Where a slice of a row-major array begins, and its strides.</summary>
    public static (int Offset, int[] Strides) Layout(Shape whole, int[] starts, int[] steps)
    {
        int[] strides = whole.Strides();
        int offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += starts[axis] * strides[axis];
            strides[axis] *= steps[axis];
        }
        return (offset, strides);
    }
}

/// <summary>Zeros of a shape with the input written into a slice of it: the reverse of <see cref="Slice"/>.</summary>
internal sealed class PlaceSlice(int[] starts, int[] steps, Shape whole) : Operator
{
    public int[] Starts => starts;

    public int[] Steps => steps;

    public override string Name => "place";

    protected override object Key => (string.Join(',', starts), string.Join(',', steps), whole);

    public override Shape InferShape(Node[] inputs) => whole;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new Slice(starts, steps, x[0].Shape).On(dy)];

    public override string Reason => "Only the elements of the slice come from the input.";

    public override Tensor[][] Samples() => [];

    public override unsafe Kernel Bind(NDArray[] inputs, NDArray output, Workers workers)
    {
        (int offset, int[] strides) = Slice.Layout(whole, starts, steps);
        byte* first = (byte*)output.Pointer + ((long)offset * output.DType.Size());
        Shape shape = inputs[0].Shape;
        var copy = new StridedCopy(output.DType.Size(), inputs[0].Pointer, shape.Strides(), first, strides, [.. shape]);
        return new ClearAndCopy(output, copy);
    }

    private sealed class ClearAndCopy(NDArray output, StridedCopy copy) : Kernel
    {
        public override void Run()
        {
            output.Bytes.Clear();
            copy.Run();
        }
    }
}
