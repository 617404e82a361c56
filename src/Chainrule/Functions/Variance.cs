using Chainrule.Catalog;

namespace Chainrule;

public static partial class Functions
{
    internal static FunctionEntry VarEntry { get; } = new("var")
    {
        Aliases = ["variance"],
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments => Var(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
    };

    internal static FunctionEntry StdEntry { get; } = new("std")
    {
        Aliases = ["stddev", "standard_deviation"],
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments => Std(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
    };

    /// <summary>The variance of all elements: the mean squared deviation from the mean.</summary>
    public static Tensor Var(Tensor x) => Var(x, []);

    /// <summary>The variance along an axis.</summary>
    public static Tensor Var(Tensor x, int axis, bool keepDims = false, int correction = 0) =>
        Var(x, [axis], keepDims, correction);

    /// <summary>
    /// The variance along several axes, 1/(n − correction) · Σ(x − mean)²; integers are converted to float32 first.
    /// </summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all if none are given.</param>
    /// <param name="keepDims">Whether to keep the reduced axes with length 1.</param>
    /// <param name="correction">
    /// What to subtract from the number of elements n: 0 for the population variance, 1 for the sample variance.
    /// </param>
    public static Tensor Var(Tensor x, int[] axes, bool keepDims = false, int correction = 0)
    {
        if (!x.DType.IsFloating()) x = x.Cast(DType.Float32);
        Tensor squares = Pow(x - Mean(x, axes, keepDims: true), 2);
        if (correction == 0) return Mean(squares, axes, keepDims);
        long count = 1;
        if (axes.Length == 0) count = x.Length;
        else foreach (int axis in axes) count *= x.Shape[axis];
        return Sum(squares, axes, keepDims) / Number(Math.Max(0, count - correction), x.DType);
    }

    /// <summary>The standard deviation of all elements: the square root of <see cref="Var(Tensor)"/>.</summary>
    public static Tensor Std(Tensor x) => Sqrt(Var(x));

    /// <summary>The standard deviation along an axis.</summary>
    public static Tensor Std(Tensor x, int axis, bool keepDims = false, int correction = 0) =>
        Sqrt(Var(x, axis, keepDims, correction));

    /// <summary>The standard deviation along several axes.</summary>
    public static Tensor Std(Tensor x, int[] axes, bool keepDims = false, int correction = 0) =>
        Sqrt(Var(x, axes, keepDims, correction));
}
