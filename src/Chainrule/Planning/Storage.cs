namespace Chainrule.Planning;

/// <summary>The memory of one value, or of several values that reuse it one after the other.</summary>
internal sealed class Storage
{
    /// <summary>Memory from outside the plan (a leaf or a destination); null if the plan provides it.</summary>
    public NDArray? External { get; init; }

    public long Bytes { get; init; }

    /// <summary>The first step that writes to it. <see cref="Last"/> is the last step that reads it.</summary>
    public int First { get; init; }

    public int Last { get; set; }

    /// <summary>The offset in the plan's arena, set once the buffers are placed.</summary>
    public long Offset { get; set; }
}
