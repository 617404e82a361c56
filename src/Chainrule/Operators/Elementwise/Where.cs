using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a where the condition is not 0, else b.</summary>
internal sealed class Where : ElementwiseOperator
{
    public static FunctionEntry Entry { get; } = new("where")
    {
        Aliases = ["select"],
        Signature = new(["condition", "a", "b"]),
        Shape = ShapeRules.Broadcast,
        Apply = arguments => Functions.Where(arguments[0], arguments[1], arguments[2]),
        ElementwiseOf = 3,
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [null, Functions.Where(x[0], dy, 0), Functions.Where(x[0], 0, dy)];

    public override string Reason => "The gradient goes to whichever branch was taken.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal > 0, SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Where);
}
