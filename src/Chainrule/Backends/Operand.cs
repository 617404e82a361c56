namespace Chainrule.Backends;

/// <summary>Where a value comes from: a backend may prepare for what never changes, or for zeros in data.</summary>
internal enum ValueOrigin
{
    /// <summary>Another kernel computes it.</summary>
    Computed,

    /// <summary>It never changes.</summary>
    Constant,

    /// <summary>Data, which are often zero.</summary>
    Input,

    /// <summary>Training adjusts it.</summary>
    Parameter,
}

/// <summary>A value that a kernel reads: its memory, and where it comes from.</summary>
internal readonly record struct Operand(NDArray Array, ValueOrigin Origin = ValueOrigin.Computed)
{
    /// <summary>Whether zeros are likely enough to look for: what a network computes seldom is zero for all samples.
    /// </summary>
    public bool IsData => Origin is ValueOrigin.Constant or ValueOrigin.Input;
}
