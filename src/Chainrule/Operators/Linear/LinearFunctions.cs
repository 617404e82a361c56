using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// The matrix product by NumPy's rules: a vector is a row on the left and a column on the right, and its axis is
    /// dropped from the result; leading axes broadcast.
    /// </summary>
    /// <exception cref="ShapeException">The inner dimensions differ, or an operand is a scalar.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0)
            throw new ShapeException(
                $"matmul of shapes {a.Shape} and {b.Shape}: a scalar is not a matrix; use * to scale.");
        RequireAligned(a, b);
        DType dtype = Tensor.CommonType(a, b);
        (a, b) = (a.As(dtype), b.As(dtype));
        if ((a.Rank > 1 && b.Rank > 1) || (a.Rank <= 2 && b.Rank <= 2)) return Product(a, b);
        Tensor left = a.Rank == 1 ? Reshape(a, new Shape[] { [1] }[0].Concat(a.Shape)) : a;
        Tensor right = b.Rank == 1 ? Reshape(b, b.Shape.Concat([1])) : b;
        Tensor product = Product(left, right);
        Shape shape = product.Shape;
        if (b.Rank == 1) shape = shape.Without(-1);
        if (a.Rank == 1) shape = shape.Without(b.Rank == 1 ? -1 : -2);
        return Reshape(product, shape);
    }

    /// <summary>
    /// NumPy's dot: the sum of products over the last axis of a and the second to last of b. For vectors this is the
    /// inner product, for matrices the matrix product, and with a scalar a multiple.
    /// </summary>
    public static Tensor Dot(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0) return a * b;
        if (a.Rank <= 2 && b.Rank <= 2) return MatMul(a, b);
        if (b.Rank == 1) return MatMul(a, b);
        RequireAligned(a, b);
        // dot(a, b)[i…, j…, n] = Σ a[i…, l] b[j…, l, n]: one matrix product, with the axes of b reordered.
        int[] order = [b.Rank - 2, .. Enumerable.Range(0, b.Rank - 2), b.Rank - 1];
        Tensor flat = MatMul(
            Reshape(a, [a.Length / Math.Max(1, a.Shape[-1]), a.Shape[-1]]),
            Reshape(Permute(b, order), [b.Shape[-2], b.Length / Math.Max(1, b.Shape[-2])]));
        return Reshape(flat, a.Shape.Without(-1).Concat(b.Shape.Without(-2)));
    }

    /// <summary>The outer product of two vectors: result[i, j] = a[i]·b[j].</summary>
    public static Tensor Outer(Tensor a, Tensor b)
    {
        DType dtype = Tensor.CommonType(a, b);
        return new MatrixProduct(true, true).On(Flat(a.As(dtype)), Flat(b.As(dtype)));

        static Tensor Flat(Tensor x) => x.Rank == 1 ? x : Reshape(x, [x.Length]);
    }

    /// <summary>The trace of a square matrix: the sum of its diagonal.</summary>
    public static Tensor Trace(Tensor x) => new Trace().On(x);

    /// <summary>The inverse of a square matrix; NaN where it is singular.</summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static Tensor Inverse(Tensor x) => new Inverse().On(x);

    /// <summary>The determinant of a square matrix; its gradient is det(X)·X⁻ᵀ, NaN where X is singular.</summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static Tensor Determinant(Tensor x) => new Determinant().On(x);

    /// <summary>
    /// The logarithm of a determinant, which does not overflow: −∞ for a singular matrix, NaN for a negative one.
    /// </summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static Tensor LogDeterminant(Tensor x) => new LogDeterminant().On(x);

    /// <summary>
    /// The solution X of A·X = B, for a vector (n) or the columns of B (n×k); NaN where A is singular.
    /// </summary>
    /// <exception cref="ShapeException">A is not square, or B has other rows.</exception>
    public static Tensor Solve(Tensor a, Tensor b)
    {
        DType dtype = Tensor.CommonType(a, b);
        return new Solve().On(a.As(dtype), b.As(dtype));
    }

    /// <summary>
    /// A vector as the diagonal of a matrix of zeros; of a square matrix, its diagonal as a vector, as NumPy's diag.
    /// </summary>
    /// <exception cref="ShapeException">It is neither.</exception>
    public static Tensor Diagonal(Tensor x) => new Diagonal().On(x);

    // It has the names of the axes that it stands for.
    internal static Tensor Identity(Shape shape, DType dtype)
    {
        var identity = new Constant(Tensor.Eye(shape[0], dtype: dtype).Value) { IsIdentity = true };
        return new Node(identity, [], shape, dtype).Tensor;
    }

    // Checks the operands as the user wrote them, before types are converted and transposes and batches are folded
    // away.
    private static void RequireAligned(Tensor a, Tensor b)
    {
        int axis = b.Rank == 1 ? 0 : b.Rank - 2;
        if (a.Shape[-1] != b.Shape[axis])
            throw new ShapeException(ShapeMessages.NotAligned(Node.Of(a), a.Rank - 1, Node.Of(b), axis));
    }

    // A transpose that feeds a product becomes a flag of the product, so no transposed copy is made.
    private static Tensor Product(Tensor a, Tensor b)
    {
        (Tensor left, bool transposeA) = WithoutTranspose(a);
        (Tensor right, bool transposeB) = WithoutTranspose(b);
        return new MatrixProduct(transposeA, transposeB).On(left, right);
    }

    private static (Tensor Operand, bool Transposed) WithoutTranspose(Tensor x)
    {
        Node node = Node.Of(x);
        return node.Name is null && node.Operator is Permute { SwapsLastTwo: true }
            ? (node.Inputs[0].Tensor, true)
            : (x, false);
    }
}
