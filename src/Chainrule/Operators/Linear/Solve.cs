using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The solution X of A·X = B, for a vector or the columns of a matrix; NaN where A is singular.</summary>
internal sealed class Solve : SquareMatrixOperator
{
    public static FunctionEntry Entry { get; } = new("solve")
    {
        Aliases = ["linsolve"],
        Signature = new(["A", "b"]),
        Shape = ShapeOf,
        Apply = arguments => Functions.Solve(arguments[0], arguments[1]),
        NumPy = "np.linalg.solve",
        PyTorch = "torch.linalg.solve",
        CSharp = "Solve",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs)
    {
        Shape a = Square(inputs[0]), b = inputs[1].Shape;
        if (b.Rank is 1 or 2 && b[0] == a[0]) return b;
        throw new ShapeException(
            $"solve: the right side of shape {b} needs {a[0]} elements or rows, as the matrix of shape {a} has.");
    }

    private static Inferred ShapeOf(ShapeCall call)
    {
        if (call.Shapes() is not [var a, var b] || Square(call, a, Remedy) is null) return Inferred.Unknown;
        if (b.Rank is 1 or 2 && call.Unify(a[1], b[0])) return new(b);
        return call.Misfit($"`{call.NameOf(1)}` {b} is no right side for `{call.NameOf(0)}` {a}",
            "give it as many elements, or rows, as the matrix has rows", at: 1);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor right = Functions.Solve(Functions.Transpose(x[0]), dy);
        Tensor left = y.Rank == 1 ? Functions.Outer(right, y) : Functions.MatMul(right, Functions.Transpose(y));
        return [-left, right];
    }

    public override string Reason => "X = A⁻¹·B, so dB = A⁻ᵀ·dX, and dA = −dB·Xᵀ.";

    public override string ReasonFor(ReasonNames names) => names.Index == 1
        ? names.Say(
            "{0} is inv({1}) · {2}, so {2} receives inv({1})ᵀ · the gradient, which solve({1}ᵀ, …) computes",
            names.Result, names.Operands[0], names.Operands[1])
        : names.Say(
            "since {1} · {0} = {2}, a change of {1} times {0} acts as one of {2} with the opposite sign: minus " +
            "the gradient of {2}, which solve({1}ᵀ, …) computes, times {0}ᵀ",
            names.Result, names.Operands[0], names.Operands[1]);

    public override Tensor[][] Samples() =>
        [[Regular, SampleValues.Vector(0.4, -1.3)], [Regular, SampleValues.OtherReal]];

    public override KernelKey KernelKey => new LinearKey(LinearFunction.Solve);
}
