using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>A dense layer with fixed parameters, of either element type.</summary>
internal abstract class PackedDense
{
    /// <summary>The number of outputs per row.</summary>
    public abstract int Columns { get; }

    /// <summary>The kernel that computes the rows of a window, with a softmax of each row if requested.</summary>
    public abstract Kernel Bind(ArrayView x, ArrayView y, bool isSoftmax, RowWindow window);
}

/// <summary>A dense layer with fixed parameters, f(x·B + bias): B is packed once and f is inlined.</summary>
internal abstract unsafe class PackedDense<T> : PackedDense where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[]? memory;

    /// <summary>Creates the layer from a matrix and a bias: one number per column, or empty for none.</summary>
    protected PackedDense(PackedMatrix<T> matrix, ReadOnlySpan<T> bias)
    {
        Matrix = matrix;
        if (bias.IsEmpty) return;
        if (bias.Length != matrix.N) throw new ArgumentException("A bias needs one number per column.", nameof(bias));
        memory = GC.AllocateUninitializedArray<T>(bias.Length, pinned: true);
        bias.CopyTo(memory);
        Bias = (T*)Unsafe.AsPointer(ref memory[0]);
    }

    public PackedMatrix<T> Matrix { get; }

    public override int Columns => Matrix.N;

    public override Kernel Bind(ArrayView x, ArrayView y, bool isSoftmax, RowWindow window) =>
        new PackedLayerKernel<T>(this, isSoftmax, window, x, y);

    protected T* Bias { get; }

    /// <summary>Computes y (m×n, contiguous) from x (m×k), skipping zeros of x if that pays.</summary>
    public abstract void Run(int m, T* x, bool seeksZeros, T* y, Workers workers);
}

/// <inheritdoc/>
internal sealed unsafe class PackedDense<T, TFunction>(
    PackedMatrix<T> matrix, ReadOnlySpan<T> bias, TFunction function) : PackedDense<T>(matrix, bias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IVectorFunction
{
    private readonly bool isPlain = bias.IsEmpty && typeof(TFunction) == typeof(IdentityFunction);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int m, T* x, bool seeksZeros, T* y, Workers workers)
    {
        if (isPlain)
        {
            NoEpilogue<T> none = default;
            Gemm.Multiply(m, x, Matrix.K, false, Matrix, y, Matrix.N, false, seeksZeros, workers, ref none);
            return;
        }
        ActivationEpilogue<T, TFunction> epilogue = new(Bias, function);
        Gemm.Multiply(m, x, Matrix.K, false, Matrix, y, Matrix.N, false, seeksZeros, workers, ref epilogue);
    }
}
