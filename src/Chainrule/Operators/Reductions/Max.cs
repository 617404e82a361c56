using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The greatest element along axes; equal ones share the gradient evenly.</summary>
internal sealed class Max(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public static FunctionEntry Entry { get; } = new("max")
    {
        Aliases = ["maximum"],
        Signature = Signature.OfReduction with { OrPair = true },
        Shape = call => call.Count == 2 ? ShapeRules.Broadcast(call) : ShapeRules.Reduction(call),
        Apply = arguments => arguments.Count == 2 ? Functions.Maximum(arguments[0], arguments[1])
            : Functions.Max(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
        ElementwiseOf = 2,
        LatexName = @"\max",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor winners = Functions.Equal(x[0], Restore(y, x[0]));
        Tensor count = new Sum(FirstAxis, LastAxis, KeepDims).On(winners);
        return [winners * Restore(dy / count, x[0])];
    }

    public override string Reason => "Only the greatest element moves the result; equal ones share the gradient.";

    protected override ReductionKind Kind => ReductionKind.Max;
}
