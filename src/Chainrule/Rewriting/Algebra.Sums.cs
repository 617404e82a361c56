using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <content>Sums: like terms added, branches joined, a positive term first.</content>
internal static partial class Algebra
{
    /// <summary>The sum of the terms as nodes, of the shape asked for.</summary>
    public static Node Sum(this Rewriter graph, List<Monomial> terms, Shape shape, DType dtype)
    {
        terms = graph.JoinTransposes(graph.JoinBranches(AddLikeTerms(terms), dtype));
        if (terms.Count == 0) return graph.Filled(0, shape, dtype);
        if (terms.Count == 1) return graph.Product(terms[0], shape, dtype);
        // A sum does not begin with a minus if it need not.
        int first = terms.FindIndex(term => !term.Coefficient.IsNegative);
        bool allNegative = first < 0;
        if (allNegative) terms = terms.ConvertAll(term => term.Negated());
        else if (first > 0)
        {
            Monomial positive = terms[first];
            terms.RemoveAt(first);
            terms.Insert(0, positive);
        }
        Node sum = graph.Product(terms[0], terms[0].NaturalShape, dtype);
        foreach (Monomial term in terms.Skip(1))
        {
            bool minus = term.Coefficient.IsNegative;
            Node node = graph.Product(minus ? term.Negated() : term, term.NaturalShape, dtype);
            sum = graph.Make(minus ? new Subtract() : new Add(), sum, node);
        }
        if (allNegative) sum = graph.Make(new Negate(), sum);
        return graph.Fit(sum, shape);
    }

    /// <summary>−x, its terms turned one by one.</summary>
    public static Node Negative(this Rewriter graph, Node x) =>
        graph.Sum([.. Monomial.TermsOf(x).Select(term => term.Negated())], x.Shape, x.DType);

    // where(c, a, 0) + s where(c, 0, b) is where(c, a, s b): the gradient of where in one piece.
    private static List<Monomial> JoinBranches(this Rewriter graph, List<Monomial> terms, DType dtype)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            if (Branches(terms[i]) is not var (condition, a, b) || !Monomial.Of(b).Coefficient.IsZero) continue;
            int other = terms.FindIndex(term => Branches(term) is var (same, first, _)
                && same == condition && Monomial.Of(first).Coefficient.IsZero);
            if (other < 0) continue;
            Node second = Branches(terms[other])!.Value.B;
            Node whole = graph.Make(
                new Where(), condition,
                graph.Product(Monomial.Of(a).Times(terms[i].Coefficient), a.Shape, dtype),
                graph.Product(Monomial.Of(second).Times(terms[other].Coefficient), second.Shape, dtype));
            terms[i] = Monomial.OfNode(whole);
            terms.RemoveAt(other);
            return graph.JoinBranches(terms, dtype);
        }
        return terms;
    }

    // A·x + Aᵀ·x = (A + Aᵀ)·x: the gradient of x·A·x, for a vector or a column x.
    private static List<Monomial> JoinTransposes(this Rewriter graph, List<Monomial> terms)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            if (VectorProduct(terms[i]) is not { } node) continue;
            int other = terms.FindIndex(i + 1, term => term.Coefficient.Equals(terms[i].Coefficient)
                && VectorProduct(term) is { } second && second.Inputs.AsSpan().SequenceEqual(node.Inputs)
                && !second.Operator.Equals(node.Operator));
            if (other < 0 || node.Inputs[0].Shape[0] != node.Inputs[0].Shape[1]) continue;
            Node a = node.Inputs[0];
            Node both = graph.Make(new Add(), a, graph.Make(new Permute([1, 0]), a));
            Node product = graph.Make(new MatrixProduct(), both, node.Inputs[1]);
            terms[i] = Monomial.OfNode(product).Times(terms[i].Coefficient);
            terms.RemoveAt(other);
        }
        return terms;
    }

    private static Node? VectorProduct(Monomial term) =>
        term.Factors is [{ Exponent: 1, Node: { Name: null, Operator: MatrixProduct { TransposeB: false } } node }]
            && node.Inputs[0].Shape.Rank == 2 && (node.Shape.Rank == 1 || node.Shape[^1] == 1) ? node : null;

    private static (Node Condition, Node A, Node B)? Branches(Monomial term) =>
        term.Factors is [{ Exponent: 1, Node: { Name: null, Operator: Where } node }]
            ? (node.Inputs[0], node.Inputs[1], node.Inputs[2]) : null;

    /// <summary>The terms with those of the same factors added up, and none that is 0.</summary>
    public static List<Monomial> AddLikeTerms(List<Monomial> terms)
    {
        var result = new List<Monomial>();
        var places = new Dictionary<int, List<int>>();
        foreach (Monomial term in terms)
        {
            if (term.Coefficient.IsZero) continue;
            if (!places.TryGetValue(term.FactorHash, out List<int>? candidates))
                places[term.FactorHash] = candidates = [];
            int at = candidates.FindIndex(
                i => result[i].IsLike(term) && result[i].Coefficient.TryAdd(term.Coefficient) is not null);
            if (at >= 0)
            {
                int place = candidates[at];
                result[place] = term with { Coefficient = result[place].Coefficient.TryAdd(term.Coefficient)! };
                continue;
            }
            candidates.Add(result.Count);
            result.Add(term);
        }
        result.RemoveAll(term => term.Coefficient.IsZero);
        return result;
    }
}
