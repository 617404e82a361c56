using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The rectifier max(x, 0); its derivative at 0 is taken as 0.</summary>
internal sealed class Relu : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("relu", Functions.Relu) with
    {
        Weights = Initializer.HeUniform,
        NumPy = new("relu")
        {
            Definition = """
                def relu(x):
                    return np.maximum(x, 0)
                """,
        },
        PyTorch = "torch.relu",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (x[0] > 0)];

    public override string Reason =>
        "relu passes positive elements and stops the others, so it passes and stops their gradients.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Relu);
}
