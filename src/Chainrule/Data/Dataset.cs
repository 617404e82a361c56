namespace Chainrule;

/// <summary>Samples to learn from: features, and what to predict from them.</summary>
/// <param name="Name">What the data set is called, for messages and reports.</param>
/// <param name="Features">The inputs, one sample a row: (m, features) or (m, height, width); floating point.</param>
/// <param name="Targets">Class labels (m) as int32, or values (m, outputs) for regression as floating point.</param>
public sealed record Dataset(string Name, Tensor Features, Tensor Targets)
{
    /// <summary>The names of the classes in the order of their labels; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The names of the feature columns; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The number of samples, m.</summary>
    public int Count => Features.Shape[0];

    /// <summary>Whether the targets are class labels.</summary>
    public bool IsClassification => Targets.DType == DType.Int32;
}
