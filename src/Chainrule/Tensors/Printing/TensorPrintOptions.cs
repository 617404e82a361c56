namespace Chainrule;

/// <summary>How tensors are written; the defaults are NumPy's.</summary>
public sealed record TensorPrintOptions
{
    /// <summary>The options that <see cref="Tensor.ToString()"/> uses.</summary>
    public static TensorPrintOptions Default { get; } = new();

    /// <summary>The most digits after the point.</summary>
    public int Precision { get; init; } = 8;

    /// <summary>Tensors with more elements than this are shortened to their edges.</summary>
    public int Threshold { get; init; } = 1000;

    /// <summary>How many items at each end of an axis a shortened tensor shows.</summary>
    public int EdgeItems { get; init; } = 3;

    /// <summary>How many characters a line holds before it is broken.</summary>
    public int LineWidth { get; init; } = 75;

    /// <summary>Whether small numbers are written as 0 rather than all numbers in scientific notation.</summary>
    public bool SuppressSmall { get; init; }
}
