namespace Chainrule;

public sealed partial class Model
{
    /// <summary>
    /// Prepares the model for fast, thread-safe prediction with its current parameters; later training does not affect
    /// the compiled model.
    /// </summary>
    /// <param name="maxBatch">The maximum number of samples per call.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <param name="preprocessed">
    /// Whether to take samples that <see cref="Preprocess(Tensor)"/> has processed; by default it takes raw ones.
    /// </param>
    /// <returns>A model that predicts what <see cref="Predict"/> does, without allocating.</returns>
    /// <exception cref="ChainruleException">The model has no parameters yet, or a number is out of range.</exception>
    public CompiledModel Compile(int maxBatch = 128, int threads = 0, bool preprocessed = false)
    {
        if (InputShape is null || OutputShape is null) throw Unbuilt("compiled");
        TransformPipeline preprocessing = preprocessed ? new() : Preprocessing;
        return new CompiledModel(
            Prediction, preprocessed ? PreparedShape! : InputShape, preprocessing, OutputShape, DType, maxBatch,
            Threads(threads));
    }

    /// <summary>
    /// What the model predicts, as a graph that shares its parameters. Its file opens without the layers, so a layer of
    /// your own need not be registered, and neither is needed to predict.
    /// </summary>
    /// <exception cref="ChainruleException">
    /// The model has no parameters yet, or a layer computes something else for some number of samples.
    /// </exception>
    public TrainedGraph ToGraph()
    {
        if (InputShape is null) throw Unbuilt("written as a graph");
        return new TrainedGraph(GraphTemplate.Of(batch => [Prediction(batch).Y]))
        {
            Sources = new Dictionary<string, string> { ["x"] = TrainedGraph.Features },
            Preprocessing = Preprocessing,
            ClassNames = ClassNames,
        };
    }

    private static ChainruleException Unbuilt(string what) => new(
        $"The model cannot be {what} because it does not know its inputs: train it, load it, or call Build first.");

    private (Tensor X, Tensor Y) Prediction(int batch)
    {
        Tensor x = Tensor.Input(Batch(batch, PreparedShape!), DType, "x");
        Tensor output = Network.Apply(x, new ForwardContext(training: false, Seed));
        if (FittedScaling is not null) output = FittedScaling.Restore(output);
        Tensor y = Loss?.Predict(output) ?? output;
        return (x, y.DType == DType ? y : y.Cast(DType));
    }
}
