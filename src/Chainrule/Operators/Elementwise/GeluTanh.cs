using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The tanh approximation of gelu, x/2 (1 + tanh(√(2/π)(x + 0.044715 x³))).</summary>
internal sealed class GeluTanh : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("gelu_tanh", Functions.GeluTanh) with
    {
        Weights = Initializer.HeUniform,
        NumPy = new("gelu_tanh")
        {
            Definition = """
                def gelu_tanh(x):
                    return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x ** 3)))
                """,
        },
        PyTorch = new("gelu_tanh")
        {
            Definition = """
                def gelu_tanh(x):
                    return 0.5 * x * (1 + torch.tanh((2 / math.pi) ** 0.5 * (x + 0.044715 * x ** 3)))
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Slope(x[0])];

    public override string Reason => "The slope follows from the product and the chain rule on x/2 (1 + tanh u).";

    private static readonly double Scale = Math.Sqrt(2 / Math.PI);

    private static Tensor Slope(Tensor x)
    {
        Tensor tanh = Functions.Tanh(Scale * (x + (0.044715 * Functions.Pow(x, 3))));
        return (0.5 * (1 + tanh))
            + (0.5 * x * (1 - Functions.Pow(tanh, 2)) * (Scale * (1 + (3 * 0.044715 * Functions.Pow(x, 2)))));
    }

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.GeluTanh);
}
