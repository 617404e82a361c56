using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x where it is positive, else α(exp x − 1).</summary>
internal sealed class Elu(double alpha = 1) : UnaryOperator
{
    public double Alpha => alpha;

    private static readonly FunctionOption AlphaOption = new("alpha", OptionKind.Number, "alpha=1") { Default = 1 };

    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("elu", x => new Elu().On(x)) with
    {
        Signature = new(["x"], AlphaOption),
        Apply = arguments => new Elu(arguments.Number(AlphaOption)).On(arguments[0]),
        Weights = Initializer.HeUniform,
        NumPy = new("elu")
        {
            Definition = """
                def elu(x, alpha):
                    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
                """,
        },
        PyTorch = "torch.nn.functional.elu",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * Functions.Where(x[0] > 0, 1, y + alpha)];

    public override string Reason => "The slope of elu is 1 for positive x, and y + α = α exp x for the others.";

    protected override AttributeList Describe() => [new(AlphaOption.Name, alpha)];

    public static Elu From(AttributeList attributes) => new(attributes.Number(AlphaOption.Name));

    public override double[] Kinks => alpha == 1 ? [] : [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Elu, alpha, 1);
}
