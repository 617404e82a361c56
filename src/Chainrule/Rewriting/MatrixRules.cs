using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Transposes, products and traces of matrices, as textbooks write them.</summary>
internal static class MatrixRules
{
    public static readonly Rule[] Rules =
    [
        Rule.For<Permute>("one number, transposed", (node, graph) =>
            Monomial.Of(node[0]) is var view && view.Factors.All(factor => factor.Node.Shape.Rank == 0)
                ? graph.Product(view, node.Shape, node.DType) : null),
        Rule.For<Permute>("(c A)ᵀ = c Aᵀ", (permute, node, graph) =>
            WithoutNumber(node[0], graph) is var (number, rest)
                ? graph.Product(Monomial.Of(graph.Apply(permute, rest)).Times(number), node.Shape, node.DType) : null),
        Rule.For<Permute>("a transpose that needs none", (permute, node, graph) =>
            permute.SwapsLastTwo && node.Shape.Rank == 2 ? graph.WithoutTranspose(node[0]) : null),
        Rule.For<MatrixProduct>("Aᵀ = A for a symmetric matrix", (product, node, graph) =>
            (product.TransposeA && IsSymmetric(node[0])) || (product.TransposeB && IsSymmetric(node[1]))
                ? graph.Apply(new MatrixProduct(product.TransposeA && !IsSymmetric(node[0]),
                    product.TransposeB && !IsSymmetric(node[1])), node[0], node[1]) : null),
        Rule.For<Permute>("(A·B)ᵀ = Bᵀ·Aᵀ", (permute, node, graph) =>
            permute.SwapsLastTwo && graph.Inside(node[0]) is MatrixProduct product
                ? graph.Make(
                    MatrixProduct.IsOuter(node[0]) ? product
                        : new MatrixProduct(!product.TransposeB, !product.TransposeA),
                    node[0].Inputs[1], node[0].Inputs[0])
                : null),
        Rule.For<MatrixProduct>("x·A = Aᵀ·x for a vector x", (product, node, graph) =>
            node[0].Shape.Rank == 1 && node[1].Shape.Rank == 2
                ? graph.Apply(new MatrixProduct(!product.TransposeB), node[1], node[0]) : null),
        Rule.For<MatrixProduct>("x·x = Σ x² for a vector x", (product, node, graph) =>
            node[0] == node[1] && node.Shape.Rank == 0
                ? graph.Apply(new Sum(0, 0, keepDims: false), graph.Apply(new Power(2), node[0])) : null),
        Rule.For<MatrixProduct>("(c A)·(d B) = c d A·B", Scaled),
        Rule.For<MatrixProduct>("a stretched operand", Stretched),
        Rule.For<MatrixProduct>("I·B = B, and 1·B sums up the rows of B", WithoutTrivialFactor),
        Rule.For<Diagonal>("the diagonal of a number is that number", (node, graph) =>
            node.Shape.Rank == 1 && Monomial.Of(node[0]) is { IsNumber: true } number
                ? graph.Product(number, node.Shape, node.DType) : null),
        Rule.For<Trace>("trace(c A) = c trace(A)", (trace, node, graph) =>
            WithoutNumber(node[0], graph) is var (number, rest)
                ? graph.Product(Monomial.Of(graph.Apply(trace, rest)).Times(number), node.Shape, node.DType) : null),
        Rule.For<Trace>("trace(A·B) = Σ A ⊙ Bᵀ", (node, graph) =>
        {
            if (graph.Inside(node[0]) is not MatrixProduct product) return null;
            Node a = node[0].Inputs[0], b = node[0].Inputs[1];
            if (MatrixProduct.IsOuter(node[0])) return graph.Apply(new MatrixProduct(), a, b);
            if (product.TransposeA == product.TransposeB) b = graph.Transposed(b);
            return graph.Make(
                new Sum(0, 1, keepDims: false),
                graph.Product(Monomial.Of(a).Times(Monomial.Of(b)), a.Shape, a.DType));
        }),
    ];

    // The number in front of a value, and the rest; null if there is no number.
    private static (Coefficient Number, Node Matrix)? WithoutNumber(Node x, Rewriter graph)
    {
        Monomial view = Monomial.Of(x);
        return view.Coefficient.IsOne ? null
            : (view.Coefficient, graph.Product(new(Coefficient.One, view.Factors), x.Shape, x.DType));
    }

    private static Node? Scaled(MatrixProduct product, Application node, Rewriter graph)
    {
        (Monomial numberOfA, Node a) = Operand(node[0], graph);
        (Monomial numberOfB, Node b) = Operand(node[1], graph);
        Monomial number = numberOfA.Times(numberOfB);
        if (number.Coefficient.IsZero) return graph.Filled(0, node.Shape, node.DType);
        if (number.IsNumber && number.Coefficient.IsOne) return null;
        return graph.Product(number.Times(Monomial.Of(graph.Apply(product, a, b))), node.Shape, node.DType);
    }

    // The scalars in front of an operand, and the rest.
    private static (Monomial Number, Node Matrix) Operand(Node x, Rewriter graph)
    {
        (Monomial constant, Monomial rest) = Monomial.Of(x).SplitScalars();
        return constant.IsNumber && constant.Coefficient.IsOne
            ? (constant, x) : (constant, graph.Product(rest, x.Shape, x.DType));
    }

