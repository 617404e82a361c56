using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// The gradient through a = sigmoid(z) where all of it is divided by a or 1 − a, as that of
/// −y log a − (1 − y) log(1 − a) is. The slope a ⊙ (1 − a) cancels these: for da = t/a + u/(1 − a),
/// dz = t ⊙ (1 − a) + u ⊙ a. With t = −c y and u = c (1 − y) that is c ⊙ (a − y).
/// </summary>
/// <param name="Share">t ⊙ (1 − a) + u ⊙ a.</param>
/// <param name="Gradient">c ⊙ (a − y) if it comes to that; else the same as the share.</param>
internal sealed record CanceledSigmoid(Node Share, Node Gradient) : Cancellation(Share, Gradient)
{
    public static CanceledSigmoid? Find(Node sigmoid, Node dy, Rewriter simplifier)
    {
        if (sigmoid.Operator is not Sigmoid) return null;
        Factor a = new(sigmoid, 1), rest = new(simplifier.Of(Node.Of(1 - sigmoid.Tensor)), 1);
        List<Monomial> share = [], atZero = [], slope = [];
        // dS/da has a name by now; what it is made of lies below.
        foreach (Monomial term in Monomial.TermsOf(dy.Opened()))
        {
            Monomial? overA = Over(term, a), overRest = Over(term, rest);
            if (overA is null && overRest is null) return null;
            if (overA is not null && Over(overA, rest) is { } both)
            {
                share.Add(both);
                atZero.AddRange(Expanded(both));
            }
            else if (overA is not null)
            {
                share.Add(overA with { Factors = [.. overA.Factors, rest] });
                atZero.AddRange(Expanded(overA));
                slope.AddRange(Expanded(overA.Negated()));
            }
            else
            {
                share.Add(overRest! with { Factors = [.. overRest.Factors, a] });
                slope.AddRange(Expanded(overRest));
            }
        }
        Node whole = simplifier.Sum(share, sigmoid.Shape, dy.DType);
        return new(whole, Factored(sigmoid, atZero, slope, simplifier) ?? whole);
    }

    // The term without its division by the factor; null if it has none.
    private static Monomial? Over(Monomial term, Factor factor)
    {
        Factor below = factor with { Exponent = -1 };
        return !term.Factors.Contains(below) ? null
            : term with { Factors = [.. term.Factors.Where(other => other != below)] };
    }

    // c (1 − y) = c − c y
    private static IEnumerable<Monomial> Expanded(Monomial product)
    {
        foreach (Factor factor in product.Factors)
        {
            List<Monomial> terms = Monomial.TermsOf(factor.Node);
            if (factor.Exponent != 1 || terms.Count == 1) continue;
            Monomial others = product with { Factors = [.. product.Factors.Where(other => other != factor)] };
            return terms.SelectMany(term => Expanded(others.Times(term)));
        }
        return [product];
    }

    // b + c a = c ⊙ (a − y) where every term of b has the factors of the one term of c.
    private static Node? Factored(Node a, List<Monomial> atZero, List<Monomial> slope, Rewriter simplifier)
    {
        if (Algebra.AddLikeTerms(slope) is not [var c]) return null;
        List<Monomial> terms = [Monomial.OfNode(a)];
        foreach (Monomial term in Algebra.AddLikeTerms(atZero))
        {
            List<Factor> factors = [.. term.Factors];
            if (!c.Factors.All(factors.Remove)) return null;
            terms.Add(new(term.Coefficient * c.Coefficient.Inverse(), factors));
        }
        Node difference = simplifier.Sum(terms, a.Shape, a.DType);
        return simplifier.Product(new(c.Coefficient, [.. c.Factors, new(difference, 1)]), a.Shape, a.DType);
    }
}
