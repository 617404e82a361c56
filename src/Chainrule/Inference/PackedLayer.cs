using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Inference;

/// <summary>
/// softmax(f(x·B + bias)), B packed: what a product with a constant matrix and the operators after it became.
/// </summary>
internal sealed class PackedLayer<T>(PackedDense<T> dense, bool isSoftmax) : PackedLayer
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override PackedLayer Within(RowWindow runs) => new PackedLayer<T>(dense, isSoftmax) { Window = runs };

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.With(inputs[0].Shape.Rank - 1, dense.Matrix.N);

    protected override object Key => dense;

    public override unsafe Kernel Bind(NDArray[] inputs, NDArray output, Workers workers)
    {
        RowWindow runs = Window ?? throw new InvalidOperationException("A packed layer runs within a window.");
        return new LayerKernel(dense, isSoftmax, runs, inputs[0], output);
    }

    private sealed unsafe class LayerKernel : Kernel
    {
        private readonly PackedDense<T> dense;
        private readonly bool readsInput, writesOutput;
        private readonly NDArray? logits;
        private readonly RowWindow window;
        private readonly T* x, y;
        private readonly int rowsInSample;

        public LayerKernel(PackedDense<T> dense, bool isSoftmax, RowWindow window, NDArray x, NDArray y)
        {
            this.dense = dense;
            this.window = window;
            this.x = (T*)x.Pointer;
            this.y = (T*)y.Pointer;
            readsInput = x.Pointer == window.PlannedInput.Pointer;
            writesOutput = y.Pointer == window.PlannedOutput.Pointer;
            rowsInSample = 1;
            for (int axis = 1; axis < y.Shape.Rank - 1; axis++) rowsInSample *= y.Shape[axis];
            // Apart from y: a masked store to a row of ten would hold up the masked load of the next.
            if (isSoftmax) logits = NDArray.Uninitialized(y.Shape, y.DType);
        }

        public override void Run()
        {
            int m = window.Rows * rowsInSample, n = dense.Matrix.N;
            T* from = readsInput ? (T*)window.Input : x, to = writesOutput ? (T*)window.Output : y;
            if (logits is null)
            {
                dense.Run(m, from, readsInput, to, window.Workers);
                return;
            }
            T* sums = (T*)logits.Pointer;
            dense.Run(m, from, readsInput, sums, window.Workers);
            SoftmaxKernel<T> softmax = new(m, n, sums, null, to);
            SimdWidth.Run<T, SoftmaxKernel<T>>(ref softmax);
        }
    }
}

/// <summary>A layer with packed parameters, of either element type.</summary>
internal abstract class PackedLayer : Operator
{
    /// <summary>The rows to compute; null in a graph that is not yet bound to memory.</summary>
    protected RowWindow? Window { get; init; }

    public override string Name => "packed_layer";

    public override string Reason => "It is made of other operators, for predicting only.";

    /// <summary>The same layer, for the runs of one plan.</summary>
    public abstract PackedLayer Within(RowWindow runs);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        throw new InvalidOperationException("A packed layer has no gradient: differentiate the graph it came from.");
}
