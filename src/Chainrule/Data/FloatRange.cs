using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>Whether numbers are so large and so close together that float32 would make some of them the same.</summary>
internal static class FloatRange
{
    // A step of float32 may be this share of the range.
    private const double MaxRounding = 1e-4, FloatStep = 6e-8;

    public static bool MergesInFloat32(double least, double largest)
    {
        double size = Math.Max(Math.Abs(least), Math.Abs(largest));
        return largest > least && (size * FloatStep > (largest - least) * MaxRounding || size > float.MaxValue);
    }

    public static bool MergesInFloat32(ReadOnlySpan<double> values) => !values.IsEmpty
        && MergesInFloat32(TensorPrimitives.Min(values), TensorPrimitives.Max(values));
}
