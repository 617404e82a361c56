using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>A row for each label with 1 at the label's place and 0 elsewhere: (m) → (m, classes).</summary>
internal sealed class OneHot(int classes, DType dtype) : Operator
{
    public int Classes => classes;

    public override string Name => "one_hot";

    protected override object Key => (classes, dtype);

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Concat(Shape.Create([classes]));

    public override DType InferDType(Node[] inputs) => dtype;

    public override Operator In(DType other) => new OneHot(classes, other);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "Labels are whole numbers, so nothing flows back.";

    public override Kernel Bind(NDArray[] inputs, NDArray output, Workers workers) =>
        new OneHotKernel(inputs[0], output, classes);

    private sealed class OneHotKernel(NDArray labels, NDArray output, int classes) : Kernel
    {
        public override void Run()
        {
            output.Bytes.Clear();
            ReadOnlySpan<int> label = labels.Span<int>();
            for (int i = 0; i < label.Length; i++)
            {
                if ((uint)label[i] >= (uint)classes)
                    throw new ChainruleException(
                        $"Label {label[i]} of sample {i} is outside the {classes} classes 0 to {classes - 1}.");
                int place = (i * classes) + label[i];
                if (output.DType == DType.Float32) output.Span<float>()[place] = 1;
                else output.Span<double>()[place] = 1;
            }
        }
    }
}
