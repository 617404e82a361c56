namespace Chainrule.Cli.Inputs;

/// <summary>A model from a run's folder, with what its table's columns were.</summary>
internal static class TrainedModel
{
    public static (Model Model, CsvSchema? Schema) Load(string run)
    {
        Model model = ModelFile.Load(RunFolder.ModelPath(run));
        return (model, model.Table is { } table ? CsvSchema.FromJson(table) : null);
    }

    /// <summary>Samples scaled as the training samples were.</summary>
    public static Dataset Prepared(Model model, Dataset samples) =>
        model.Preparation is { Count: > 0 } preparation ? preparation.Apply(samples) : samples;

    /// <inheritdoc cref="Prepared(Model, Dataset)"/>
    public static Tensor Prepared(Model model, Tensor features) =>
        model.Preparation is { Count: > 0 } preparation ? preparation.Apply(features) : features;
}