    // Equal rows stretch the product, and what is equal along the summed axis comes before the sum:
    // (1 aᵀ)·B = 1 (aᵀ·B), and (a 1ᵀ)·B = a (1ᵀ·B), where 1ᵀ·B sums the rows of B.
    private static Node? Stretched(MatrixProduct product, Application node, Rewriter graph)
    {
        if (node[0].Shape.Rank != 2 || node[1].Shape.Rank != 2) return null;
        for (int place = 0; place < 2; place++)
        {
            if (graph.Inside(node[place]) is not BroadcastTo) continue;
            Node inner = node[place].Inputs[0], other = node[1 - place];
            int axisOfA = product.TransposeA ? 0 : 1, axisOfB = product.TransposeB ? 1 : 0;
            (int summed, int over) = place == 0 ? (axisOfA, axisOfB) : (axisOfB, axisOfA);
            if (inner.Shape.Rank == 1 && summed == 0)
            {
                Node total = graph.Apply(new Sum(over, over, keepDims: false), other);
                return graph.Apply(new MatrixProduct(true, true), place == 0 ? [inner, total] : [total, inner]);
            }
            if (inner.Shape.Rank == 1) inner = graph.Make(new Reshape(Shape.Create([1]).Concat(inner.Shape)), inner);
            if (inner.Shape.Rank != 2 || inner.Shape.Size == 1) continue;
            if (inner.Shape[summed] == 1)
                other = graph.Apply(new Sum(over, over, keepDims: true), other);
            return graph.Fit(place == 0 ? graph.Apply(product, inner, other) : graph.Apply(product, other, inner),
                node.Shape);
        }
        return null;
    }

    private static Node? WithoutTrivialFactor(MatrixProduct product, Application node, Rewriter graph)
    {
        (Node a, Node b) = (node[0], node[1]);
        if (a.Shape.Rank == 2 && b.Shape.Rank == 1 && Monomial.Of(b).IsNumber)
        {
            Node sum = graph.Apply(new Sum(product.TransposeA ? 0 : 1, product.TransposeA ? 0 : 1, keepDims: false), a);
            return graph.Product(Monomial.Of(b).Times(Monomial.Of(sum)), node.Shape, node.DType);
        }
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2) return null;
        if (a.Operator is Constant { IsIdentity: true }) return product.TransposeB ? graph.Transposed(b) : b;
        if (b.Operator is Constant { IsIdentity: true }) return product.TransposeA ? graph.Transposed(a) : a;
        if (Monomial.Of(a).IsNumber)
            return graph.SumOver(b, product.TransposeB ? 1 : 0, product.TransposeB, node);
        if (Monomial.Of(b).IsNumber)
            return graph.SumOver(a, product.TransposeA ? 0 : 1, product.TransposeA, node);
        return null;
    }

    // Every row of ones·B is the sum of B's rows; every column of A·ones the sum of A's columns.
    private static Node SumOver(this Rewriter graph, Node x, int axis, bool transposed, Application node)
    {
        Node sum = graph.Apply(new Sum(axis, axis, keepDims: true), x);
        return graph.Fit(transposed ? graph.Apply(new Permute([1, 0]), sum) : sum, node.Shape);
    }

    // The transpose of a value, where it can be written without one: that of Aᵀ ⊙ Bᵀ, or of what has a name.
    private static Node? WithoutTranspose(this Rewriter graph, Node x)
    {
        if (x.Shape.Rank == 0 || IsSymmetric(x)) return x;
        if (x.Shape.Rank != 2) return null;
        if (graph.Known(new Permute([1, 0]), x) is { Name: not null } known) return known;
        switch (graph.Inside(x))
        {
            case Permute { SwapsLastTwo: true }:
                return x.Inputs[0];
            // A vector that stands in every row stands in every column of the transpose.
            case BroadcastTo when x.Inputs[0].Shape.Rank == 1:
                return graph.Fit(
                    graph.Make(new Reshape(x.Inputs[0].Shape.Concat(Shape.Create([1]))), x.Inputs[0]),
                    x.Shape.Select([1, 0]));
            case Sum { KeepDims: true } sum when sum.FirstAxis == sum.LastAxis:
                return graph.WithoutTranspose(x.Inputs[0]) is { } added
                    ? graph.Apply(new Sum(1 - sum.FirstAxis, 1 - sum.FirstAxis, keepDims: true), added) : null;
            case ElementwiseOperator or Negate:
                Node?[] inputs = Array.ConvertAll(x.Inputs, input => graph.WithoutTranspose(input));
                return Array.TrueForAll(inputs, input => input is not null) ? graph.Apply(x.Operator, inputs!) : null;
            default:
                return null;
        }
    }

    private static bool IsSymmetric(Node node) => node.Operator is Variable { Declared: DeclaredValues.Symmetric };

    private static Node Transposed(this Rewriter graph, Node x) =>
        graph.Inside(x) is Permute { SwapsLastTwo: true } ? x.Inputs[0] : graph.Make(new Permute([1, 0]), x);
}
