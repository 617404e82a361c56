using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Products as textbooks write them: numbers canceled and in front, powers collected, signs placed.</summary>
internal static partial class Algebra
{
    /// <summary>Builds the product as nodes, with the requested shape.</summary>
    public static Node Product(this Rewriter graph, Monomial product, Shape shape, DType dtype)
    {
        if (product.Coefficient.IsZero) return graph.Filled(0, shape, dtype);
        product = graph.Recognize(new(product.Coefficient, Gather(product.Factors)));
        product = graph.TurnDifference(product);
        Coefficient number = product.Coefficient;

        Node? above = null, below = null;
        foreach (Factor factor in product.Factors)
        {
            if (factor.Exponent > 0) above = graph.Times(above, graph.ToThe(factor.Node, factor.Exponent));
            else below = graph.Times(below, graph.ToThe(factor.Node, -factor.Exponent));
        }
        Node? scale = Math.Abs(number.Number) == 1 ? null : graph.Number(Math.Abs(number.Number), dtype);
        Node? divisor = number.Divisor == 1 ? null : graph.Number(number.Divisor, dtype);
        foreach (SymbolicSize size in number.Sizes)
        {
            Node symbol = graph.ToThe(graph.Number(size.Value, dtype, size.Symbol), Math.Abs(size.Power));
            if (size.Power > 0) scale = graph.Times(scale, symbol);
            else divisor = graph.Times(divisor, symbol);
        }
        if (scale is not null) above = above is null ? scale : graph.Times(scale, above);
        if (divisor is not null) below = graph.Times(divisor, below);
        Node result = above ?? graph.Number(1, dtype);
        if (below is not null) result = graph.Make(new Divide(), result, below);
        if (number.IsNegative) result = graph.Make(new Negate(), result);
        return graph.Fit(result, shape);
    }

    /// <summary>A tensor filled with one number.</summary>
    public static Node Filled(this Rewriter graph, double value, Shape shape, DType dtype) =>
        graph.Fit(graph.Number(value, dtype), shape);

    /// <summary>Restores the shape of a value after dropping factors that only broadcast it.</summary>
    public static Node Fit(this Rewriter graph, Node node, Shape shape)
    {
        if (node.Shape == shape) return node;
        if (node.Shape.BroadcastsTo(shape)) return graph.Make(new BroadcastTo(shape), node);
        if (node.Shape.Size == shape.Size) return graph.Make(new Reshape(shape), node);
        // A factor may have leading axes of length 1 that the result does not have.
        int first = node.Shape.Lengths.Length - node.Shape.Lengths.TrimStart(1).Length;
        Shape trimmed = node.Shape.Select([.. Enumerable.Range(first, node.Shape.Rank - first)]);
        return graph.Make(new BroadcastTo(shape), graph.Make(new Reshape(trimmed), node));
    }

    private static Node Number(this Rewriter graph, double value, DType dtype, string? symbol = null) =>
        graph.Make(new Constant(NDArray.From([value], Shape.Scalar).Cast(dtype)) { Symbol = symbol });

    private static Node Times(this Rewriter graph, Node? a, Node? b) =>
        a is null ? b! : b is null ? a : graph.Make(new Multiply(), a, b);

    private static Node ToThe(this Rewriter graph, Node node, double exponent) =>
        exponent == 1 ? node : graph.Make(new Power(exponent), node);

    // x·x² becomes x³. Factors of numerator and denominator cancel only if the divisor cannot be zero.
    internal static List<Factor> Gather(IReadOnlyList<Factor> factors)
    {
        var result = new List<Factor>();
        foreach (Factor factor in factors)
        {
            int at = result.FindIndex(other => other.Node == factor.Node
                ? Math.Sign(other.Exponent) == Math.Sign(factor.Exponent) || IsNeverZero(factor.Node)
                    || IsBesideInverse(factor.Node, factors)
                : IsNorm(other, by: factor) || IsNorm(factor, by: other));
            if (at < 0)
            {
                result.Add(factor);
                continue;
            }
            double exponent = result[at].Exponent + factor.Exponent;
            // If a norm and its divisor partly cancel, whichever occurs more often remains.
            Node node = Math.Sign(exponent) == Math.Sign(factor.Exponent) ? factor.Node : result[at].Node;
            if (exponent == 0) result.RemoveAt(at);
            else result[at] = new(node, exponent);
        }
        return result;
    }

    // N / nonzero(N): where N is 0, so is whatever the slope of the norm is multiplied by.
    private static bool IsNorm(Factor norm, Factor by) => norm.Exponent > 0 && by.Exponent < 0
        && by.Node.Operator is NonZero && by.Node.Inputs[0] == norm.Node;

    // det(X) X⁻¹ / det(X): where the determinant is 0 there is no inverse either.
    private static bool IsBesideInverse(Node node, IReadOnlyList<Factor> factors) => node.Operator is Determinant
        && factors.Any(factor => (factor.Node.Operator is Permute ? factor.Node.Inputs[0] : factor.Node)
            is { Operator: Inverse } inverse && inverse.Inputs[0] == node.Inputs[0]);

    private static bool IsNeverZero(Node node) => node.Operator is Exp or Sigmoid or Softmax;

    // −(X − Xhat) reads better as Xhat − X; 1 − y keeps its familiar form.
    private static Monomial TurnDifference(this Rewriter graph, Monomial product)
    {
        if (!product.Coefficient.IsNegative) return product;
        for (int i = 0; i < product.Factors.Count; i++)
        {
            Factor factor = product.Factors[i];
            if (factor.Exponent != 1 || graph.Inside(factor.Node) is not (Add or Subtract)) continue;
            List<Monomial> terms = Monomial.TermsOf(factor.Node);
            if (terms.Exists(term => term.IsNumber) || !terms.Exists(term => term.Coefficient.IsNegative)) continue;
            Factor[] factors = [.. product.Factors];
            factors[i] = new(graph.Negative(factor.Node), 1);
            return new(product.Coefficient.Negated(), factors);
        }
        return product;
    }
}
