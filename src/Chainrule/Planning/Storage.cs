namespace Chainrule.Planning;

/// <summary>The memory of one value, or of several that follow one another in the same place.</summary>
internal sealed class Storage
{
    /// <summary>Memory from outside the plan (a leaf or a destination), or null when the plan provides it.</summary>
    public NDArray? External { get; init; }

    public long Bytes { get; init; }

    /// <summary>The step that first writes to it, and the last that reads it.</summary>
    public int First { get; init; }

    public int Last { get; set; }

    /// <summary>Where the plan's own memory begins; set when the buffers are placed.</summary>
    public long Offset { get; set; }
}
