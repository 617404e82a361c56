using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>
/// Rules that bring a graph to the form in which a textbook prints it, with the same values up to rounding: numbers
/// collected in front and canceled, signs placed, transposes folded, traces of products as sums of squares. Named
/// values stay as they are.
/// </summary>
internal static class TextbookRules
{
    private static readonly Rule[] Arithmetic =
    [
        Rule.For<Negate>("the terms of −x", (node, graph) => graph.Sum(
            [.. Monomial.TermsOf(node[0]).Select(term => term.Negated())], node.Shape, node.DType)),
        Rule.For<Add>("the terms of a + b", (node, graph) => graph.Sum(
            [.. Monomial.TermsOf(node[0]), .. Monomial.TermsOf(node[1])], node.Shape, node.DType)),
        Rule.For<Subtract>("the terms of a − b", (node, graph) => graph.Sum(
            [.. Monomial.TermsOf(node[0]), .. Monomial.TermsOf(node[1]).Select(term => term.Negated())],
            node.Shape, node.DType)),
        Rule.For<Multiply>("the factors of a b", (node, graph) => graph.Product(
            Monomial.Of(node[0]).Times(Monomial.Of(node[1])), node.Shape, node.DType)),
        Rule.For<Divide>("the factors of a / b", (node, graph) => Monomial.Of(node[1]).Coefficient.IsZero ? null
            : graph.Product(Monomial.Of(node[0]).Times(Monomial.Of(node[1]).Inverse()), node.Shape, node.DType)),
        Rule.For<Power>("the factors of a power", (power, node, graph) => !Monomial.CanSpread(power, node[0]) ? null
            : graph.Product(Monomial.Of(node[0]).ToThe((int)power.Exponent), node.Shape, node.DType)),
        Rule.For<BroadcastTo>("the factors of what is stretched", (node, graph) =>
            graph.Product(Monomial.Of(node[0]), node.Shape, node.DType)),
    ];

    /// <summary>The rules for reading. Integers are left alone.</summary>
    public static RuleSet All { get; } = new(
        new Rule[][]
        {
            SharedRules.Views, SharedRules.Transposes, SharedRules.Identities,
            Arithmetic, ReductionRules.Rules, MatrixRules.Rules, KnownFunctions.Rules,
        }
        .SelectMany(group => group))
    {
        AppliesTo = node => node.DType.IsFloating() && Array.TrueForAll(node.Inputs, input => input.DType.IsFloating()),
    };
}
