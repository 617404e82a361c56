using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x, but no less than a lower and no more than an upper bound.</summary>
internal sealed class Clip(double low, double high) : UnaryOperator
{
    private static readonly FunctionOption Low = new("low", OptionKind.Number, "-1") { IsRequired = true };
    private static readonly FunctionOption High = new("high", OptionKind.Number, "1") { IsRequired = true };

    public static FunctionEntry Entry { get; } = new("clip")
    {
        Aliases = ["clamp", "clip_by_value"],
        Signature = new(["x"], Low, High),
        Shape = call => call.Shapes() is not [var x] ? default : call.Number(Low) > call.Number(High)
            ? call.Error($"the lower bound of {call.Function} is above the upper one", "change the two") : new(x),
        Apply = arguments => Functions.Clip(arguments[0], arguments.Number(Low), arguments.Number(High)),
        NumPy = "np.clip",
        PyTorch = "torch.clamp",
        CSharp = "Clip",
    };

    public override FunctionEntry CatalogEntry => Entry;

    protected override AttributeList Describe() => [new(Low.Name, low), new(High.Name, high)];

    public static Clip From(AttributeList attributes) => new(attributes.Number(Low.Name), attributes.Number(High.Name));

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (x[0] >= low) * (x[0] <= high)];

    public override string Reason => "Between the bounds the slope is 1; beyond them the result does not move.";

    public override double[] Kinks => [low, high];

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Clip, low, high);
}
