using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// What a training loop trains: parameters, the graph of a batch of any size, and a way to judge. A model and a
/// <c>.chain</c> program are two of them.
/// </summary>
internal abstract class TrainingTask
{
    /// <summary>The number of samples to train on.</summary>
    public abstract int Count { get; }

    /// <summary>What training changes: the trained parameters, and buffers such as running means.</summary>
    public abstract IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>What is trained, at the beginning of a sentence.</summary>
    public abstract string Name { get; }

    /// <summary>What the cost is called at the beginning of a sentence.</summary>
    public abstract string CostName { get; }

    /// <summary>What <see cref="EpochReport.Value"/> is: accuracy, mse, loss or cost.</summary>
    public abstract string Metric { get; }

    /// <summary>Whether the cost of a batch is a mean over its samples, and not a sum.</summary>
    public virtual bool IsMean => true;

    /// <summary>The labels of the samples, to count what a step's outputs meet; null without labels.</summary>
    public virtual NDArray? Labels => null;

    /// <summary>Whether there are samples to validate on.</summary>
    public abstract bool HasValidation { get; }

    /// <summary>The graph that a step on so many samples trains.</summary>
    public abstract BatchGraph GraphFor(int count, Workers workers);

    /// <summary>Whether the samples of an epoch are shuffled when a step takes so many.</summary>
    public virtual bool IsShuffled(int batch) => true;

    /// <summary>The result on the validation samples, with the parameters as they are.</summary>
    public abstract EvaluationReport Validate();

    /// <summary>The mean cost of some of the samples, with the parameters as they are.</summary>
    public abstract double SampleCost();

    /// <summary>
    /// Where the cost of these samples first leaves the finite numbers, with the parameters as they are, as in
    /// <c>layer 0 (16 relu): matmul overflowed at …</c>; null where it does not.
    /// </summary>
    /// <param name="samples">The samples; none for those of <see cref="SampleCost"/>.</param>
    public abstract string? FindNonFinite(ReadOnlySpan<int> samples);

    /// <summary>Writes what is trained to a file, with the parameters as they are.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="state">Where the training stands.</param>
    /// <param name="history">Its course so far.</param>
    public abstract void Save(string path, TrainingState state, TrainingHistory history);

    /// <summary>The places of up to so many samples from all over the data.</summary>
    protected int[] Places(int most)
    {
        var places = new int[Math.Min(most, Count)];
        for (int i = 0; i < places.Length; i++) places[i] = (int)((long)i * Count / places.Length);
        return places;
    }
}
