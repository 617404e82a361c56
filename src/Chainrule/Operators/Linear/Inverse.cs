using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The inverse of a square matrix; NaN where it is singular.</summary>
internal sealed class Inverse : SquareMatrixOperator
{
    public static FunctionEntry Entry { get; } = new("inv")
    {
        Aliases = ["inverse"],
        Shape = call => call.Shapes() is [var x] ? new(Square(call, x, Remedy)) : default,
        Apply = arguments => Functions.Inverse(arguments[0]),
        NumPy = "np.linalg.inv",
        PyTorch = "torch.linalg.inv",
        CSharp = "Inverse",
        // In braces of its own, so that a transpose may follow.
        Latex = x => $"{{{(x.All(c => char.IsLetterOrDigit(c) || c is '_' or '\\' or '{' or '}')
            ? x : $"\\left({x}\\right)")}^{{-1}}}}",
        MathMl = x => $"<msup><mrow>{(x.Contains("<mo>") ? $"<mo>(</mo>{x}<mo>)</mo>" : x)}</mrow><mn>−1</mn></msup>",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs) => Square(inputs[0]);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor transposed = Functions.Transpose(y);
        return [-Functions.MatMul(Functions.MatMul(transposed, dy), transposed)];
    }

    public override string Reason => "X·Y = I, so dY = −Y·dX·Y, and the gradient is −Yᵀ·dY·Yᵀ.";

    public override string ReasonFor(ReasonNames names) => names.Say(
            "since {0} · {1} = I, a change of {0} changes {1} by −{1} · the change · {1}: the gradient stands " +
            "between two factors {1}ᵀ, with a minus",
            names.Value, names.Result);

    public override Tensor[][] Samples() => [[Regular]];

    public override KernelKey KernelKey => new LinearKey(LinearFunction.Inverse);
}
