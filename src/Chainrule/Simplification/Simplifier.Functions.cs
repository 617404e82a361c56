using Chainrule.Operators;

namespace Chainrule;

// Functions that are written out by hand, recognised as those that are stable and have a short derivative.
internal sealed partial class Simplifier
{
    private Node Function(Operator function, Node x)
    {
        switch (function)
        {
            // log(1 + exp x)
            case Log when OnePlusExponential(x) is { } exponent:
                return Make(new Softplus(), exponent);
            case Log when x is { Name: null, Operator: Softmax }:
                return Make(new LogSoftmax(), x.Inputs[0]);
            // softmax(x − c) = softmax(x) where c is the same along the axis, as for the maximum that people subtract.
            case Softmax when x is { Name: null, Operator: Subtract } && IsConstantAlongLastAxis(x.Inputs[1], x):
                return Make(function, x.Inputs[0]);
            default:
                return Make(function, x);
        }
    }

    private Monomial Recognise(Monomial product)
    {
        for (int i = 0; i < product.Factors.Count; i++)
        {
            (Node below, double exponent) = product.Factors[i];
            if (exponent != -1 || below.Name is not null) continue;
            // 1 / (1 + exp(−x)), and exp(x) / (1 + exp x)
            if (OnePlusExponential(below) is { } x)
            {
                int above = FindExponential(product, x);
                Node argument = above >= 0 ? x : Negative(x);
                return Replace(product, i, above, Function(new Sigmoid(), argument));
            }
            // exp(x) / Σ exp(x)
            if (below.Operator is Sum { KeepDims: true } sum && sum.FirstAxis == sum.LastAxis
                && sum.LastAxis == below.Shape.Rank - 1
                && below.Inputs[0] is { Operator: Exp } exponential)
            {
                int above = FindExponential(product, exponential.Inputs[0]);
                if (above >= 0) return Replace(product, i, above, Function(new Softmax(), exponential.Inputs[0]));
            }
            // (exp x − exp(−x)) / (exp x + exp(−x))
            if (Exponentials(below) is (1, 1, { } a, { } b) && IsNegative(a, b))
            {
                int above = product.Factors.ToList().FindIndex(
                    factor => factor.Exponent == 1 && Exponentials(factor.Node) is (1, -1, { } c, { } d)
                        && c == a && d == b);
                if (above >= 0) return Replace(product, i, above, Function(new Tanh(), a));
            }
        }
        return product;
    }

    private static Monomial Replace(Monomial product, int below, int above, Node with)
    {
        List<Factor> factors = [.. product.Factors];
        factors[above >= 0 ? above : below] = new(with, 1);
        if (above >= 0) factors.RemoveAt(below);
        return new(product.Coefficient, Gather(factors));
    }

    private static int FindExponential(Monomial product, Node x) => product.Factors.ToList().FindIndex(
        factor => factor.Exponent == 1 && factor.Node.Operator is Exp && factor.Node.Inputs[0] == x);

    // x of 1 + exp x
    private static Node? OnePlusExponential(Node node)
    {
        if (IsAtom(node) || node.Operator is not Add) return null;
        List<Monomial> terms = Terms(node);
        if (terms.Count != 2) return null;
        if (!terms[0].IsNumber) terms.Reverse();
        if (!terms[0].IsNumber || !terms[0].Coefficient.IsOne || !terms[1].Coefficient.IsOne) return null;
        return terms[1].Factors is [{ Exponent: 1, Node.Operator: Exp }] factors ? factors[0].Node.Inputs[0] : null;
    }

    // The signs and arguments of ±exp a ± exp b
    private static (int, int, Node?, Node?) Exponentials(Node node)
    {
        if (IsAtom(node) || node.Operator is not (Add or Subtract)) return default;
        List<Monomial> terms = Terms(node);
        if (terms.Count != 2 || !terms.TrueForAll(
            term => term.Coefficient.IsSign && term.Factors is [{ Exponent: 1, Node.Operator: Exp }]))
            return default;
        return (
            (int)terms[0].Coefficient.Number, (int)terms[1].Coefficient.Number,
            terms[0].Factors[0].Node.Inputs[0], terms[1].Factors[0].Node.Inputs[0]);
    }

    private Node Negative(Node x) => Sum([.. Terms(x).Select(term => term.Negated())], x.Shape, x.DType);

    private bool IsNegative(Node a, Node b) => Negative(a) == b;

    private static bool IsConstantAlongLastAxis(Node node, Node within) =>
        node.Shape.Rank == 0 || (node.Shape[-1] == 1 && within.Inputs[0].Shape == within.Shape);
}
