using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Tests that force a vector width run sequentially, because the width applies to the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ForcedWidths
{
    public const string Name = "Forced width of vectors";

    /// <summary>The widths that this processor has.</summary>
    public static TheoryData<int> Widths()
    {
        TheoryData<int> data = [];
        foreach (int bits in (int[])[0, 128, 256, 512])
        {
            if (bits <= SimdWidth.Widest) data.Add(bits);
        }
        return data;
    }
}
