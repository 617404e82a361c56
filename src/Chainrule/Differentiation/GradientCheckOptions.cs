using Chainrule.Catalog;

namespace Chainrule;

/// <summary>What <see cref="GradientCheck"/> compares, where and how strictly.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The largest relative error that passes.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The seed for <see cref="RandomPoint"/> and for choosing elements and directions.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// The maximum number of elements to check per tensor; larger tensors are sampled at random. By default all are
    /// checked, as far as <see cref="MaximumWork"/> allows.
    /// </summary>
    public int MaximumElements { get; init; } = int.MaxValue;

    /// <summary>
    /// Roughly how many scalar operations to spend on each tensor; of a large tensor fewer elements are then checked.
    /// The default of 1.5·10⁹ takes a second or two. Of more than 8 tensors each has its share of 8 times as much. At
    /// least 10 elements are always checked; infinity checks them all.
    /// </summary>
    public double MaximumWork { get; init; } = 1.5e9;

    /// <summary>
    /// Compares the slope along one random direction per tensor instead of every element: two evaluations each.
    /// </summary>
    public bool AlongRandomDirection { get; init; }

    /// <summary>Checks second derivatives: the gradient of ⟨gradient, v⟩ for a random v.</summary>
    public bool SecondOrder { get; init; }

    /// <summary>
    /// Checks at standard normal values of all floating-point inputs and parameters instead of their current values.
    /// </summary>
    public bool RandomPoint { get; init; }

    /// <summary>The language of the table and of what is not finite.</summary>
    internal Speech Speech { get; init; } = Speech.English;
}
