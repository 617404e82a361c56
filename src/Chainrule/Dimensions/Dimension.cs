using System.Collections.Immutable;
using System.Numerics;

namespace Chainrule.Dimensions;

/// <summary>
/// The size of an axis that may not be known yet. Variables that must be equal are merged (union-find): the facts are
/// kept at the <see cref="Root"/>, while each keeps the name it was declared with.
/// </summary>
internal sealed class DimensionVariable(int id, string? name)
{
    private DimensionVariable? parent;

    public int Id { get; } = id;

    /// <summary>
    /// The declared name; null for a number in a declaration and for a size that only arises in between.
    /// </summary>
    public string? Name { get; } = name;

    /// <summary>The size, once known; kept at the root.</summary>
    public BigInteger? Size { get; set; }

    /// <summary>Where the size comes from, such as <c>the declaration of X at line 2</c>; kept at the root.</summary>
    public string? Reason { get; set; }

    /// <summary>What the size is made of, such as a + b for concatenated matrices; kept at the root.</summary>
    public Dimension? Definition { get; set; }

    public DimensionVariable Root
    {
        get
        {
            DimensionVariable root = this;
            while (root.parent is not null) root = root.parent;
            DimensionVariable step = this;
            while (step.parent is { } next && next != root) (step.parent, step) = (root, next);
            return root;
        }
    }

    /// <summary>Merges this root into another, which keeps the facts.</summary>
    public void JoinTo(DimensionVariable other) => parent = other;
}

/// <summary>The length of an axis: a sum of products of variables, usually a single variable or a number.</summary>
internal sealed class Dimension
{
    // Products of sums are multiplied out, so a file could produce exponentially many terms; no one reads more than
    // this.
    private const int MaxTerms = 32;
    private const int MaxFactors = 16;
    private const int MaxBits = 80;

    private readonly ImmutableArray<Term> terms;

    private Dimension(ImmutableArray<Term> terms) => this.terms = terms;

    private readonly record struct Term(BigInteger Coefficient, ImmutableArray<DimensionVariable> Factors);

    public static Dimension Of(BigInteger number) => new(number.IsZero ? [] : [new(number, [])]);

    public static Dimension Of(DimensionVariable variable) => new([new(1, [variable])]);

    /// <summary>The variable, if the dimension is just one.</summary>
    public DimensionVariable? Variable =>
        terms.Length == 1 && terms[0].Coefficient.IsOne && terms[0].Factors.Length == 1 ? terms[0].Factors[0] : null;

    public IEnumerable<DimensionVariable> Variables => terms.SelectMany(term => term.Factors);

    /// <summary>The size, if all its variables are known.</summary>
    public BigInteger? Evaluate()
    {
        BigInteger sum = 0;
        foreach (Term term in terms)
        {
            BigInteger product = term.Coefficient;
            foreach (DimensionVariable factor in term.Factors)
            {
                DimensionVariable root = factor.Root;
                if ((root.Size ?? root.Definition?.Evaluate()) is not { } size) return null;
                product *= size;
            }
            sum += product;
        }
        return sum;
    }

    /// <summary>The sum; null if it has too many terms to be worth tracking.</summary>
    public Dimension? Plus(Dimension other, int sign = 1) =>
        Collect(terms.Concat(other.terms.Select(t => t with { Coefficient = sign * t.Coefficient })));

    /// <summary>The product; null if it has too many terms to be worth tracking.</summary>
    public Dimension? Times(Dimension other)
    {
        if (terms.Length * other.terms.Length > MaxTerms) return null;
        return Collect(
            from a in terms
            from b in other.terms
            select new Term(a.Coefficient * b.Coefficient, [.. a.Factors, .. b.Factors]));
    }

    /// <summary>The quotient if the division is exact and the divisor has a single term; otherwise null.</summary>
    public Dimension? DividedBy(Dimension divisor)
    {
        (Dimension? above, Dimension? below) = (Canonical(), divisor.Canonical());
        if (above is null || below is null || below.terms.Length != 1) return null;
        Term by = below.terms[0];
        ImmutableArray<Term>.Builder result = ImmutableArray.CreateBuilder<Term>();
        foreach (Term term in above.terms)
        {
            List<DimensionVariable> factors = [.. term.Factors];
            if (!by.Factors.All(factors.Remove)) return null;
            BigInteger coefficient = BigInteger.DivRem(term.Coefficient, by.Coefficient, out BigInteger remainder);
            if (!remainder.IsZero) return null;
            result.Add(new(coefficient, [.. factors]));
        }
        return new(result.ToImmutable());
    }

