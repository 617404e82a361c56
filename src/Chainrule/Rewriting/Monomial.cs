using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>A tensor to a constant power, as part of an elementwise product.</summary>
internal readonly record struct Factor(Node Node, double Exponent);

/// <summary>
/// A coefficient times tensors, element by element after broadcasting: the form in which products are simplified.
/// </summary>
internal sealed record Monomial(Coefficient Coefficient, IReadOnlyList<Factor> Factors)
{
    public static Monomial OfNode(Node node) => new(Coefficient.One, [new(node, 1)]);

    /// <summary>
    /// A node as coefficient times factors. Stretching to a larger shape is looked through: whoever builds anew
    /// restores it.
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
            Reshape when OnlyLeadingOnes(node.Inputs[0].Shape, node.Shape) => Of(node.Inputs[0]),
            _ => OfNode(node),
        };
    }

    /// <summary>A node as the terms of a sum; one that is no sum is its own single term.</summary>
    public static List<Monomial> TermsOf(Node node)
    {
        var terms = new List<Monomial>();
        Collect(node, false, terms);
        return terms;
    }

    /// <summary>Whether a node stands for itself: a leaf with different numbers, or a value with a name.</summary>
    public static bool IsAtom(Node node) =>
        node.Name is not null || node.Operator is Variable or Constant { Uniform: null };

    /// <summary>Whether a power of a product is the product of its factors' powers.</summary>
    public static bool CanSpread(Power power, Node x) =>
        double.IsInteger(power.Exponent) && Math.Abs(power.Exponent) < 1000
            && (power.Exponent >= 0 || !Of(x).Coefficient.IsZero);

    public bool IsNumber => Factors.Count == 0;

    /// <summary>The shape to which the factors broadcast.</summary>
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

    /// <summary>The number and the scalar factors apart from the factors that vary.</summary>
    public (Monomial Constant, Monomial Varying) SplitScalars() => (
        this with { Factors = [.. Factors.Where(factor => factor.Node.Shape.Rank == 0)] },
        new(Coefficient.One, [.. Factors.Where(factor => factor.Node.Shape.Rank > 0)]));

    /// <summary>Whether both have the same factors, in whatever order.</summary>
    public bool IsLike(Monomial other) => Factors.Count == other.Factors.Count
        && Factors.OrderBy(factor => factor.Node.Id).ThenBy(factor => factor.Exponent)
            .SequenceEqual(other.Factors.OrderBy(factor => factor.Node.Id).ThenBy(factor => factor.Exponent));

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
                case Reshape when OnlyLeadingOnes(node.Inputs[0].Shape, node.Shape):
                    Collect(node.Inputs[0], negative, terms);
                    return;
            }
        }
        Monomial term = Of(node);
        terms.Add(negative ? term.Negated() : term);
    }

    // (n) and (1, n) broadcast alike.
    private static bool OnlyLeadingOnes(Shape from, Shape to) =>
        from.Lengths.TrimStart(1).SequenceEqual(to.Lengths.TrimStart(1));
}
