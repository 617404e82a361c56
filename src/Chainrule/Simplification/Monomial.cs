namespace Chainrule;

/// <summary>A tensor to a constant power, as part of an elementwise product.</summary>
internal readonly record struct Factor(Node Node, double Exponent);

/// <summary>
/// A coefficient times tensors, element by element after broadcasting: the form in which products are simplified.
/// </summary>
internal sealed record Monomial(Coefficient Coefficient, IReadOnlyList<Factor> Factors)
{
    public static Monomial OfNode(Node node) => new(Coefficient.One, [new(node, 1)]);

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

    /// <summary>Whether both have the same factors, in whatever order.</summary>
    public bool IsLike(Monomial other) => Factors.Count == other.Factors.Count
        && Factors.OrderBy(factor => factor.Node.Id).ThenBy(factor => factor.Exponent)
            .SequenceEqual(other.Factors.OrderBy(factor => factor.Node.Id).ThenBy(factor => factor.Exponent));
}
