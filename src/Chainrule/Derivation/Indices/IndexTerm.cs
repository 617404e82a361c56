namespace Chainrule;

/// <summary>A factor of a product in index notation.</summary>
internal abstract record IndexFactor;

/// <summary>An element: h1_il, or ∂S/∂z2_ij; a scalar has no indices.</summary>
internal sealed record IndexEntry(string Name, string[] Indices) : IndexFactor;

/// <summary>Kronecker's delta: 1 where both indices are equal, else 0.</summary>
internal sealed record IndexDelta(string Left, string Right) : IndexFactor;

/// <summary>A bracket, to a power.</summary>
internal sealed record IndexBracket(IndexSum Sum, double Exponent) : IndexFactor;

/// <summary>A function of one element, with the node that it is, whose rule gives the slope.</summary>
internal sealed record IndexFunction(Node Node, string[] Indices, IndexSum Argument) : IndexFactor;

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

    /// <summary>The deltas used up: each says that two indices are the same one.</summary>
    public IndexProduct Contracted(IReadOnlyCollection<string> free)
    {
        IndexProduct product = this;
        while (product.Factors.OfType<IndexDelta>().FirstOrDefault(
            delta => delta.Left != delta.Right || free.Contains(delta.Left)) is { } delta)
        {
            (string gone, string kept) = free.Contains(delta.Left)
                ? (delta.Right, delta.Left) : (delta.Left, delta.Right);
            product = product with { Factors = [.. product.Factors.Where(factor => !ReferenceEquals(factor, delta))] };
            if (gone != kept) product = product.Renamed(gone, kept);
        }
        return product;
    }

    private static IndexFactor Renamed(IndexFactor factor, string from, string to) => factor switch
    {
        IndexEntry entry => entry with
        {
            Indices = Array.ConvertAll(entry.Indices, index => index == from ? to : index),
        },
        IndexDelta delta => new IndexDelta(
            delta.Left == from ? to : delta.Left, delta.Right == from ? to : delta.Right),
        IndexBracket bracket => bracket with { Sum = bracket.Sum.Renamed(from, to) },
        IndexFunction function => function with
        {
            Indices = Array.ConvertAll(function.Indices, index => index == from ? to : index),
            Argument = function.Argument.Renamed(from, to),
        },
        _ => factor,
    };
}

/// <summary>Terms in index notation.</summary>
internal sealed record IndexSum(IReadOnlyList<IndexProduct> Terms)
{
    public IndexSum Renamed(string from, string to) => new([.. Terms.Select(term => term.Renamed(from, to))]);

    /// <summary>As one factor of a product.</summary>
    public IndexProduct AsProduct() => Terms.Count == 1 ? Terms[0] : IndexProduct.Of(new IndexBracket(this, 1));
}
