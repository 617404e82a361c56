namespace Chainrule;

/// <summary>
/// The state of a training: everything the next epoch depends on besides the parameters, the data and the options. A
/// model keeps the state of its last training, also in its file, so that three epochs and three more equal six.
/// </summary>
public sealed class TrainingState
{
    internal TrainingState(ParameterLayout layout, string optimizer, int slots, long seed, int batchSize)
    {
        Optimizer = optimizer;
        Seed = seed;
        BatchSize = batchSize;
        Layout = layout;
        Slots = NDArray.Zeros([Math.Max(1, slots) * layout.Length], layout.DType);
        SlotCount = slots;
    }

    /// <summary>The number of completed epochs.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The number of batches processed. Without gradient accumulation this is the number of steps.</summary>
    public long Step { get; internal set; }

    /// <summary>The number of steps that the optimizer has taken.</summary>
    public long Updates { get; internal set; }

    /// <summary>
    /// How many samples of the next epoch were already processed; not 0 if a training ended within an epoch.
    /// </summary>
    public int Visited { get; internal set; }

    /// <summary>
    /// The seed, which together with the epoch and the step determines the order of the samples and dropout.
    /// </summary>
    public long Seed { get; }

    /// <summary>The number of samples per step.</summary>
    public int BatchSize { get; }

    /// <summary>The optimizer with its settings, except the learning rate.</summary>
    public string Optimizer { get; }

    /// <summary>The epoch with the best validation result; the last epoch if there was no validation.</summary>
    public int BestEpoch { get; internal set; }

    /// <summary>
    /// The validation result of <see cref="BestEpoch"/>: the loss or the monitored metric; NaN if there is none.
    /// </summary>
    internal double Best { get; set; } = double.NaN;

    /// <summary>The validation loss of <see cref="BestEpoch"/>; NaN if there is none.</summary>
    internal double BestLoss { get; set; } = double.NaN;

    /// <summary>The last epoch that improved on all before; early stopping counts from here.</summary>
    internal int ImprovedEpoch { get; set; }

    /// <summary>The epoch whose parameters the training ended with; 0 for the initial ones.</summary>
    internal int KeptEpoch { get; set; }

    /// <summary>The sum of the samples' costs in the epoch within which the training ended.</summary>
    internal double CostSum { get; set; }

    /// <summary>The number of correct predictions in the epoch within which the training ended.</summary>
    internal int Hits { get; set; }

    /// <summary>The moving averages of the trained parameters; null if there are none.</summary>
    internal KeptValues? Average { get; set; }

    /// <summary>
    /// What <see cref="Best"/> measures and on which samples; results on other samples are not compared with it.
    /// </summary>
    internal string BestOf { get; set; } = "";

    /// <summary>The mean cost of some samples before the first step.</summary>
    internal double CostBefore { get; set; } = double.NaN;

    /// <summary>What the schedule has learned from the losses so far.</summary>
    internal IReadOnlyList<double> Schedule { get; set; } = [];

    internal ParameterLayout Layout { get; }

    /// <summary>The optimizer's state: one block of the layout per slot.</summary>
    internal NDArray Slots { get; }

    internal int SlotCount { get; }

    /// <summary>
    /// The values of parameters and buffers after the last epoch, if the training ended with those of an earlier one.
    /// </summary>
    internal KeptValues? Last { get; set; }

    /// <summary>When the training ended, on the clock that counts all writes to variables.</summary>
    internal long EndedAt { get; set; }

    /// <summary>The state in one slot for one parameter.</summary>
    internal NDArray SlotOf(int slot, int parameter) =>
        Slots.Part((slot * Layout.Length) + Layout.Offset(parameter), Layout.Parameters[parameter].Shape);

    /// <summary>Whether a training of these parameters with these settings can continue from here.</summary>
    internal bool Fits(ParameterLayout layout, Optimizer optimizer, long seed, int batchSize) =>
        Optimizer == optimizer.Identity && SlotCount == optimizer.StateSlots && Seed == seed && BatchSize == batchSize
        && Layout.Parameters.SequenceEqual(layout.Parameters);

    /// <summary>The epoch, the step and the settings in one line.</summary>
    public override string ToString() =>
        $"epoch {Epoch}, step {Step}, {Optimizer}, seed {Seed}, batches of {BatchSize}";
}
