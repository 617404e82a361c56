using System.Numerics.Tensors;

namespace Chainrule.Kernels;

/// <summary>Converts elements to another type; conversion to integers truncates toward zero, as in NumPy.</summary>
internal sealed class CastKernel(ArrayView from, ArrayView to) : Kernel
{
    public override void Run() => Convert(from, to);

    public static void Convert(ArrayView from, ArrayView to)
    {
        switch (from.Type, to.Type)
        {
            case (ElementType.Float32, ElementType.Float64):
                TensorPrimitives.ConvertTruncating<float, double>(from.Span<float>(), to.Span<double>());
                break;
            case (ElementType.Float32, ElementType.Int32):
                TensorPrimitives.ConvertTruncating<float, int>(from.Span<float>(), to.Span<int>());
                break;
            case (ElementType.Float64, ElementType.Float32):
                TensorPrimitives.ConvertTruncating<double, float>(from.Span<double>(), to.Span<float>());
                break;
            case (ElementType.Float64, ElementType.Int32):
                TensorPrimitives.ConvertTruncating<double, int>(from.Span<double>(), to.Span<int>());
                break;
            case (ElementType.Int32, ElementType.Float32):
                TensorPrimitives.ConvertTruncating<int, float>(from.Span<int>(), to.Span<float>());
                break;
            case (ElementType.Int32, ElementType.Float64):
                TensorPrimitives.ConvertTruncating<int, double>(from.Span<int>(), to.Span<double>());
                break;
            default: from.Bytes.CopyTo(to.Bytes); break;
        }
    }
}
