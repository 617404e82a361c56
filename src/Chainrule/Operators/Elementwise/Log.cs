using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The natural logarithm.</summary>
internal sealed class Log : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("log", Functions.Log) with
    {
        Aliases = ["ln"],
        Curve = new() { From = 0.02 },
        NumPy = "np.log",
        PyTorch = "torch.log",
        LatexName = @"\log",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy / x[0]];

    public override string Reason => "The derivative of log x is 1/x.";

    public override Tensor[][] Samples() => [[SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Log);
}
