using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The hyperbolic tangent.</summary>
internal sealed class Tanh : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("tanh", Functions.Tanh) with
    {
        NumPy = "np.tanh",
        PyTorch = "torch.tanh",
        LatexName = @"\tanh",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (1 - Functions.Pow(y, 2))];

    public override string Reason =>
        "tanh acts on each element alone, so its Jacobian is diagonal: multiply elementwise by 1 − y².";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Tanh);
}
