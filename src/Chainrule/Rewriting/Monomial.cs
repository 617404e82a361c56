using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>A tensor raised to a constant power, as a factor of an elementwise product.</summary>
internal readonly record struct Factor(Node Node, double Exponent);

/// <summary>
/// A coefficient times tensors, multiplied elementwise with broadcasting: the form in which products are simplified.
/// </summary>
internal sealed record Monomial(Coefficient Coefficient, IReadOnlyList<Factor> Factors)
{
    public static Monomial OfNode(Node node) => new(Coefficient.One, [new(node, 1)]);

    /// <summary>
    /// Splits a node into coefficient and factors. Broadcasts are skipped; whoever rebuilds the product restores them.
    /// </summary>
    public static Monomial Of(Node node)
    {
        if (IsAtom(node) || !node.DType.IsFloating()) return OfNode(node);
        return node.Operator switch
        {
            Constant constant => new(Coefficient.OfConstant(constant), []),
            Negate => Of(node.Inputs[0]).Negated(),
            Multiply => Of(node.Inputs[0]).Times(Of(node.Inputs[1])),
            Divide when Of(node.Inputs[1]) is { Coefficient.IsZero: false } divisor =>
                Of(node.Inputs[0]).Times(divisor.Inverse()),
            Power power when CanSpread(power, node.Inputs[0]) => Of(node.Inputs[0]).ToThe((int)power.Exponent),
            Power power => new(Coefficient.One, [new(node.Inputs[0], power.Exponent)]),
            BroadcastTo => Of(node.Inputs[0]),
            Reshape when OnlyLeadingOnes(node) => Of(node.Inputs[0]),
            _ => OfNode(node),
        };
    }

    /// <summary>Splits a sum into its terms; any other node is a single term.</summary>
    public static List<Monomial> TermsOf(Node node)
    {
        var terms = new List<Monomial>();
        Collect(node, false, terms);
        return terms;
    }

    /// <summary>Whether a node is not split: a leaf with varying numbers, or a named value.</summary>
    public static bool IsAtom(Node node) =>
        node.Name is not null || node.Operator is Variable or Constant { Uniform: null };

    /// <summary>Whether the power of a product may become the product of powers.</summary>
    public static bool CanSpread(Power power, Node x) =>
        double.IsInteger(power.Exponent) && Math.Abs(power.Exponent) < 1000
            && (power.Exponent >= 0 || !Of(x).Coefficient.IsZero);

    public bool IsNumber => Factors.Count == 0;

    /// <summary>The shape that the factors broadcast to.</summary>
    public Shape NaturalShape => Factors.Aggregate(
        Shape.Scalar,
        (shape, factor) =>
            Shape.TryBroadcast(shape, factor.Node.Shape) ?? throw new ShapeException("The factors do not broadcast."));

    public Monomial Times(Coefficient coefficient) => this with { Coefficient = Coefficient * coefficient };

    public Monomial Times(Monomial other) => new(Coefficient * other.Coefficient, [.. Factors, .. other.Factors]);

    public Monomial Negated() => this with { Coefficient = Coefficient.Negated() };

    public Monomial Inverse() =>
        new(Coefficient.Inverse(), [.. Factors.Select(factor => factor with { Exponent = -factor.Exponent })]);

    public Monomial ToThe(int power) =>
        new(Coefficient.ToThe(power),
            power == 0 ? [] : [.. Factors.Select(factor => factor with { Exponent = factor.Exponent * power })]);

    /// <summary>Separates the coefficient and the scalar factors from the factors that vary.</summary>
    public (Monomial Constant, Monomial Varying) SplitScalars() => (
        this with { Factors = [.. Factors.Where(factor => factor.Node.Shape.Rank == 0)] },
        new(Coefficient.One, [.. Factors.Where(factor => factor.Node.Shape.Rank > 0)]));

    /// <summary>Whether both have the same factors, in any order.</summary>
    public bool IsLike(Monomial other) => Factors.Count == other.Factors.Count
        && Factors.OrderBy(factor => factor.Node.Id).ThenBy(factor => factor.Exponent)
            .SequenceEqual(other.Factors.OrderBy(factor => factor.Node.Id).ThenBy(factor => factor.Exponent));

    /// <summary>A hash of the factors that does not depend on their order.</summary>
    public int FactorHash =>
        Factors.Aggregate(0, (hash, factor) => hash + HashCode.Combine(factor.Node.Id, factor.Exponent));

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
                case Reshape when OnlyLeadingOnes(node):
                    Collect(node.Inputs[0], negative, terms);
                    return;
            }
        }
        Monomial term = Of(node);
        terms.Add(negative ? term.Negated() : term);
    }

    // (n) and (1, n) broadcast alike. An element x[2] is what it is without its axis.
    private static bool OnlyLeadingOnes(Node reshape) =>
        reshape.Inputs[0] is { Operator: not IndexingOperator } x
        && x.Shape.Lengths.TrimStart(1).SequenceEqual(reshape.Shape.Lengths.TrimStart(1));
}
