using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The logarithm of a determinant, without its overflow; NaN where the determinant is negative.</summary>
internal sealed class LogDeterminant : SquareMatrixOperator
{
    public static FunctionEntry Entry { get; } = new("logdet")
    {
        Aliases = ["slogdet", "log_det"],
        Shape = ScalarOf,
        Apply = arguments => Functions.LogDeterminant(arguments[0]),
        NumPy = new("logdet")
        {
            Definition = """
                def logdet(x):
                    sign, logarithm = np.linalg.slogdet(x)
                    return logarithm if sign >= 0 else np.nan
                """,
        },
        PyTorch = "torch.logdet",
        CSharp = "LogDeterminant",
        Latex = x => $@"\log{Determinant.Entry.LatexName}\left({x}\right)",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs)
    {
        Square(inputs[0]);
        return Shape.Scalar;
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * Functions.Transpose(Functions.Inverse(x[0]))];

    public override string Reason => "d log det X = tr(X⁻¹·dX), so the gradient is X⁻ᵀ.";

    public override string ReasonFor(ReasonNames names) => names.Say(
            "the gradient of a determinant is the determinant times inv({0})ᵀ, and the logarithm divides by the " +
            "determinant: inv({0})ᵀ is left",
            names.Value);

    public override Tensor[][] Samples() => [[Regular]];

    public override KernelKey KernelKey => new LinearKey(LinearFunction.LogDeterminant);
}
