using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Tests that force a vector width run sequentially, because the width applies to the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ForcedWidths
{
    public const string Name = "Forced width of vectors";

    /// <summary>The widths that this processor has; 0 is none.</summary>
    public static int[] All { get; } = Array.FindAll((int[])[0, 128, 256, 512], bits => bits <= SimdWidth.Widest);

    public static TheoryData<int> Widths() => [.. All];
}
