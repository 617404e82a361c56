namespace Chainrule;

/// <summary>Predictions of samples that are read as they are needed.</summary>
public static class PartwisePrediction
{
    /// <summary>
    /// Predicts samples that are read as they are needed, to the bits that <see cref="Model.Predict"/> gives of all at
    /// once.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="parts">Raw samples, one per row, in parts of any size.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <returns>The outputs (some, …) of some samples at a time, in their order.</returns>
    /// <exception cref="ShapeException">Parts differ in shape or type, or do not fit the model.</exception>
    public static IEnumerable<Tensor> PredictParts(this Model model, IEnumerable<Tensor> parts, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(parts);
        // As many as Predict takes at a time, so that each sample is computed among the same others.
        return RowPortions.Of(parts, Model.PredictionBatch * Model.BatchesInPortion)
            .Select(rows => model.Predict(rows, threads));
    }
}
