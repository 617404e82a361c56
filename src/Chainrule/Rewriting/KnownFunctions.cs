using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Recognizes functions that are written out by hand and have a short derivative.</summary>
internal static class KnownFunctions
{
    /// <summary>Functions written as a function of something.</summary>
    public static readonly Rule[] Rules =
    [
        Rule.For<Log>("log(1 + exp x) = softplus(x)", (node, graph) =>
            graph.OnePlusExponential(node[0]) is { } exponent ? graph.Make(new Softplus(), exponent) : null),
        Rule.For<Log>("log(softmax(x)) = log_softmax(x)", (node, graph) =>
            graph.Inside(node[0]) is Softmax ? graph.Make(new LogSoftmax(), node[0].Inputs[0]) : null),
        Rule.For<Log>("log Σ exp x = logsumexp(x)", (node, graph) =>
            graph.Inside(node[0]) is Sum sum && graph.Inside(node[0].Inputs[0]) is Exp
                ? graph.Apply(new LogSumExp(sum.FirstAxis, sum.LastAxis, sum.KeepDims), node[0].Inputs[0].Inputs[0])
                : null),
        Rule.For<Exp>("exp(x − logsumexp(x)) = softmax(x)", (node, graph) =>
            graph.Inside(node[0]) is Subtract && node[0].Inputs[1] is { Operator: LogSumExp { KeepDims: true } total }
                && !(graph.IsForward && graph.Inside(node[0].Inputs[1]) is null)
                && node[0].Inputs[1].Inputs[0] == node[0].Inputs[0] && total.FirstAxis == total.LastAxis
                ? graph.SoftmaxAlong(total.FirstAxis, node[0].Inputs[0]) : null),
        Rule.For<Log>("log(det X) = logdet X", (node, graph) =>
            graph.Inside(node[0]) is Determinant ? graph.Make(new LogDeterminant(), node[0].Inputs[0]) : null),
        Rule.For<Log>("log(p[rows, y]) = log(p)[rows, y] of a softmax p", (node, graph) =>
            graph.Inside(node[0]) is Sum sum && node[0].Inputs[0] is { Name: null, Operator: Multiply } product
                && Array.Find(product.Inputs, factor => factor.Operator is OneHot) is { } truth
                && (product.Inputs[0] == truth ? product.Inputs[1] : product.Inputs[0]) is { Operator: Softmax } p
                && p.Shape == product.Shape && sum.FirstAxis == p.Shape.Rank - 1
                ? graph.Make(sum, graph.Make(new Multiply(), graph.Apply(new Log(), p), truth)) : null),
        // Such as the maximum that people subtract.
        Rule.For<Softmax>("softmax(x − c) = softmax(x) where c is the same along the axis", (softmax, node, graph) =>
            graph.Inside(node[0]) is Subtract && IsConstantAlongLastAxis(node[0].Inputs[1], node[0])
                ? graph.Make(softmax, node[0].Inputs[0]) : null),
    ];

    /// <summary>
    /// The softmax of a matrix, or of several, along rows or columns; null along another axis. That of columns is one
    /// of rows, turned there and back.
    /// </summary>
    public static Node? SoftmaxAlong(this Rewriter graph, int axis, Node x, bool log = false)
    {
        Operator softmax = log ? new LogSoftmax() : new Softmax();
        int rank = x.Shape.Rank;
        if (axis == rank - 1) return graph.Make(softmax, x);
        if (axis != rank - 2) return null;
        int[] turned = [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];
        return graph.Make(new Permute(turned), graph.Make(softmax, graph.Make(new Permute(turned), x)));
    }

