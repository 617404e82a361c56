using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// What a training loop trains: parameters, the graph for a batch of any size, and a way to validate. Models and
/// <c>.chain</c> programs are tasks.
/// </summary>
internal abstract class TrainingTask
{
    /// <summary>The number of samples to train on; null if only reading them tells.</summary>
    public abstract int? Count { get; }

    /// <summary>Brings the samples of each epoch to where the graphs read them.</summary>
    public abstract SampleFeed Feed { get; }

    /// <summary>What training changes: trained parameters, and buffers such as running means.</summary>
    public abstract IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>What is trained, as the start of a sentence.</summary>
    public abstract string Name { get; }

    /// <summary>The name of the cost, as the start of a sentence.</summary>
    public abstract string CostName { get; }

    /// <summary>What <see cref="EpochReport.Value"/> is: accuracy, mse, loss or cost.</summary>
    public abstract string Metric { get; }

    /// <summary>Whether the cost of a batch is a mean over its samples; otherwise it is a sum.</summary>
    public virtual bool IsMean => true;

    /// <summary>The labels of the samples, to count correct predictions; null if there are none.</summary>
    public virtual NDArray? Labels => null;

    /// <summary>Whether there are validation samples.</summary>
    public abstract bool HasValidation { get; }

    /// <summary>The graph to train on for this number of samples.</summary>
    public abstract BatchGraph GraphFor(int count, Workers workers);

    /// <summary>The result on the validation samples, with the current parameters.</summary>
    public abstract EvaluationReport Validate();

    /// <summary>The mean cost of some of the samples, with the current parameters.</summary>
    public abstract double SampleCost();

    /// <summary>The mean cost before the training, which a cost that has run away is far above.</summary>
    public virtual double StartCost() => SampleCost();

    /// <summary>What brings the numbers to a size that suits a training, as part of a sentence.</summary>
    public virtual string Scaling => "scale the features";

    /// <summary>
    /// Where the cost of these samples first stops being finite, with the current parameters, such as <c>layer 0 (16
    /// relu): matmul overflowed at …</c>; null if it does not.
    /// </summary>
    /// <param name="samples">The samples; empty for those of <see cref="SampleCost"/>.</param>
    public abstract string? FindNonFinite(ReadOnlySpan<int> samples);

    /// <summary>
    /// What is odd about what was trained, with the current parameters: units and outputs that are the same for all
    /// samples.
    /// </summary>
    public abstract IReadOnlyList<string> FindIdleUnits();

    /// <summary>Writes what is trained to a file, with the current parameters.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="state">The state of the training.</param>
    /// <param name="history">Its history so far.</param>
    public abstract void Save(string path, TrainingState state, TrainingHistory history);

    /// <summary>Up to this many places among samples, spread over them.</summary>
    protected static int[] Places(int most, int count)
    {
        var places = new int[Math.Min(most, count)];
        for (int i = 0; i < places.Length; i++) places[i] = (int)((long)i * count / places.Length);
        return places;
    }
}
