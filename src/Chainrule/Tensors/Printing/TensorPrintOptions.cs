namespace Chainrule;

/// <summary>How tensors are printed; the defaults are NumPy's.</summary>
public sealed record TensorPrintOptions
{
    /// <summary>The options that <see cref="Tensor.ToString()"/> uses.</summary>
    public static TensorPrintOptions Default { get; } = new();

    /// <summary>The maximum number of digits after the point.</summary>
    public int Precision { get; init; } = 8;

    /// <summary>A tensor with more elements than this is summarized.</summary>
    public int Threshold { get; init; } = 1000;

    /// <summary>How many items a summary shows at each end of an axis.</summary>
    public int EdgeItems { get; init; } = 3;

    /// <summary>How many characters fit on a line.</summary>
    public int LineWidth { get; init; } = 75;

    /// <summary>Whether to print tiny numbers as 0 rather than switch to scientific notation.</summary>
    public bool SuppressSmall { get; init; }
}
