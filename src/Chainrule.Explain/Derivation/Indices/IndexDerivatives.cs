using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <content>Derivatives of what is written in indices: deltas pick the elements that are the one asked for.</content>
internal sealed partial class IndexExpansion
{
    /// <summary>The derivative by an element of a value; null where a factor has no index form here.</summary>
    public IndexSum? Derivative(IndexSum sum, string name, string[] by)
    {
        var terms = new List<IndexProduct>();
        foreach (IndexProduct term in sum.Terms)
        {
            for (int i = 0; i < term.Factors.Count; i++)
            {
                if (Derivative(term.Factors[i], name, by) is not { } slopes) return null;
                IndexFactor[] others = [.. term.Factors.Where((_, j) => j != i)];
                foreach (IndexProduct slope in slopes)
                    terms.Add(new(term.Coefficient * slope.Coefficient, [.. others, .. slope.Factors],
                        [.. term.Summed, .. slope.Summed]));
            }
        }
        return new(terms);
    }

    private List<IndexProduct>? Derivative(IndexFactor factor, string name, string[] by)
    {
        switch (factor)
        {
            case IndexEntry entry:
                return entry.Name == name
                    ? [new(Coefficient.One,
                        [.. entry.Indices.Zip(by, (left, right) => new IndexDelta(left, right)).Where(
                            delta => delta is not ("0", "0"))], [])]
                    : [];
            case IndexBracket bracket:
                if (Derivative(bracket.Sum, name, by) is not { } inside) return null;
                if (bracket.Exponent == 1) return [.. inside.Terms];
                var outside = IndexProduct.Of(bracket with { Exponent = bracket.Exponent - 1 }).Times(
                    Coefficient.Of(bracket.Exponent));
                return inside.Terms.Count == 0 ? [] : [outside.Times(inside.AsProduct())];
            case IndexFunction function:
                return OfFunction(function, name, by);
            case IndexSoftmax softmax:
                return OfSoftmax(softmax, name, by);
            case IndexExtreme extreme:
                return OfExtreme(extreme, name, by);
            case IndexPartExtensions parts:
                return OfParts(parts, name, by);
            default:
                return [];
        }
    }

    private List<IndexProduct>? OfFunction(IndexFunction function, string name, string[] by)
    {
        var slopes = new List<IndexProduct>();
        for (int i = 0; i < function.Arguments.Length; i++)
        {
            if (Derivative(function.Arguments[i], name, by) is not { } argument) return null;
            if (argument.Terms.Count == 0 || Slope(function.Node, i) is not { } slope) continue;
            if (Aligned(slope, function.Indices) is not { } written) return null;
            slopes.Add(written.AsProduct().Times(argument.AsProduct()));
        }
        return slopes;
    }

    // ∂p_ij/∂x_il = p_ij (δ_jl − p_il), and of the logarithm δ_jl − p_il.
    private List<IndexProduct>? OfSoftmax(IndexSoftmax softmax, string name, string[] by)
    {
        if (Derivative(softmax.Argument, name, by) is not { } argument) return null;
        if (argument.Terms.Count == 0) return [];
        bool isLog = softmax.Node.Operator is LogSoftmax;
        Node p = isLog ? walk.Simplify(new Softmax().On(softmax.Node.Inputs)) : softmax.Node;
        string[] indices = softmax.Indices, other = [.. indices[..^1], softmax.Inner];
        if (Probability(p, softmax, other) is not { } lowered) return null;
        var slope = IndexProduct.Of(new IndexBracket(new([
            IndexProduct.Of(new IndexDelta(indices[^1], softmax.Inner)), lowered.Times(Coefficient.Of(-1))]), 1));
        if (!isLog) slope = Probability(p, softmax, indices)!.Times(slope);
        return argument.Terms.Select(term => Picked(slope.Times(term), [softmax.Inner])).ToList();
    }

    private IndexProduct? Probability(Node p, IndexSoftmax softmax, string[] indices) =>
        nameOf(p) is { } own ? IndexProduct.Of(new IndexEntry(own, indices))
        : softmax.Argument is { Terms: [{ Factors: [IndexEntry z] }] }
            ? IndexProduct.Of(new IndexEntry($"{Softmax.Entry.Name}({z.Name})", indices)) : null;

    // Only the greatest element moves the maximum; equal ones share, so their number divides.
    private List<IndexProduct>? OfExtreme(IndexExtreme extreme, string name, string[] by)
    {
        if (Derivative(extreme.Argument, name, by) is not { } argument) return null;
        IndexExtreme counted = Relettered(extreme);
        IndexSum winner = nameOf(extreme.Node) is { } own
            ? new([IndexProduct.Of(new IndexEntry(own, extreme.Indices))])
            : new([IndexProduct.Of(Relettered(extreme))]);
        var count = new IndexSum([IndexProduct.Of(new IndexEquality(counted.Argument, winner)) with
        {
            Summed = counted.Inner,
        }]);
        IndexProduct share = IndexProduct.Of(new IndexEquality(extreme.Argument, winner))
            .Times(IndexProduct.Of(new IndexBracket(count, -1)));
        return argument.Terms.Select(term => Picked(share.Times(term), extreme.Inner)).ToList();
    }

    private IndexExtreme Relettered(IndexExtreme extreme)
    {
        string[] letters = Array.ConvertAll(extreme.Inner, _ => Letter());
        IndexSum argument = extreme.Argument;
        for (int i = 0; i < letters.Length; i++) argument = argument.Renamed(extreme.Inner[i], letters[i]);
        return extreme with { Inner = letters, Argument = argument };
    }

    private List<IndexProduct>? OfParts(IndexPartExtensions parts, string name, string[] by)
    {
        var slopes = new List<IndexProduct>();
        foreach (IndexPart part in parts.Parts)
        {
            if (Derivative(part.Sum, name, by) is not { } inside) return null;
            foreach (IndexProduct term in inside.Terms)
            {
                int at = term.Factors.ToList().FindIndex(
                    factor => factor is IndexDelta delta && delta.Left == part.Inside);
                if (at < 0) return null;
                IndexFactor[] factors = [.. term.Factors];
                string right = ((IndexDelta)factors[at]).Right;
                factors[at] = new IndexDelta(parts.Index, part.Offset.Length == 0 ? right : $"({right}+{part.Offset})");
                slopes.Add(term with { Factors = factors });
            }
        }
        return slopes;
    }

    // Inner indices that a delta fixes are replaced at once; what no delta fixes is summed over.
    private static IndexProduct Picked(IndexProduct product, string[] inner)
    {
        foreach (string index in inner)
        {
            IndexDelta? delta = product.Factors.OfType<IndexDelta>()
                .FirstOrDefault(delta => delta.Left == index || delta.Right == index);
            product = delta is null ? product with { Summed = [.. product.Summed, index] }
                : (product with { Factors = [.. product.Factors.Where(factor => factor != delta)] })
                    .Renamed(index, delta.Left == index ? delta.Right : delta.Left);
        }
        return product;
    }

    // Not by the walk's own simplifier: there 2M may have the name dS/dM.
    private static Node? Slope(Node node, int input)
    {
        Tensor?[] slopes = node.Operator.Gradient(
            Array.ConvertAll(node.Inputs, x => x.Tensor), node.Tensor, Functions.Number(1, node.DType));
        return slopes[input] is { } slope ? new Rewriter(TextbookRules.All).Of(Node.Of(slope)) : null;
    }
}
