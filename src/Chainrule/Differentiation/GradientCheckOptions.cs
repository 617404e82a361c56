namespace Chainrule;

/// <summary>What <see cref="GradientCheck"/> compares, where and how strictly.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The greatest relative error that passes.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>For the choice of elements and directions, and for <see cref="RandomPoint"/>.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many elements of each tensor are tried at most, chosen by the seed where it has more; all by default, as far
    /// as <see cref="MaximumWork"/> allows.
    /// </summary>
    public int MaximumElements { get; init; } = int.MaxValue;

    /// <summary>
    /// About how many scalar operations each tensor may take, which limits the elements of large ones: 1.5·10⁹ is a
    /// fraction of a second. At least 100 elements are tried in any case; infinity tries them all.
    /// </summary>
    public double MaximumWork { get; init; } = 1.5e9;

    /// <summary>
    /// Compares one slope along a random direction for each tensor instead of every element: two evaluations each.
    /// </summary>
    public bool AlongRandomDirection { get; init; }

    /// <summary>Checks the gradient of ⟨gradient, v⟩ for a random v: the second derivatives.</summary>
    public bool SecondOrder { get; init; }

    /// <summary>
    /// Checks at standard normal values of all floating-point inputs and parameters in place of those they hold.
    /// </summary>
    public bool RandomPoint { get; init; }
}
