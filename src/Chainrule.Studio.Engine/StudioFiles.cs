namespace Chainrule.Studio;

/// <summary>The files of this machine that an engine may read, as the command line names them.</summary>
public sealed record StudioFiles
{
    /// <summary>A table to open; null for none.</summary>
    public string? Table { get; init; }

    /// <summary>The folders of runs to show.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];
}