    /// <summary>
    /// The same dimension in terms of roots, definitions and known sizes, so that equal sizes look equal; null if it
    /// grows too long.
    /// </summary>
    public Dimension? Canonical()
    {
        Dimension? sum = Of(0);
        foreach (Term term in terms)
        {
            Dimension? product = Of(term.Coefficient);
            foreach (DimensionVariable factor in term.Factors)
            {
                DimensionVariable root = factor.Root;
                Dimension? value = root.Size is { } size ? Of(size)
                    : root.Definition is { } definition ? definition.Canonical() : Of(root);
                product = value is null ? null : product?.Times(value);
            }
            sum = product is null ? null : sum?.Plus(product);
        }
        return sum;
    }

    /// <summary>Whether two canonical dimensions are equal.</summary>
    public bool IsSame(Dimension other) => Plus(other, -1) is { terms.Length: 0 };

    /// <summary>Whether two canonical dimensions differ for all sizes, as 2n and n do: sizes are positive.</summary>
    public bool NeverEquals(Dimension other) => Plus(other, -1) is { terms.Length: > 0 } difference
        && difference.terms.All(term => term.Coefficient.Sign == difference.terms[0].Coefficient.Sign);

    /// <summary>
    /// If all variables but one are known and the unknown one only appears times known ones: that variable, and the
    /// value that makes this dimension equal <paramref name="total"/>.
    /// </summary>
    public (DimensionVariable Variable, BigInteger Value, bool IsExact)? SolveFor(BigInteger total)
    {
        DimensionVariable? unknown = null;
        BigInteger slope = 0, rest = total;
        foreach (Term term in Canonical()?.terms ?? [])
        {
            if (term.Factors.IsEmpty)
            {
                rest -= term.Coefficient;
                continue;
            }
            if (term.Factors.Length > 1 || (unknown is not null && term.Factors[0] != unknown)) return null;
            unknown = term.Factors[0];
            slope += term.Coefficient;
        }
        if (unknown is null || slope.IsZero) return null;
        BigInteger value = BigInteger.DivRem(rest, slope, out BigInteger remainder);
        return (unknown, value, remainder.IsZero && value.Sign > 0);
    }

    /// <summary>As people write it: <c>n</c>, <c>784</c>, <c>a+b</c>, <c>2m</c>.</summary>
    public override string ToString()
    {
        if (terms.IsEmpty) return "0";
        var parts = new List<string>();
        foreach (Term term in terms)
        {
            BigInteger number = term.Coefficient;
            var names = new List<string>();
            foreach (DimensionVariable factor in term.Factors)
            {
                DimensionVariable root = factor.Root;
                string? name = factor.Name ?? (factor.Size is null ? root.Name : null);
                if (name is not null) names.Add(name);
                else if (root.Size is { } size) number *= size;
                else names.Add(root.Definition is { } definition ? $"({definition})" : "?");
            }
            string product = string.Join('·', names);
            parts.Add(names.Count == 0 ? number.ToString() : number.IsOne ? product : $"{number}{product}");
        }
        string all = string.Join('+', parts).Replace("+-", "-", StringComparison.Ordinal);
        return terms.Length == 1 && all.StartsWith('(') && all.EndsWith(')') ? all[1..^1] : all;
    }

    private static Dimension? Collect(IEnumerable<Term> parts)
    {
        var sums = new List<Term>();
        foreach (Term part in parts)
        {
            if (part.Factors.Length > MaxFactors) return null;
            Term sorted = part with { Factors = part.Factors.Sort((a, b) => a.Id.CompareTo(b.Id)) };
            int same = sums.FindIndex(t => t.Factors.SequenceEqual(sorted.Factors));
            if (same < 0) sums.Add(sorted);
            else sums[same] = sorted with { Coefficient = sums[same].Coefficient + sorted.Coefficient };
        }
        sums.RemoveAll(t => t.Coefficient.IsZero);
        bool tooBig = sums.Count > MaxTerms || sums.Exists(t => t.Coefficient.GetBitLength() > MaxBits);
        return tooBig ? null : new([.. sums]);
    }
}
