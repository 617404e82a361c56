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

    /// <summary>The root of the sum of all squares, √Σx²; its gradient is x/‖x‖, and at 0 taken as 0.</summary>
    public static Tensor Norm(Tensor x) => Norm(x, []);

    /// <summary>The norm along an axis.</summary>
    public static Tensor Norm(Tensor x, int axis, bool keepDims = false) => Norm(x, [axis], keepDims);

    /// <summary>The norm along several axes; of all of them when there are none.</summary>
    public static Tensor Norm(Tensor x, int[] axes, bool keepDims = false) => Sqrt(Sum(Pow(x, 2), axes, keepDims));
}
