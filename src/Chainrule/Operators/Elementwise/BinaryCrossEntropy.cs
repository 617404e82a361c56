using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// −t·log p − (1 − t)·log(1 − p) for p = sigmoid(x), from the logit x: max(x, 0) − x·t + log(1 + exp(−|x|)).
/// </summary>
internal sealed class BinaryCrossEntropy : ElementwiseOperator
{
    public static FunctionEntry Entry { get; } = new("binary_cross_entropy")
    {
        Aliases = ["bce"],
        Signature = new(["logits", "targets"]),
        Shape = ShapeRules.PairLoss,
        Apply = arguments => Functions.MeanBinaryCrossEntropy(arguments[0], arguments[1]),
        NumPy = new("binary_cross_entropy")
        {
            Definition = """
                def binary_cross_entropy(x, t):
                    return np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))
                """,
        },
        PyTorch = new("binary_cross_entropy")
        {
            Definition = """
                def binary_cross_entropy(x, t):
                    return torch.logaddexp(x, torch.zeros_like(x)) - x * t
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override DType InferDType(Node[] inputs) => FloatingType(inputs);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * (Functions.Sigmoid(x[0]) - x[1]), -(dy * x[0])];

    public override string Reason => "Sigmoid and logarithm cancel: the slope at the logit is p − t.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.Fractions]];

    public override ElementKey KernelKey => new(ElementFunction.BinaryCrossEntropy);
}
