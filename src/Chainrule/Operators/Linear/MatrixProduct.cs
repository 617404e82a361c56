using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// The matrix product op(A)·op(B), op the identity or the transpose of the last two axes; leading axes broadcast.
/// </summary>
internal sealed class MatrixProduct(bool transposeA = false, bool transposeB = false) : Operator
{
    public bool TransposeA => transposeA;

    public bool TransposeB => transposeB;

    public override string Name => "matmul";

    public override Notation Write(Notation[] inputs, Node node) => Notation.Infix(
        transposeA ? new($"{inputs[0].In(Binding.Postfix)}'", Binding.Postfix) : inputs[0],
        "@",
        transposeB ? new($"{inputs[1].In(Binding.Postfix)}'", Binding.Postfix) : inputs[1],
        Binding.Product);

    protected override object Key => (transposeA, transposeB);

    public override Shape InferShape(Node[] inputs)
    {
        Node a = inputs[0], b = inputs[1];
        int inner = transposeA ? -2 : -1, other = transposeB ? -1 : -2;
        if (a.Shape[inner] != b.Shape[other])
        {
            throw new ShapeException(
                ShapeMessages.NotAligned(a, a.Shape.Axis(inner), b, b.Shape.Axis(other)));
        }
        Shape matrix = a.Shape.Select(transposeA ? -1 : -2).Concat(b.Shape.Select(transposeB ? -2 : -1));
        if (a.Shape.Rank == 2 && b.Shape.Rank == 2) return matrix;
        Shape batch = Shape.TryBroadcast(Batch(a.Shape), Batch(b.Shape))
            ?? throw new ShapeException(ShapeMessages.CannotBroadcast("matmul over the leading axes", a, b));
        return batch.Concat(matrix);
    }

    // With Y = A·B: dA = dY·Bᵀ and dB = Aᵀ·dY; a transposed operand receives the transpose of that, again as one
    // product.
    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
    [
        transposeA
            ? new MatrixProduct(transposeB, true).On(x[1], dy)
            : new MatrixProduct(false, !transposeB).On(dy, x[1]),
        transposeB
            ? new MatrixProduct(true, transposeA).On(dy, x[0])
            : new MatrixProduct(!transposeA, false).On(x[0], dy),
    ];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => node.Shape.Rank > 2
        ? AlignsRows(node, hasRows)
        : hasRows(node.Inputs[0]) && !hasRows(node.Inputs[1]) && !transposeA;

    public override string Reason =>
        "Y[i,j] = Σ_l A[i,l] B[l,j], so dA[i,l] = Σ_j dY[i,j] B[l,j] = (dY·Bᵀ)[i,l] " +
        "and dB[l,j] = Σ_i A[i,l] dY[i,j] = (Aᵀ·dY)[l,j].";

    public override Tensor[][] Samples()
    {
        Tensor a = SampleValues.Matrix(-2.1, -0.7, -0.3, 0.2, 0.9, 1.6);       // 2×3
        Tensor b = SampleValues.Matrix(0.4, -1.3, 1.1, -0.6, 2.2, -0.15, 0.7, 1.9, -0.8, 0.3, 1.2, -1.7);   // 2×6
        Tensor left = transposeA ? Functions.Reshape(a, [3, 2]) : a;
        return [[left, Functions.Reshape(b, transposeB ? [4, 3] : [3, 4])]];
    }

    public override KernelKey KernelKey => new ProductKey(transposeA, transposeB);

    private static Shape Batch(Shape shape) => shape.Select([.. Enumerable.Range(0, shape.Rank - 2)]);
}
