namespace Chainrule.Kernels;

/// <summary>
/// Where the streams of each use of a seed begin, 2⁵⁶ apart: a network's first weights, its dropout masks and the order
/// of its samples then share no numbers although they share the seed. Add the number of the parameter, layer or epoch.
/// </summary>
internal static class RandomPurpose
{
    /// <summary>Tensors that a user asks for by a seed.</summary>
    public const ulong Values = 0;

    /// <summary>The first values of parameters: one stream a parameter.</summary>
    public const ulong Parameters = 1UL << 56;

    /// <summary>Masks of dropout: add the layer's number times 2³² and the step.</summary>
    public const ulong Dropout = 2UL << 56;

    /// <summary>The order of samples: one stream an epoch.</summary>
    public const ulong Order = 3UL << 56;

    /// <summary>Generated data.</summary>
    public const ulong Data = 4UL << 56;
}
