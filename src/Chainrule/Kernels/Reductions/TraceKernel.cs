using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>The trace of a square matrix.</summary>
internal sealed class TraceKernel(ArrayView input, ArrayView output) : Kernel
{
    public override void Run()
    {
        switch (input.Type)
        {
            case ElementType.Float32: AddUp<float>(); break;
            case ElementType.Float64: AddUp<double>(); break;
            default: AddUp<int>(); break;
        }
    }

    private void AddUp<T>() where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> matrix = input.Span<T>();
        T sum = T.Zero;
        for (int i = 0; i < input[0]; i++) sum += matrix[(i * input[0]) + i];
        output.Span<T>()[0] = sum;
    }
}
