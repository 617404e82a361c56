using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The mean along axes: the sum over the number of elements.</summary>
internal sealed class Mean(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public static FunctionEntry Entry { get; } = new("mean")
    {
        Aliases = ["average", "avg"],
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments =>
            Functions.Mean(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [Functions.BroadcastTo(Restore(dy, x[0]) / Functions.Size(x[0], FirstAxis, LastAxis), x[0].Shape)];

    public override string Reason => "Each of the n elements moves the mean by 1/n.";

    protected override ReductionKind Kind => ReductionKind.Mean;
}
