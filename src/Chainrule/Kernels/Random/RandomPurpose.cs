namespace Chainrule.Kernels;

/// <summary>
/// The start of the streams for each use of a seed, 2⁵⁶ apart, so that a network's initial weights, its dropout masks
/// and the order of its samples share no random numbers although they share the seed. Add the index of the parameter,
/// layer or epoch.
/// </summary>
internal static class RandomPurpose
{
    /// <summary>Tensors created by a user with a seed.</summary>
    public const ulong Values = 0;

    /// <summary>Initial values of parameters: one stream per parameter.</summary>
    public const ulong Parameters = 1UL << 56;

    /// <summary>Dropout masks: add the layer's index times 2³² and the step.</summary>
    public const ulong Dropout = 2UL << 56;

    /// <summary>The order of samples: one stream per epoch.</summary>
    public const ulong Order = 3UL << 56;

    /// <summary>Synthetic data.</summary>
    public const ulong Data = 4UL << 56;

    /// <summary>Deformations of images: one stream per batch.</summary>
    public const ulong Deformation = 5UL << 56;
}
