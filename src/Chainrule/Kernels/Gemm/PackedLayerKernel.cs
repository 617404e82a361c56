using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>softmax(f(x·B + bias)) with B packed, for the rows of a window.</summary>
internal sealed unsafe class PackedLayerKernel<T> : Kernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PackedDense<T> dense;
    private readonly bool readsInput, writesOutput;
    private readonly AlignedMemory? logits;
    private readonly RowWindow window;
    private readonly T* x, y;
    private readonly int rowsInSample;

    public PackedLayerKernel(PackedDense<T> dense, bool isSoftmax, RowWindow window, ArrayView x, ArrayView y)
    {
        this.dense = dense;
        this.window = window;
        this.x = (T*)x.Data;
        this.y = (T*)y.Data;
        readsInput = window.IsInput(x);
        writesOutput = window.IsOutput(y);
        rowsInSample = 1;
        for (int axis = 1; axis < y.Rank - 1; axis++) rowsInSample *= y[axis];
        // Separate from y: a masked store to one row of ten would stall the masked load of the next.
        if (isSoftmax) logits = new AlignedMemory(y.Bytes.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        int m = window.Rows * rowsInSample, n = dense.Matrix.N;
        T* from = readsInput ? (T*)window.Input : x, to = writesOutput ? (T*)window.Output : y;
        if (logits is null)
        {
            dense.Run(m, from, readsInput, to, window.Workers);
            return;
        }
        T* sums = (T*)logits.Start;
        dense.Run(m, from, readsInput, sums, window.Workers);
        SoftmaxKernel<T> softmax = new(m, n, sums, null, to);
        SimdWidth.Run<T, SoftmaxKernel<T>>(ref softmax);
    }
}
