using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Recognises a sum of which one term is missing or has the wrong sign, and a product with one factor too few or too
/// many, by doing the same to the right formula.
/// </summary>
/// <param name="line">The right formula.</param>
/// <param name="point">Where it is computed.</param>
/// <param name="shape">The shape of the gradient.</param>
/// <param name="same">Whether a tensor is what was claimed.</param>
/// <param name="ratio">How many times a tensor the claim is; null where it is no multiple of it.</param>
/// <param name="size">A number by the sizes that it is made of, such as m or 2/m.</param>
internal sealed class ClaimTerms(
    DerivationLine line, ClaimPoint point, Shape shape, Func<Tensor, bool> same, Func<Tensor, double?> ratio,
    Func<double, string> size)
{
    // So many elements are no multiple of others by accident.
    private const int Enough = 4;

    private readonly Rewriter simplifier = new(TextbookRules.All);

    private readonly FormulaBuilder formulas = new(node => node.Name is { } name ? new SymbolFormula(name, node.Shape)
        : node is { Operator: Operators.OneHot } && node.Inputs[0].Name is { } labels
            ? new SymbolFormula(labels, node.Shape) : null);

    public string? Find()
    {
        Node right = Node.Of(line.Value);
        if (right.Name is not null) right = new Node(right.Operator, right.Inputs, right.Shape, right.DType);
        return WrongTerm(right) ?? WrongFactor(right);
    }

    private string? WrongTerm(Node right)
    {
        List<Monomial> terms = [.. Monomial.TermsOf(right).SelectMany(Spread)];
        if (terms.Count < 2) return null;
        Tensor whole = point.Of(line.Value);
        foreach (Monomial term in terms)
        {
            Tensor value = point.Of(Build(term)), rest = whole - value;
            string written = FormulaText.Of(formulas.Of(Node.Of(Build(term))));
            if (same(rest)) return $"the term {written} is missing";
            if (same(rest - value)) return $"the term {written} has the wrong sign";
            if (shape.Size >= Enough && ratio(rest) is { } times)
                return $"the term {written} is missing, and the rest is {size(times)} times what it should be";
        }
        return null;
    }

    private string? WrongFactor(Node right)
    {
        if (Monomial.TermsOf(right) is not [var product]) return null;
        foreach (Factor factor in product.Factors.Where(factor => factor.Node.Shape.Rank > 0 && factor.Exponent > 0))
        {
            Tensor own = factor.Node.Tensor, value = point.Of(own);
            string written = FormulaText.Of(formulas.Of(factor.Node));
            if (same(point.Of(line.Value) * value)) return $"the factor {written} is there once too often";
            Factor[] others = [.. product.Factors.Where(other => other != factor)];
            if (others.Length > 0 && same(point.Of(Build(product with { Factors = others }))))
                return $"the factor {written} is missing";
        }
        return null;
    }

    // (a − b) c / m as a c / m and −b c / m.
    private static IEnumerable<Monomial> Spread(Monomial term)
    {
        int at = term.Factors.ToList().FindIndex(factor => factor.Exponent == 1 && factor.Node.Name is null
            && factor.Node.Operator is Add or Subtract);
        if (at < 0) return [term];
        Monomial others = term with { Factors = [.. term.Factors.Where((_, i) => i != at)] };
        return Monomial.TermsOf(term.Factors[at].Node).Select(others.Times);
    }

    private Tensor Build(Monomial term) => simplifier.Product(term, shape, Node.Of(line.Value).DType).Tensor;
}
