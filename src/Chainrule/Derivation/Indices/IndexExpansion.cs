using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// Writes nodes element by element, down to values with a name, and differentiates what it has written.
/// </summary>
/// <param name="nameOf">The name of a node that stands for itself, or null.</param>
/// <param name="slopeOf">The simplified slope of a function of one element.</param>
/// <param name="first">Letters for indices that are summed over, before the usual ones.</param>
internal sealed class IndexExpansion(Func<Node, string?> nameOf, Func<Node, Node?> slopeOf, params string[] first)
{
    private readonly string[] letters = [.. first, "l", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"];
    private int taken;

    /// <summary>Whether a transposed factor of a matrix product is written (Aᵀ)_ai, not A_ia.</summary>
    public bool WritesTransposes { get; init; }

    /// <summary>
    /// The element of a node at the indices, one for each axis; null where its operators have no index form here.
    /// </summary>
    public IndexSum? Of(Node node, string[] indices) =>
        nameOf(node) is { } name ? Entry(name, node, indices) : Definition(node, indices);

    public IndexSum? Definition(Node node, string[] indices)
    {
        Node[] x = node.Inputs;
        switch (node.Operator)
        {
            case Constant { Uniform: not null } constant:
                return new([IndexProduct.Number(Coefficient.OfConstant(constant))]);
            case Leaf:
                return Entry(node.Name ?? node.Operator.Name, node, indices);
            case Add or Subtract:
                if (Aligned(x[0], indices) is not { } left || Aligned(x[1], indices) is not { } right) return null;
                return new([.. left.Terms, .. node.Operator is Subtract ? Negated(right).Terms : right.Terms]);
            case Negate:
                return Aligned(x[0], indices) is { } positive ? Negated(positive) : null;
            case Multiply:
                return Aligned(x[0], indices) is { } a
                    && Aligned(x[1], indices) is { } b ? new([a.AsProduct().Times(b.AsProduct())]) : null;
            case Divide:
                return Aligned(x[0], indices) is { } above
                    && Aligned(x[1], indices) is { } below ? Quotient(above, below) : null;
            case BroadcastTo:
                return Aligned(x[0], indices);
            case MatrixProduct product when node.Shape.Rank == 2:
                string inner = x[0].Shape[product.TransposeA ? 0 : 1] == 1 ? "0" : Letter();
                return Factor(x[0], product.TransposeA, indices[0], inner) is { } head
                    && Factor(x[1], product.TransposeB, inner, indices[1]) is { } tail
                    ? new([head.AsProduct().Times(tail.AsProduct()) is var both
                        ? both with { Summed = [.. both.Summed, .. Named(inner)] } : null!])
                    : null;
            case Permute permute:
                var axes = new string[indices.Length];
                for (int i = 0; i < axes.Length; i++) axes[permute.Axes[i]] = indices[i];
                return Of(x[0], axes);
            case Sum sum:
                return Summed(x[0], sum, indices);
            case Trace:
                string diagonal = Letter();
                return Of(x[0], [diagonal, diagonal]) is { } trace
                    ? new([trace.AsProduct() is var whole
                        ? whole with { Summed = [.. whole.Summed, diagonal] } : null!])
                    : null;
            case UnaryOperator:
                return Of(x[0], indices) is { } argument
                    ? new([IndexProduct.Of(new IndexFunction(node, indices, argument))]) : null;
            case Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual:
                return Aligned(x[0], indices) is { } compared
                    ? new([IndexProduct.Of(new IndexFunction(node, indices, compared))]) : null;
            default:
                return null;
        }
    }

    /// <summary>The derivative by an element of a value: deltas pick the elements that are that one.</summary>
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
                if (Derivative(function.Argument, name, by) is not { } argument) return null;
                if (argument.Terms.Count == 0) return [];
                if (slopeOf(function.Node) is not { } slope
                    || Of(slope, function.Indices) is not { } written) return null;
                return [written.AsProduct().Times(argument.AsProduct())];
            default:
                return [];
        }
    }

    private IndexSum? Factor(Node x, bool transposed, string row, string column)
    {
        if (!transposed) return Of(x, [row, column]);
        return WritesTransposes && nameOf(x) is { } name
            ? new([IndexProduct.Of(new IndexEntry(name + "ᵀ", [row, column]))])
            : Of(x, [column, row]);
    }

    // The indices of an operand that is broadcast: its axes are the last ones, and one of length 1 has the index 0
    // only.
    private IndexSum? Aligned(Node node, string[] indices)
    {
        if (node.Shape.Rank > indices.Length) return null;
        string[] own = indices[^node.Shape.Rank..];
        return Of(node, [.. own.Select((index, axis) => node.Shape[axis] == 1 ? "0" : index)]);
    }

    private IndexSum? Summed(Node x, Sum sum, string[] indices)
    {
        var all = new List<string>();
        var summed = new List<string>();
        int next = 0;
        for (int axis = 0; axis < x.Shape.Rank; axis++)
        {
            if (axis < sum.FirstAxis || axis > sum.LastAxis)
            {
                all.Add(indices[next++]);
                continue;
            }
            if (sum.KeepDims) next++;
            string letter = x.Shape[axis] == 1 ? "0" : Letter();
            all.Add(letter);
            summed.AddRange(Named(letter));
        }
        return Of(x, [.. all]) is { } inside
            ? new([inside.AsProduct() is var product
                ? product with { Summed = [.. product.Summed, .. summed] } : null!])
            : null;
    }

    private static IndexSum? Quotient(IndexSum above, IndexSum below)
    {
        if (below is { Terms: [{ Factors.Count: 0 } number] } && !number.Coefficient.IsZero)
            return new([above.AsProduct().Times(number.Coefficient.Inverse())]);
        return new([above.AsProduct().Times(IndexProduct.Of(new IndexBracket(below, -1)))]);
    }

    private static IndexSum Negated(IndexSum sum) => new([.. sum.Terms.Select(term => term.Times(Coefficient.Of(-1)))]);

    private static IndexSum Entry(string name, Node node, string[] indices) => new([IndexProduct.Of(
        new IndexEntry(name, [.. indices.Select((index, axis) => node.Shape[axis] == 1 ? "0" : index)]))]);

    private string Letter() =>
        taken < letters.Length ? letters[taken++] : letters[taken % letters.Length] + (taken++ / letters.Length);

    private static string[] Named(string index) => index == "0" ? [] : [index];
}
