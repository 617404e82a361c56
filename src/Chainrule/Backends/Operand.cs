namespace Chainrule.Backends;

/// <summary>
/// Where a value comes from. Constants can be prepared in advance, and data may be worth searching for zeros.
/// </summary>
internal enum ValueOrigin
{
    /// <summary>Another kernel computes it.</summary>
    Computed,

    /// <summary>It never changes.</summary>
    Constant,

    /// <summary>Data, often with many zeros.</summary>
    Input,

    /// <summary>Training adjusts it.</summary>
    Parameter,
}

/// <summary>A value that a kernel reads: its memory, and where it comes from.</summary>
internal readonly record struct Operand(NDArray Array, ValueOrigin Origin = ValueOrigin.Computed)
{
    /// <summary>
    /// Whether it pays to look for zeros: values computed by a network are rarely zero for every sample.
    /// </summary>
    public bool IsData => Origin is ValueOrigin.Constant or ValueOrigin.Input;
}
