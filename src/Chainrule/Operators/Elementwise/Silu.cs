using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x·sigmoid(x), also called swish.</summary>
internal sealed class Silu : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("silu", Functions.Silu) with
    {
        Aliases = ["swish"],
        Weights = Initializer.HeUniform,
        NumPy = new("silu")
        {
            Definition = """
                def silu(x):
                    e = np.exp(-np.abs(x))
                    return x * np.where(x >= 0, 1, e) / (1 + e)
                """,
        },
        PyTorch = "torch.nn.functional.silu",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * (Functions.Sigmoid(x[0]) * (1 + x[0] - y))];

    public override string Reason =>
        "By the product rule the slope is s + x·s(1 − s) = s(1 + x − y) with s = sigmoid(x).";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Silu);
}
