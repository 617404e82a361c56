using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The sum along axes.</summary>
internal sealed class Sum(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public static FunctionEntry Entry { get; } = new("sum")
    {
        Aliases = ["add", "total"],
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments =>
            Functions.Sum(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [Functions.BroadcastTo(Restore(dy, x[0]), x[0].Shape)];

    public override string Reason => "Every term moves the sum alike, so each receives the whole gradient.";

    protected override ReductionKind Kind => ReductionKind.Sum;
}
