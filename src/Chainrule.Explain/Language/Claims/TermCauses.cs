using System.Numerics;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule.Language;

/// <summary>
/// Recognises a sum of which one term is missing or has the wrong sign, and a product with one factor too few or too
/// many, by doing the same to the right formula.
/// </summary>
internal sealed class TermCauses
{
    // So many elements are no multiple of others by accident.
    private const int Enough = 4;

    // Of so many terms each choice is tried.
    private const int MostTerms = 7;

    private readonly Rewriter simplifier = new(TextbookRules.All);
    private readonly ClaimCase one;
    private readonly DerivationLine line;

    private TermCauses(ClaimCase one, DerivationLine line) => (this.one, this.line) = (one, line);

    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (one.Line is not { } line) return [];
        Node right = Node.Of(line.Value);
        if (right.Name is not null) right = new Node(right.Operator, right.Inputs, right.Shape, right.DType);
        var causes = new TermCauses(one, line);
        return causes.WrongTerm(right).Concat(causes.WrongFactor(right));
    }

    private IEnumerable<string> WrongTerm(Node right)
    {
        List<Monomial> terms = Monomial.TermsOf(right), parts = [.. terms.SelectMany(Spread)];
        return parts.Count > terms.Count ? WrongTerm(terms).Concat(WrongTerm(parts)) : WrongTerm(terms);
    }

    private IEnumerable<string> WrongTerm(List<Monomial> terms)
    {
        if (terms.Count < 2) yield break;
        Tensor whole = line.Value;
        Tensor[] values = [.. terms.Select(Build)];
        for (int i = 0; i < values.Length; i++)
        {
            Tensor value = values[i], rest = whole - value;
            if (one.IsClaimed(rest)) yield return Wording.Say($"the term {Written(value)} is missing");
            if (one.IsClaimed(rest - value))
                yield return Wording.Say($"the term {Written(value)} has the wrong sign");
        }
        foreach (string cause in SeveralWrong(whole, values)) yield return cause;
        foreach (Tensor value in values)
        {
            if (one.Truth.Length < Enough || ClaimCase.Ratio(one.Claimed!, whole - value) is not { } times) continue;
            foreach (string number in NumberMeaning.Write(times, one.Point))
                yield return Wording.Say($"the term {Written(value)} is missing, and the rest is {number} times what " +
                    $"it should be");
        }
    }

    // From one term too few to one that is left alone.
    private IEnumerable<string> SeveralWrong(Tensor whole, Tensor[] values)
    {
        if (values.Length is < 3 or > MostTerms) yield break;
        foreach (int lost in Enumerable.Range(1, (1 << values.Length) - 2).OrderBy(CountOf))
        {
            Tensor[] missing = [.. values.Where((_, i) => (lost & (1 << i)) != 0)];
            if (missing.Length == 1) continue;
            Tensor sum = missing.Aggregate((a, b) => a + b);
            string written = string.Join(", ", missing[..^1].Select(Written));
            if (one.IsClaimed(whole - sum))
                yield return Wording.Say($"the terms {written} and {Written(missing[^1])} are missing");
            if (CountOf(lost) < values.Length - 1 && one.IsClaimed(whole - (2 * sum)))
                yield return Wording.Say($"the terms {written} and {Written(missing[^1])} have the wrong sign");
        }
    }

    private IEnumerable<string> WrongFactor(Node right)
    {
        if (Monomial.TermsOf(right) is not [var product]) yield break;
        foreach (Factor factor in product.Factors.Where(factor => factor.Node.Shape.Rank > 0 && factor.Exponent > 0))
        {
            Tensor own = factor.Node.Tensor, value = own;
            string written = Written(own);
            if (one.IsClaimed(line.Value * value)) yield return Wording.Say($"the factor {written} is there once " +
                $"too often");
            Factor[] others = [.. product.Factors.Where(other => other != factor)];
            if (others.Length > 0 && one.IsClaimed(Build(product with { Factors = others })))
                yield return Wording.Say($"the factor {written} is missing");
        }
    }

    // (a − b) c / m as a c / m and −b c / m, and (A + B)·x as A·x and B·x.
    private IEnumerable<Monomial> Spread(Monomial term)
    {
        int at = term.Factors.ToList().FindIndex(factor => factor.Exponent == 1
            && (IsSum(factor.Node) || IsProductOfSum(factor.Node)));
        if (at < 0) return [term];
        Monomial others = term with { Factors = [.. term.Factors.Where((_, i) => i != at)] };
        Node node = term.Factors[at].Node;
        if (IsSum(node)) return Monomial.TermsOf(node).Select(others.Times);
        int place = IsSum(node.Inputs[0]) ? 0 : 1;
        Node sum = node.Inputs[place];
        return Monomial.TermsOf(sum).Select(part =>
        {
            Node one = simplifier.Product(part, sum.Shape, sum.DType);
            Node product = simplifier.Apply(
                node.Operator, place == 0 ? [one, node.Inputs[1]] : [node.Inputs[0], one]);
            return others.Times(Monomial.Of(product));
        });
    }

    private static bool IsSum(Node node) => node is { Name: null, Operator: Add or Subtract };

    private static bool IsProductOfSum(Node node) =>
        node is { Name: null, Operator: MatrixProduct } && Array.Exists(node.Inputs, IsSum);

    private static int CountOf(int set) => BitOperations.PopCount((uint)set);

    private string Written(Tensor term) => FormulaText.Of(one.Point.Formulas.Of(Node.Of(term)));

    private Tensor Build(Monomial term) => simplifier.Product(term, one.Truth.Shape, Node.Of(line.Value).DType).Tensor;
}
