using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Reads the matrix off an expression that is linear in a vector v: with e = vᵀ·M for each v, e tells M. The gradient
/// of v·y is such an expression, and its matrix the Jacobian of y.
/// </summary>
internal sealed class JacobianReader(Node v, Func<Node, Node> simplify)
{
    private readonly HashSet<Node> linear = [];

    /// <summary>The terms of the matrix; null where the expression has a form that is not read.</summary>
    public List<JacobianTerm>? Read(Node expression)
    {
        foreach (Node node in Traversal.Below(expression))
            if (node == v || Array.Exists(node.Inputs, linear.Contains)) linear.Add(node);
        return expression.Shape.Rank > 1 || v.Shape.Rank > 1 ? null : Sum(expression);
    }

    private List<JacobianTerm>? Sum(Node node)
    {
        var all = new List<JacobianTerm>();
        foreach (Monomial product in Monomial.TermsOf(node))
        {
            Factor[] inside = [.. product.Factors.Where(factor => linear.Contains(factor.Node))];
            if (inside is not [{ Exponent: 1 } of] || (of.Node == node && IsSum(node))) return null;
            if (Single(of.Node) is not { } terms) return null;
            Factor[] others = [.. product.Factors.Where(factor => !linear.Contains(factor.Node))];
            var scale = new Monomial(product.Coefficient, [.. others.Where(factor => IsNumber(factor.Node))]);
            Tensor? vector = null;
            foreach (Factor factor in others.Where(factor => !IsNumber(factor.Node)))
            {
                if (factor.Node.Shape.Rank > 1) return null;
                Tensor next = factor.Exponent == 1 ? factor.Node.Tensor
                    : Functions.Pow(factor.Node.Tensor, factor.Exponent);
                vector = vector is null ? next : vector * next;
            }
            bool grows = IsNumber(of.Node) && !IsNumber(node);
            if (vector is null && grows) vector = Tensor.Ones(node.Shape, node.DType);
            JacobianFactor? last = vector is null ? null
                : grows ? new VectorFactor(simplify(Node.Of(vector)), IsRow: true)
                : new DiagonalFactor(simplify(Node.Of(vector)));
            foreach (JacobianTerm term in terms)
            {
                JacobianTerm scaled = term with { Scale = scale.Times(term.Scale) };
                all.Add(last is null ? scaled : scaled.Times(last, simplify));
            }
        }
        return all;
    }

    // What is not a product of several, by its operator.
    private List<JacobianTerm>? Single(Node node)
    {
        if (node == v) return [new(new(Coefficient.One, []), [])];
        switch (node.Operator)
        {
            case MatrixProduct product:
                return Product(node, product);
            case Operators.Sum or Mean when node.Inputs[0].Shape.Rank == 1:
                Node summed = node.Inputs[0];
                var ones = new VectorFactor(simplify(Node.Of(Tensor.Ones(summed.Shape, summed.DType))), IsRow: false);
                List<JacobianTerm>? total = Times(Sum(summed), ones);
                Coefficient size = Coefficient.OfAxis(summed.Shape, 0);
                return node.Operator is Mean
                    ? total?.ConvertAll(term => term with { Scale = term.Scale.Times(size.Inverse()) }) : total;
            case Add or Subtract or Negate or Multiply or Divide or BroadcastTo or Reshape when IsSum(node):
                return Sum(node);
            default:
                return null;
        }
    }

    private List<JacobianTerm>? Product(Node node, MatrixProduct product)
    {
        (Node left, Node right) = (node.Inputs[0], node.Inputs[1]);
        if (linear.Contains(left) && linear.Contains(right)) return null;
        bool isLeft = linear.Contains(left);
        (Node of, Node other) = isLeft ? (left, right) : (right, left);
        if (of.Shape.Rank != 1 || MatrixProduct.IsOuter(node)) return null;
        if (other.Shape.Rank == 1) return Times(Sum(of), new VectorFactor(other, IsRow: false));
        if (other.Shape.Rank != 2) return null;
        // v·B, and A·v = v·Aᵀ.
        bool turns = isLeft ? product.TransposeB : !product.TransposeA;
        Node matrix = turns ? simplify(Node.Of(Functions.Transpose(other.Tensor))) : other;
        return Times(Sum(of), new MatrixFactor(matrix));
    }

    private List<JacobianTerm>? Times(List<JacobianTerm>? terms, JacobianFactor right) =>
        terms?.ConvertAll(term => term.Times(right, simplify));

    private static bool IsSum(Node node) => Monomial.TermsOf(node) is not [{ Factors: [{ Exponent: 1 } factor] }]
        || factor.Node != node;

    private static bool IsNumber(Node node) => node.Shape.Size == 1;
}
