using Chainrule.Operators;

namespace Chainrule;

internal sealed partial class Simplifier
{
    private Node Permuted(Node x, Permute permute, Node node)
    {
        if (permute.Axes.SequenceEqual(Enumerable.Range(0, permute.Axes.Length).ToArray())) return x;
        Monomial view = View(x);
        if (view.Factors.All(factor => factor.Node.Shape.Rank == 0)) return Product(view, node.Shape, node.DType);
        if (IsAtom(x)) return Make(permute, x);
        if (!view.Coefficient.IsOne)
        {
            Node inner = Product(new(Coefficient.One, view.Factors), x.Shape, x.DType);
            return Product(View(Permuted(inner, permute, node)).Times(view.Coefficient), node.Shape, node.DType);
        }
        switch (x.Operator)
        {
            case Permute first:
                int[] axes = new int[permute.Axes.Length];
                for (int i = 0; i < axes.Length; i++) axes[i] = first.Axes[permute.Axes[i]];
                return Permuted(x.Inputs[0], new Permute(axes), node);
            // (A·B)ᵀ = Bᵀ·Aᵀ
            case MatrixProduct product when permute.SwapsLastTwo:
                return Make(new MatrixProduct(!product.TransposeB, !product.TransposeA), x.Inputs[1], x.Inputs[0]);
            default:
                return Make(permute, x);
        }
    }

    private Node Multiplied(Node a, Node b, MatrixProduct product, Node node)
    {
        (Monomial numberOfA, Node left, bool transposeA) = Operand(a, product.TransposeA);
        (Monomial numberOfB, Node right, bool transposeB) = Operand(b, product.TransposeB);
        Monomial number = numberOfA.Times(numberOfB);
        if (number.Coefficient.IsZero) return Fit(Number(0, node.DType), node.Shape);
        Node? short_ = node.Shape.Rank == 2 ? WithoutTrivialFactor(left, transposeA, right, transposeB) : null;
        Node result = short_ ?? Make(new MatrixProduct(transposeA, transposeB), left, right);
        return Product(number.Times(View(result)), node.Shape, node.DType);
    }

    // The scalars in front of an operand and what remains, its transpose as a flag.
    private (Monomial Number, Node Matrix, bool Transposed) Operand(Node x, bool transposed)
    {
        (Monomial constant, Monomial rest) = SplitScalars(x);
        Node matrix = constant.IsNumber && constant.Coefficient.IsOne ? x : Product(rest, x.Shape, x.DType);
        if (!IsAtom(matrix) && matrix.Operator is Permute { SwapsLastTwo: true })
            return (constant, matrix.Inputs[0], !transposed);
        return (constant, matrix, transposed);
    }

    // Products with the identity and with matrices of ones.
    private Node? WithoutTrivialFactor(Node a, bool transposeA, Node b, bool transposeB)
    {
        if (IsIdentity(a)) return transposeB ? Transposed(b) : b;
        if (IsIdentity(b)) return transposeA ? Transposed(a) : a;
        if (View(a).IsNumber) return SumOver(b, transposeB ? 1 : 0, transposeB);
        if (View(b).IsNumber) return SumOver(a, transposeA ? 0 : 1, transposeA);
        return null;
    }

    // Every row of ones·B is the sum of B's rows; every column of A·ones the sum of A's columns.
    private Node SumOver(Node x, int axis, bool transposed)
    {
        Node sum = Make(new Sum(axis, axis, keepDims: true), x);
        return transposed ? Transposed(sum) : sum;
    }

    private Node Transposed(Node x) =>
        !IsAtom(x) && x.Operator is Permute { SwapsLastTwo: true } ? x.Inputs[0] : Make(new Permute([1, 0]), x);

    private static bool IsIdentity(Node node) => node is { Name: "I", Operator: Constant };

    // trace(A·B) = Σ A ⊙ Bᵀ, and so trace(A·Aᵀ) = Σ A².
    private Node Traced(Node x, Node node)
    {
        Monomial view = View(x);
        if (!view.Coefficient.IsOne)
        {
            Node inner = Product(new(Coefficient.One, view.Factors), x.Shape, x.DType);
            return Product(View(Traced(inner, node)).Times(view.Coefficient), node.Shape, node.DType);
        }
        if (IsAtom(x) || x.Operator is not MatrixProduct product) return Make(new Trace(), x);
        Node a = x.Inputs[0], b = product.TransposeA == product.TransposeB ? Transposed(x.Inputs[1]) : x.Inputs[1];
        Node squares = Product(View(a).Times(View(b)), a.Shape, a.DType);
        return Make(new Sum(0, 1, keepDims: false), squares);
    }
}
