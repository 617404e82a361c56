using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>log(1 + exp x), stable for large |x|.</summary>
internal sealed class Softplus : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("softplus", Functions.Softplus) with
    {
        Weights = Initializer.HeUniform,
        NumPy = new("softplus")
        {
            Definition = """
                def softplus(x):
                    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
                """,
        },
        PyTorch = new("softplus")
        {
            Definition = """
                def softplus(x):
                    return torch.logaddexp(x, torch.zeros_like(x))
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Sigmoid(x[0])];

    public override string Reason => "The derivative of softplus is the sigmoid.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Softplus);
}
