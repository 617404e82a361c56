using Chainrule.Operators;

namespace Chainrule;

internal sealed partial class Simplifier
{
    /// <summary>A node as the terms of a sum; one that is no sum is its own single term.</summary>
    public static List<Monomial> Terms(Node node)
    {
        var terms = new List<Monomial>();
        Collect(node, false, terms);
        return terms;
    }

    private static void Collect(Node node, bool negative, List<Monomial> terms)
    {
        if (!IsAtom(node) && node.DType.IsFloating())
        {
            switch (node.Operator)
            {
                case Add or Subtract:
                    Collect(node.Inputs[0], negative, terms);
                    Collect(node.Inputs[1], negative ^ node.Operator is Subtract, terms);
                    return;
                case Negate:
                    Collect(node.Inputs[0], !negative, terms);
                    return;
                case BroadcastTo:
                    Collect(node.Inputs[0], negative, terms);
                    return;
                case Reshape when OnlyLeadingOnes(node.Inputs[0].Shape, node.Shape):
                    Collect(node.Inputs[0], negative, terms);
                    return;
            }
        }
        Monomial term = View(node);
        terms.Add(negative ? term.Negated() : term);
    }

    /// <summary>The sum of the terms as nodes, of the shape asked for.</summary>
    private Node Sum(List<Monomial> terms, Shape shape, DType dtype)
    {
        terms = JoinBranches(AddLikeTerms(terms), dtype);
        if (terms.Count == 0) return Fit(Number(0, dtype), shape);
        if (terms.Count == 1) return Product(terms[0], shape, dtype);
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
        Node sum = Product(terms[0], terms[0].NaturalShape, dtype);
        foreach (Monomial term in terms.Skip(1))
        {
            bool minus = term.Coefficient.IsNegative;
            Node node = Product(minus ? term.Negated() : term, term.NaturalShape, dtype);
            sum = Make(minus ? new Subtract() : new Add(), sum, node);
        }
        if (allNegative) sum = Make(new Negate(), sum);
        return Fit(sum, shape);
    }

    // where(c, a, 0) + s where(c, 0, b) is where(c, a, s b): the gradient of where in one piece.
    private List<Monomial> JoinBranches(List<Monomial> terms, DType dtype)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            if (Branches(terms[i]) is not var (condition, a, b) || !View(b).Coefficient.IsZero) continue;
            int other = terms.FindIndex(term => Branches(term) is var (same, first, _)
                && same == condition && View(first).Coefficient.IsZero);
            if (other < 0) continue;
            Node second = Branches(terms[other])!.Value.B;
            Node whole = Make(
                new Where(), condition,
                Product(View(a).Times(terms[i].Coefficient), a.Shape, dtype),
                Product(View(second).Times(terms[other].Coefficient), second.Shape, dtype));
            terms[i] = Monomial.OfNode(whole);
            terms.RemoveAt(other);
            return JoinBranches(terms, dtype);
        }
        return terms;
    }

    private static (Node Condition, Node A, Node B)? Branches(Monomial term) =>
        term.Factors is [{ Exponent: 1, Node: { Name: null, Operator: Where } node }]
            ? (node.Inputs[0], node.Inputs[1], node.Inputs[2]) : null;

    private static List<Monomial> AddLikeTerms(List<Monomial> terms)
    {
        var result = new List<Monomial>();
        foreach (Monomial term in terms)
        {
            if (term.Coefficient.IsZero) continue;
            int at = result.FindIndex(
                other => other.IsLike(term) && other.Coefficient.TryAdd(term.Coefficient) is not null);
            if (at < 0) result.Add(term);
            else result[at] = term with { Coefficient = result[at].Coefficient.TryAdd(term.Coefficient)! };
        }
        result.RemoveAll(term => term.Coefficient.IsZero);
        return result;
    }
}
