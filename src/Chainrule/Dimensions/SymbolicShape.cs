using System.Collections.Immutable;
using System.Numerics;

namespace Chainrule.Dimensions;

/// <summary>The lengths of a value's axes, known or symbolic.</summary>
internal sealed class SymbolicShape(ImmutableArray<Dimension> dimensions)
{
    public static SymbolicShape Scalar { get; } = new([]);

    public ImmutableArray<Dimension> Dimensions { get; } = dimensions;

    public int Rank => Dimensions.Length;

    public Dimension this[int axis] => Dimensions[axis];

    /// <summary>The sizes, if all are known.</summary>
    public ImmutableArray<BigInteger>? Evaluate()
    {
        ImmutableArray<BigInteger>.Builder sizes = ImmutableArray.CreateBuilder<BigInteger>(Rank);
        foreach (Dimension dimension in Dimensions)
        {
            if (dimension.Evaluate() is not { } size) return null;
            sizes.Add(size);
        }
        return sizes.ToImmutable();
    }

    /// <summary><c>(m×n)</c>, <c>(k)</c>, <c>scalar</c>.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : $"({string.Join('×', Dimensions)})";
}

/// <summary>What is known about an expression before any number is.</summary>
/// <param name="Shape">Its shape; null after an error, so that one error is not reported twice.</param>
internal readonly record struct Inferred(SymbolicShape? Shape)
{
    /// <summary>The value of an integer expression in dimensions, such as <c>2*m</c>.</summary>
    public Dimension? Whole { get; init; }

    /// <summary>The value of a numeric literal.</summary>
    public double? Number { get; init; }

    public bool? Truth { get; init; }

    /// <summary>
    /// The input that these class labels come from; null for anything else. Only some losses accept labels.
    /// </summary>
    public string? LabelsOf { get; init; }

    /// <summary>
    /// Whether this is the transpose of a vector: a row vector, whose product with a vector is a scalar.
    /// </summary>
    public bool IsRow { get; init; }

    public bool AreLabels => LabelsOf is not null;

    public static Inferred Unknown => default;

    /// <summary>A scalar of unknown value.</summary>
    public static Inferred Scalar => new(SymbolicShape.Scalar);
}
