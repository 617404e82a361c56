using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x where it is positive, else a small slope times x.</summary>
internal sealed class LeakyRelu(double slope = 0.01) : UnaryOperator
{
    public double Slope => slope;

    private static readonly FunctionOption SlopeOption =
        new("slope", OptionKind.Number, "slope=0.01") { Default = 0.01 };

    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("leaky_relu", x => new LeakyRelu().On(x)) with
    {
        Aliases = ["leakyrelu"],
        Signature = new(["x"], SlopeOption),
        Apply = arguments => new LeakyRelu(arguments.Number(SlopeOption)).On(arguments[0]),
        Weights = Initializer.HeUniform,
        NumPy = new("leaky_relu")
        {
            Definition = """
                def leaky_relu(x, slope):
                    return np.where(x > 0, x, slope * x)
                """,
        },
        PyTorch = "torch.nn.functional.leaky_relu",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Where(x[0] > 0, 1, slope)];

    public override string Reason =>
        "The slope is 1 for positive x and small for the others, so no element loses its gradient.";

    protected override AttributeList Describe() => [new(SlopeOption.Name, slope)];

    public static LeakyRelu From(AttributeList attributes) => new(attributes.Number(SlopeOption.Name));

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.LeakyRelu, slope);
}
