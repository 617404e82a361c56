using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>Whether numbers are so large and so close together that float32 is not enough for them.</summary>
internal static class FloatRange
{
    // Steps of float32 are these shares of a number, and may be so much of the range: else numbers are kept in double,
    // and beyond that a fit to them says nothing.
    private const double FloatStep = 6e-8, MaxRounding = 1e-4, MaxLoss = 1e-2;

    /// <summary>What is said of features that are kept in double.</summary>
    public const string Note = "features are in float64, since float32 would round them by more than a " +
        "ten-thousandth of their range; they are standardized before they are rounded";

    /// <summary>What is said of targets that float32 does not tell apart.</summary>
    public const string TargetNote = "the targets are so large and so close together that float32 does not tell them " +
        $"apart: a training needs Model.DType = {nameof(DType.Float64)}, or targets from which a number that is near " +
        "them all is taken away";

    /// <summary>Whether numbers between these two are to be kept in double.</summary>
    public static bool NeedDouble(double least, double largest) => StepsAreOver(MaxRounding, least, largest);

    public static bool NeedDouble(ReadOnlySpan<double> values) => !values.IsEmpty
        && NeedDouble(TensorPrimitives.Min(values), TensorPrimitives.Max(values));

    /// <summary>Whether any of several targets a sample is lost in float32.</summary>
    public static bool AreLostInFloat32(Tensor targets)
    {
        if (targets.DType != DType.Float64) return false;
        int width = targets.Length / Math.Max(1, targets.Shape[0]);
        double[] values = targets.ToArray<double>();
        return Enumerable.Range(0, width).Any(
            column => IsLostInFloat32([.. values.Where((_, i) => i % width == column)]));
    }

    /// <summary>Whether float32 makes different numbers the same, in steps that are a large part of their range.
    /// </summary>
    public static bool IsLostInFloat32(double[] values)
    {
        if (values.Length == 0
            || !StepsAreOver(MaxLoss, TensorPrimitives.Min<double>(values), TensorPrimitives.Max<double>(values)))
            return false;
        return values.Distinct().Count() > values.Select(value => (float)value).Distinct().Count();
    }

    private static bool StepsAreOver(double share, double least, double largest)
    {
        double size = Math.Max(Math.Abs(least), Math.Abs(largest));
        return largest > least && (size * FloatStep > (largest - least) * share || size > float.MaxValue);
    }
}
