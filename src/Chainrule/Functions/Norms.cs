using Chainrule.Catalog;

namespace Chainrule;

public static partial class Functions
{
    internal static FunctionEntry NormEntry { get; } = new("norm")
    {
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments => Norm(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
    };

    /// <summary>The Euclidean norm of all elements, √Σx². Its gradient is x/‖x‖, taken as 0 at 0.</summary>
    public static Tensor Norm(Tensor x) => Norm(x, []);

    /// <summary>The norm along an axis.</summary>
    public static Tensor Norm(Tensor x, int axis, bool keepDims = false) => Norm(x, [axis], keepDims);

    /// <summary>The norm along several axes; along all of them if none are given.</summary>
    public static Tensor Norm(Tensor x, int[] axes, bool keepDims = false) => Sqrt(Sum(Pow(x, 2), axes, keepDims));
}
