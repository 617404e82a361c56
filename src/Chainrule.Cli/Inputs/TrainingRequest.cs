namespace Chainrule.Cli.Inputs;

/// <summary>What the command line asks of a training.</summary>
internal sealed record TrainingRequest
{
    public required string Data { get; init; }

    public string? Layers { get; init; }

    public int? Epochs { get; init; }

    public int Batch { get; init; }

    public required string Optimizer { get; init; }

    public double? Rate { get; init; }

    public string? Loss { get; init; }

    public double L2 { get; init; }

    public string? Initializer { get; init; }

    public double Validation { get; init; }

    public int? Patience { get; init; }

    public bool Binarise { get; init; }

    public int? Take { get; init; }

    public string? Label { get; init; }

    public string? Task { get; init; }

    public string? DataDirectory { get; init; }

    public string? Out { get; init; }

    public DType DType { get; init; }

    public int Threads { get; init; }

    public long Seed { get; init; }

    public bool Json { get; init; }
}