    /// <summary>Recognizes functions written as a quotient or a power.</summary>
    public static Monomial Recognize(this Rewriter graph, Monomial product)
    {
        product = graph.WithoutRoots(product);
        for (int i = 0; i < product.Factors.Count; i++)
        {
            (Node below, double exponent) = product.Factors[i];
            if (exponent != -1 || below.Name is not null) continue;
            // 1 / (1 + exp(−x)), and exp(x) / (1 + exp x)
            if (graph.OnePlusExponential(below) is { } x)
            {
                int above = graph.FindExponential(product, x);
                return Replace(
                    product, i, above, graph.Make(new Sigmoid(), above >= 0 ? x : graph.Negative(x)));
            }
            // exp(x) / Σ exp(x)
            if (below.Operator is Sum { KeepDims: true } sum && sum.FirstAxis == sum.LastAxis
                && sum.LastAxis == below.Shape.Rank - 1
                && below.Inputs[0] is var exponential && graph.Inside(exponential) is Exp)
            {
                int above = graph.FindExponential(product, exponential.Inputs[0]);
                if (above >= 0)
                    return Replace(product, i, above, graph.Apply(new Softmax(), exponential.Inputs[0]));
            }
            // (exp x − exp(−x)) / (exp x + exp(−x))
            if (graph.Exponentials(below) is (1, 1, { } a, { } b) && graph.Negative(a) == b)
            {
                int above = product.Factors.ToList().FindIndex(
                    factor => factor.Exponent == 1 && graph.Exponentials(factor.Node) is (1, -1, { } c, { } d)
                        && c == a && d == b);
                if (above >= 0) return Replace(product, i, above, graph.Make(new Tanh(), a));
            }
        }
        return product;
    }

    // The square of √Σ x² is Σ x², because the root is always of something that is not negative.
    private static Monomial WithoutRoots(this Rewriter graph, Monomial product)
    {
        int at = product.Factors.ToList().FindIndex(factor => factor.Exponent > 0 && factor.Exponent % 2 == 0
            && graph.Inside(factor.Node) is RootOfSquares);
        if (at < 0) return product;
        (Node root, double exponent) = product.Factors[at];
        Monomial squares = Monomial.Of(root.Inputs[0]).ToThe((int)exponent / 2);
        Factor[] others = [.. product.Factors.Take(at), .. squares.Factors, .. product.Factors.Skip(at + 1)];
        return new(product.Coefficient * squares.Coefficient, Algebra.Gather(others));
    }

    private static Monomial Replace(Monomial product, int below, int above, Node with)
    {
        List<Factor> factors = [.. product.Factors];
        factors[above >= 0 ? above : below] = new(with, 1);
        if (above >= 0) factors.RemoveAt(below);
        return new(product.Coefficient, Algebra.Gather(factors));
    }

    private static int FindExponential(this Rewriter graph, Monomial product, Node x) =>
        product.Factors.ToList().FindIndex(factor =>
            factor.Exponent == 1 && graph.Inside(factor.Node) is Exp && factor.Node.Inputs[0] == x);

    // The x in 1 + exp x.
    private static Node? OnePlusExponential(this Rewriter graph, Node node)
    {
        if (Monomial.IsAtom(node) || node.Operator is not Add) return null;
        List<Monomial> terms = Monomial.TermsOf(node);
        if (terms.Count != 2) return null;
        if (!terms[0].IsNumber) terms.Reverse();
        if (!terms[0].IsNumber || !terms[0].Coefficient.IsOne || !terms[1].Coefficient.IsOne) return null;
        return terms[1].Factors is [{ Exponent: 1, Node: var power }] && graph.Inside(power) is Exp
            ? power.Inputs[0] : null;
    }

    // The signs and arguments in ±exp a ± exp b.
    private static (int, int, Node?, Node?) Exponentials(this Rewriter graph, Node node)
    {
        if (Monomial.IsAtom(node) || node.Operator is not (Add or Subtract)) return default;
        List<Monomial> terms = Monomial.TermsOf(node);
        if (terms.Count != 2 || !terms.TrueForAll(
            term => term.Coefficient.IsSign && term.Factors is [{ Exponent: 1, Node: var power }]
                && graph.Inside(power) is Exp))
            return default;
        return (
            (int)terms[0].Coefficient.Number, (int)terms[1].Coefficient.Number,
            terms[0].Factors[0].Node.Inputs[0], terms[1].Factors[0].Node.Inputs[0]);
    }

    private static bool IsConstantAlongLastAxis(Node node, Node within) =>
        node.Shape.Rank == 0 || (node.Shape[-1] == 1 && within.Inputs[0].Shape == within.Shape);
}
