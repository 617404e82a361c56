using Chainrule.Operators;

namespace Chainrule;

internal sealed partial class Simplifier
{
    /// <summary>
    /// A node as coefficient times factors. Stretching to a larger shape is looked
    /// through: whoever builds anew restores it.
    /// </summary>
    public static Monomial View(Node node)
    {
        if (IsAtom(node) || !node.DType.IsFloating()) return Monomial.OfNode(node);
        return node.Operator switch
        {
            Constant constant => new(Coefficient.OfConstant(constant), []),
            Negate => View(node.Inputs[0]).Negated(),
            Multiply => View(node.Inputs[0]).Times(View(node.Inputs[1])),
            Divide when View(node.Inputs[1]) is { Coefficient.IsZero: false } divisor =>
                View(node.Inputs[0]).Times(divisor.Inverse()),
            Power power when CanSpread(power, node.Inputs[0]) => View(node.Inputs[0]).ToThe((int)power.Exponent),
            Power power => new(Coefficient.One, [new(node.Inputs[0], power.Exponent)]),
            BroadcastTo => View(node.Inputs[0]),
            Reshape when OnlyLeadingOnes(node.Inputs[0].Shape, node.Shape) => View(node.Inputs[0]),
            _ => Monomial.OfNode(node),
        };
    }

    // (n) and (1, n) broadcast alike.
    private static bool OnlyLeadingOnes(Shape from, Shape to) =>
        from.Lengths.TrimStart(1).SequenceEqual(to.Lengths.TrimStart(1));

    /// <summary>A product as a node of the shape asked for.</summary>
    public Node Build(Monomial product, Shape shape, DType dtype) => Product(product, shape, dtype);

    /// <summary>The product as nodes, of the shape asked for.</summary>
    private Node Product(Monomial product, Shape shape, DType dtype)
    {
        if (product.Coefficient.IsZero) return Fit(Number(0, dtype), shape);
        product = Recognise(new(product.Coefficient, Gather(product.Factors)));
        product = TurnDifference(product);
        Coefficient number = product.Coefficient;

        Node? above = null, below = null;
        foreach (Factor factor in product.Factors)
        {
            if (factor.Exponent > 0) above = Times(above, ToThe(factor.Node, factor.Exponent));
            else below = Times(below, ToThe(factor.Node, -factor.Exponent));
        }
        Node? scale = Math.Abs(number.Number) == 1 ? null : Number(Math.Abs(number.Number), dtype);
        Node? divisor = number.Divisor == 1 ? null : Number(number.Divisor, dtype);
        foreach (SymbolicSize size in number.Sizes)
        {
            Node symbol = ToThe(Number(size.Value, dtype, size.Symbol), Math.Abs(size.Power));
            if (size.Power > 0) scale = Times(scale, symbol);
            else divisor = Times(divisor, symbol);
        }
        if (scale is not null) above = above is null ? scale : Times(scale, above);
        if (divisor is not null) below = Times(divisor, below);
        Node result = above ?? Number(1, dtype);
        if (below is not null) result = Make(new Divide(), result, below);
        if (number.IsNegative) result = Make(new Negate(), result);
        return Fit(result, shape);
    }

    private Node Times(Node? a, Node? b) => a is null ? b! : b is null ? a : Make(new Multiply(), a, b);

    private Node ToThe(Node node, double exponent) => exponent == 1 ? node : Make(new Power(exponent), node);

    // x·x² becomes x³. Factors above and below the line cancel only where the divisor cannot be zero.
    private static List<Factor> Gather(IReadOnlyList<Factor> factors)
    {
        var result = new List<Factor>();
        foreach (Factor factor in factors)
        {
            int at = result.FindIndex(other => other.Node == factor.Node
                ? Math.Sign(other.Exponent) == Math.Sign(factor.Exponent) || IsNeverZero(factor.Node)
                : IsNorm(other, by: factor) || IsNorm(factor, by: other));
            if (at < 0)
            {
                result.Add(factor);
                continue;
            }
            double exponent = result[at].Exponent + factor.Exponent;
            // Of a norm and its divisor what is left is whichever stood there more often.
            Node node = Math.Sign(exponent) == Math.Sign(factor.Exponent) ? factor.Node : result[at].Node;
            if (exponent == 0) result.RemoveAt(at);
            else result[at] = new(node, exponent);
        }
        return result;
    }

    // N / nonzero(N): where N is 0, so is what a norm's slope is multiplied by.
    private static bool IsNorm(Factor norm, Factor by) => norm.Exponent > 0 && by.Exponent < 0
        && by.Node.Operator is NonZero && by.Node.Inputs[0] == norm.Node;

    private static bool IsNeverZero(Node node) => node.Operator is Exp or Sigmoid or Softmax;

    // −(X − Xhat) reads better as Xhat − X; 1 − y keeps its form, which people know.
    private Monomial TurnDifference(Monomial product)
    {
        if (!product.Coefficient.IsNegative) return product;
        for (int i = 0; i < product.Factors.Count; i++)
        {
            Factor factor = product.Factors[i];
            if (factor.Exponent != 1 || IsAtom(factor.Node) || factor.Node.Operator is not (Add or Subtract)) continue;
            List<Monomial> terms = Terms(factor.Node);
            if (terms.Exists(term => term.IsNumber) || !terms.Exists(term => term.Coefficient.IsNegative)) continue;
            Node turned = Sum([.. terms.Select(term => term.Negated())], factor.Node.Shape, factor.Node.DType);
            Factor[] factors = [.. product.Factors];
            factors[i] = new(turned, 1);
            return new(product.Coefficient.Negated(), factors);
        }
        return product;
    }
}
