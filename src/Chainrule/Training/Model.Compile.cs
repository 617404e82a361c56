namespace Chainrule;

public sealed partial class Model
{
    /// <summary>
    /// Makes the model ready to predict, fast and from any thread, with the parameters as they are now: training does
    /// not change what was compiled.
    /// </summary>
    /// <param name="maxBatch">The most samples of one call.</param>
    /// <param name="threads">The number of threads; 0 for one a core.</param>
    /// <returns>What <see cref="Predict"/> computes, without allocating.</returns>
    /// <exception cref="ChainruleException">The model has no parameters yet, or a number is out of range.</exception>
    public CompiledModel Compile(int maxBatch = 128, int threads = 0)
    {
        if (InputShape is null || OutputShape is null)
            throw new ChainruleException(
                "The model cannot be compiled because it does not know its inputs: train it, load it, or call Build " +
                "first.");
        return new CompiledModel(Prediction, InputShape, OutputShape, DType, maxBatch, Threads(threads));
    }

    private (Tensor X, Tensor Y) Prediction(int batch)
    {
        Tensor x = Tensor.Input(Batch(batch, InputShape!), DType, "x");
        Tensor output = Network.Apply(x, new ForwardContext(training: false, Seed));
        Tensor y = Loss?.Predict(output) ?? output;
        return (x, y.DType == DType ? y : y.Cast(DType));
    }
}
