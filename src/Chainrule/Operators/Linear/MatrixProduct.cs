using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// The matrix product op(A)·op(B), op the identity or the transpose of the last two axes; leading axes broadcast. A
/// vector on the left is a row and one on the right a column, and its axis of length 1 is dropped from the result;
/// transposed, they make the outer product a·bᵀ.
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

    protected override AttributeList Describe() =>
        [new("transpose_a", transposeA), new("transpose_b", transposeB)];

    public static MatrixProduct From(AttributeList attributes) =>
        new(attributes.Flag("transpose_a"), attributes.Flag("transpose_b"));

    /// <summary>Whether this is the outer product of two vectors.</summary>
    public static bool IsOuter(Node node) => node is { Operator: MatrixProduct { TransposeA: true, TransposeB: true } }
        && node.Inputs[0].Shape.Rank == 1 && node.Inputs[1].Shape.Rank == 1;

    public override Shape InferShape(Node[] inputs)
    {
        Node a = inputs[0], b = inputs[1];
        (int rankA, int rankB) = (a.Shape.Rank, b.Shape.Rank);
        if (rankA == 1 && rankB == 1 && transposeA && transposeB) return a.Shape.Concat(b.Shape);
        int inner = rankA == 1 ? 0 : a.Shape.Axis(transposeA ? -2 : -1);
        int other = rankB == 1 ? 0 : b.Shape.Axis(transposeB ? -1 : -2);
        if (a.Shape[inner] != b.Shape[other]) throw new ShapeException(ShapeMessages.NotAligned(a, inner, b, other));
        Shape rows = rankA == 1 ? Shape.Scalar : a.Shape.Select(transposeA ? -1 : -2);
        Shape matrix = rankB == 1 ? rows : rows.Concat(b.Shape.Select(transposeB ? -2 : -1));
        if (rankA <= 2 && rankB <= 2) return matrix;
        Shape batch = Shape.TryBroadcast(Batch(a.Shape), Batch(b.Shape))
            ?? throw new ShapeException(ShapeMessages.CannotBroadcast("matmul over the leading axes", a, b));
        return batch.Concat(matrix);
    }

    // With Y = A·B: dA = dY·Bᵀ and dB = Aᵀ·dY. A transposed operand receives the transpose of its gradient, again as a
    // single product. For vectors the rules are the same; the gradient of a matrix is then an outer product.
    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        (Tensor a, Tensor b) = (x[0], x[1]);
        switch (a.Rank, b.Rank)
        {
            case (1, 1) when transposeA:
                return [Product(dy, false, b), Product(dy, true, a)];
            case (1, 1):
                return [dy * b, dy * a];
            case (2, 1):
                return [transposeA ? Outer(b, dy) : Outer(dy, b), Product(a, !transposeA, dy)];
            case (1, 2):
                return [Product(b, transposeB, dy), transposeB ? Outer(dy, a) : Outer(a, dy)];
            default:
                return
                [
                    transposeA
                        ? new MatrixProduct(transposeB, true).On(b, dy)
                        : new MatrixProduct(false, !transposeB).On(dy, b),
                    transposeB
                        ? new MatrixProduct(true, transposeA).On(dy, a)
                        : new MatrixProduct(!transposeA, false).On(a, dy),
                ];
        }
    }

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => node.Shape.Rank > 2
        ? AlignsRows(node, hasRows)
        : node.Inputs[0].Shape.Rank == 2 && hasRows(node.Inputs[0]) && !hasRows(node.Inputs[1]) && !transposeA;

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

    // Two operations, a product and a sum, for each of the terms of an element.
    public override long Flops(Node node)
    {
        Shape a = node.Inputs[0].Shape;
        int terms = IsOuter(node) ? 1 : a[a.Rank == 1 ? 0 : a.Axis(transposeA ? -2 : -1)];
        return 2L * node.Shape.Size * terms;
    }

    public override KernelKey KernelKey => new ProductKey(transposeA, transposeB);

    private static Tensor Product(Tensor matrix, bool transposed, Tensor vector) =>
        new MatrixProduct(transposed).On(matrix, vector);

    private static Tensor Outer(Tensor column, Tensor row) => new MatrixProduct(true, true).On(column, row);

    private static Shape Batch(Shape shape) => shape.Select([.. Enumerable.Range(0, shape.Rank - 2)]);
}
