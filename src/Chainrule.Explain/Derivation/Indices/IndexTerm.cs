using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>A factor of a product in index notation.</summary>
internal abstract record IndexFactor;

/// <summary>An element: h1_il, or ∂S/∂z2_ij; a scalar has no indices.</summary>
internal sealed record IndexEntry(string Name, string[] Indices) : IndexFactor;

/// <summary>Kronecker's delta: 1 where both indices are equal, else 0.</summary>
internal sealed record IndexDelta(string Left, string Right) : IndexFactor;

/// <summary>A bracket, to a power.</summary>
internal sealed record IndexBracket(IndexSum Sum, double Exponent) : IndexFactor;

/// <summary>A function of an element of each operand, with the node that it is, whose rule gives the slopes.</summary>
internal sealed record IndexFunction(Node Node, string[] Indices, IndexSum[] Arguments) : IndexFactor
{
    public IndexSum Argument => Arguments[0];
}

/// <summary>
/// A row of softmax or log_softmax at one place: softmax(z)_ij, where the argument is z_il for every l of the row.
/// </summary>
internal sealed record IndexSoftmax(Node Node, string[] Indices, string Inner, IndexSum Argument) : IndexFactor;

/// <summary>The greatest or least element over some indices: max_l x_il.</summary>
internal sealed record IndexExtreme(Node Node, string[] Indices, string[] Inner, IndexSum Argument) : IndexFactor;

/// <summary>1 where two elements are equal, else 0: [x_il = M_i].</summary>
internal sealed record IndexEquality(IndexSum Left, IndexSum Right) : IndexFactor;

/// <summary>Parts one after another: A_ij for j &lt; n, B_i(j−n) from there on.</summary>
internal sealed record IndexPartExtensions(string Index, IndexPart[] Parts) : IndexFactor;

/// <summary>A part that begins at an offset, such as n, and the index inside it, such as (j−n).</summary>
internal readonly record struct IndexPart(string Offset, string Inside, string End, IndexSum Sum);

/// <summary>
/// Factors with a number in front; indices that occur twice are summed over, and those that <see cref="Summed"/> names.
/// </summary>
internal sealed record IndexProduct(
    Coefficient Coefficient, IReadOnlyList<IndexFactor> Factors, IReadOnlyList<string> Summed)
{
    public static IndexProduct Of(IndexFactor factor) => new(Coefficient.One, [factor], []);

    public static IndexProduct Number(Coefficient coefficient) => new(coefficient, [], []);

    public IndexProduct Times(IndexProduct other) =>
        new(Coefficient * other.Coefficient, [.. Factors, .. other.Factors], [.. Summed, .. other.Summed]);

    public IndexProduct Times(Coefficient coefficient) => this with { Coefficient = Coefficient * coefficient };

    /// <summary>Another index in place of one.</summary>
    public IndexProduct Renamed(string from, string to) =>
        new(Coefficient, [.. Factors.Select(factor => Renamed(factor, from, to))],
            [.. Summed.Where(index => index != from)]);

    /// <summary>Brackets that hold a delta multiplied out, so that the delta can be used up.</summary>
    public IEnumerable<IndexProduct> Expanded()
    {
        IndexBracket? bracket = Factors.OfType<IndexBracket>().FirstOrDefault(factor => factor.Exponent == 1
            && factor.Sum.Terms.Any(term => term.Factors.Any(inner => inner is IndexDelta)));
        if (bracket is null) return [this];
        int at = Factors.ToList().IndexOf(bracket);
        return bracket.Sum.Terms.SelectMany(term => new IndexProduct(
            Coefficient * term.Coefficient, [.. Factors.Take(at), .. term.Factors, .. Factors.Skip(at + 1)],
            [.. Summed, .. term.Summed]).Expanded());
    }

    /// <summary>The deltas used up: each says that two indices are the same one.</summary>
    public IndexProduct Contracted(IReadOnlyCollection<string> free)
    {
        IndexProduct product = this;
        while (product.Factors.OfType<IndexDelta>().FirstOrDefault(
            delta => (delta.Left != delta.Right || free.Contains(delta.Left))
                && IsLetter(Sides(delta).Gone)) is { } delta)
        {
            (string gone, string kept) = Sides(delta);
            product = product with { Factors = [.. product.Factors.Where(factor => !ReferenceEquals(factor, delta))] };
            if (gone != kept) product = product.Renamed(gone, kept);
        }
        return product;

        (string Gone, string Kept) Sides(IndexDelta delta) => free.Contains(delta.Left)
            ? (delta.Right, delta.Left) : (delta.Left, delta.Right);

        // The place 2 or (i+2) is not free to become another: its delta stays.
        static bool IsLetter(string index) => index == "0" || (char.IsLetter(index[0]) && !index.Contains('−'));
    }

    private static IndexFactor Renamed(IndexFactor factor, string from, string to) => factor switch
    {
        IndexEntry entry => entry with
        {
            Indices = Renamed(entry.Indices, from, to),
        },
        IndexDelta delta => new IndexDelta(
            Renamed(delta.Left, from, to), Renamed(delta.Right, from, to)),
        IndexBracket bracket => bracket with { Sum = bracket.Sum.Renamed(from, to) },
        IndexFunction function => function with
        {
            Indices = Renamed(function.Indices, from, to),
            Arguments = Array.ConvertAll(function.Arguments, argument => argument.Renamed(from, to)),
        },
        IndexSoftmax softmax => softmax with
        {
            Indices = Renamed(softmax.Indices, from, to),
            Argument = softmax.Argument.Renamed(from, to),
        },
        IndexExtreme extreme => extreme with
        {
            Indices = Renamed(extreme.Indices, from, to),
            Argument = extreme.Argument.Renamed(from, to),
        },
        IndexEquality equality => new IndexEquality(equality.Left.Renamed(from, to), equality.Right.Renamed(from, to)),
        IndexPartExtensions parts => new IndexPartExtensions(parts.Index == from ? to : parts.Index, Array.ConvertAll(
            parts.Parts, part => part with { Sum = part.Sum.Renamed(from, to) })),
        _ => factor,
    };

    private static string[] Renamed(string[] indices, string from, string to) =>
        Array.ConvertAll(indices, index => Renamed(index, from, to));

    // In (j−n), the index stands first; n is a length.
    private static string Renamed(string index, string from, string to) => index == from ? to
        : index.Length > from.Length + 2 && index[0] == '(' && index.AsSpan(1).StartsWith(from)
            && index[from.Length + 1] is '+' or '−' ? $"({to}{index[(from.Length + 1)..]}" : index;
}

/// <summary>Terms in index notation.</summary>
internal sealed record IndexSum(IReadOnlyList<IndexProduct> Terms)
{
    public IndexSum Renamed(string from, string to) => new([.. Terms.Select(term => term.Renamed(from, to))]);

    /// <summary>As one factor of a product.</summary>
    public IndexProduct AsProduct() => Terms.Count == 1 ? Terms[0] : IndexProduct.Of(new IndexBracket(this, 1));
}
