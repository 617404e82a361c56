using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The determinant of a square matrix.</summary>
internal sealed class Determinant : SquareMatrixOperator
{
    public static FunctionEntry Entry { get; } = new("det")
    {
        Aliases = ["determinant"],
        Shape = ScalarOf,
        Apply = arguments => Functions.Determinant(arguments[0]),
        NumPy = "np.linalg.det",
        PyTorch = "torch.linalg.det",
        CSharp = "Determinant",
        LatexName = @"\det",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs)
    {
        Square(inputs[0]);
        return Shape.Scalar;
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * y * Functions.Transpose(Functions.Inverse(x[0]))];

    public override string Reason => "d det X = det X · tr(X⁻¹·dX), so the gradient is det X · X⁻ᵀ (Jacobi).";

    public override string ReasonFor(ReasonNames names) => names.Say(
            "a determinant is linear in each element of {0}, with its cofactor as the slope: all of them " +
            "together are {1} inv({0})ᵀ (Jacobi's formula)",
            names.Value, names.Result);

    public override Tensor[][] Samples() => [[Regular]];

    public override KernelKey KernelKey => new LinearKey(LinearFunction.Determinant);
}
