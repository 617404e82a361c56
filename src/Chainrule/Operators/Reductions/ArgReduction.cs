using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Operators;

/// <summary>
/// The index of the greatest or the least element along one axis; of equal ones the first, and of NaN the first NaN.
/// </summary>
internal sealed unsafe class ArgReduction(int axis, bool keepDims, bool greatest) : Operator
{
    public int Axis => axis;

    public bool KeepDims => keepDims;

    public bool IsGreatest => greatest;

    public override string Name => greatest ? "argmax" : "argmin";

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape[axis] == 0
        ? throw new ShapeException(
            $"{Name} of an axis without elements: {inputs[0].Shape} has length 0 on axis {axis}.")
        : keepDims ? inputs[0].Shape.With(axis, 1) : inputs[0].Shape.Without(axis);

    public override DType InferDType(Node[] inputs) => DType.Int32;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "An index is flat in the values, so nothing flows back.";

    protected override object Key => (axis, keepDims, greatest);

    public override Kernel Bind(NDArray[] inputs, NDArray output, Workers workers)
    {
        int[] strides = inputs[0].Shape.Strides();
        return new ArgKernel(inputs[0], output, inputs[0].Shape[axis], strides[axis], greatest);
    }

    private sealed class ArgKernel(NDArray input, NDArray output, int count, int inner, bool greatest) : Kernel
    {
        public override void Run()
        {
            switch (input.DType)
            {
                case DType.Float32: Find((float*)input.Pointer); break;
                case DType.Float64: Find((double*)input.Pointer); break;
                default: Find((int*)input.Pointer); break;
            }
        }

        private void Find<T>(T* x) where T : unmanaged, INumber<T>
        {
            Span<int> result = output.Span<int>();
            for (int i = 0; i < result.Length; i++)
            {
                T* first = x + ((long)(i / inner) * count * inner) + (i % inner);
                int best = 0;
                for (int l = 1; l < count && !T.IsNaN(first[(long)best * inner]); l++)
                {
                    T value = first[(long)l * inner], record = first[(long)best * inner];
                    if (T.IsNaN(value) || (greatest ? value > record : value < record)) best = l;
                }
                result[i] = best;
            }
        }
    }
}
