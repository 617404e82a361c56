using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The logistic function 1 / (1 + exp(−x)), stable for large |x|.</summary>
internal sealed class Sigmoid : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("sigmoid", Functions.Sigmoid) with
    {
        Aliases = ["logistic", "expit"],
        NumPy = new("sigmoid")
        {
            Definition = """
                def sigmoid(x):
                    e = np.exp(-np.abs(x))
                    return np.where(x >= 0, 1, e) / (1 + e)
                """,
        },
        PyTorch = "torch.sigmoid",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * y * (1 - y)];

    public override string Reason =>
        "sigmoid acts on each element alone, so its Jacobian is diagonal: multiply elementwise by y(1 − y).";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Sigmoid);
}
