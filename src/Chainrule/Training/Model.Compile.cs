namespace Chainrule;

public sealed partial class Model
{
    /// <summary>
    /// Makes the model ready to predict, fast and from any thread, with the parameters as they are now: training does
    /// not change what was compiled.
    /// </summary>
    /// <param name="maxBatch">The most samples of one call.</param>
    /// <param name="threads">The number of threads; 0 for one a core.</param>
    /// <param name="preprocessed">
    /// Whether it shall take samples as <see cref="Preprocess(Tensor)"/> makes them; as a rule it takes raw ones.
    /// </param>
    /// <returns>What <see cref="Predict"/> computes, without allocating.</returns>
    /// <exception cref="ChainruleException">The model has no parameters yet, or a number is out of range.</exception>
    public CompiledModel Compile(int maxBatch = 128, int threads = 0, bool preprocessed = false)
    {
        if (InputShape is null || OutputShape is null)
            throw new ChainruleException(
                "The model cannot be compiled because it does not know its inputs: train it, load it, or call Build " +
                "first.");
        TransformPipeline preprocessing = preprocessed ? new() : Preprocessing;
        return new CompiledModel(
            Prediction, preprocessed ? PreparedShape! : InputShape, preprocessing, OutputShape, DType, maxBatch,
            Threads(threads));
    }

    private (Tensor X, Tensor Y) Prediction(int batch)
    {
        Tensor x = Tensor.Input(Batch(batch, PreparedShape!), DType, "x");
        Tensor output = Network.Apply(x, new ForwardContext(training: false, Seed));
        if (FittedScaling is not null) output = FittedScaling.Restore(output);
        Tensor y = Loss?.Predict(output) ?? output;
        return (x, y.DType == DType ? y : y.Cast(DType));
    }
}
