using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The square root.</summary>
internal sealed class Sqrt : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("sqrt", Functions.Sqrt) with
    {
        Curve = new() { From = 0.02 },
        NumPy = "np.sqrt",
        PyTorch = "torch.sqrt",
        Latex = x => $@"\sqrt{{{x}}}",
        MathMl = x => $"<msqrt><mrow>{x}</mrow></msqrt>",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy / (2 * y)];

    public override string Reason => "The derivative of the root is one over twice the root.";

    public override Tensor[][] Samples() => [[SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Sqrt);
}
