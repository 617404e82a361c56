namespace Chainrule;

/// <summary>
/// Where a training stands: all that the next epoch follows from beside the parameters, the data and the options. A
/// model keeps that of its last training, and its file does, so that three epochs and three more are six.
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

    /// <summary>How many epochs were done.</summary>
    public int Epoch { get; internal set; }

    /// <summary>How many batches were gone through: steps, unless a step takes several batches.</summary>
    public long Step { get; internal set; }

    /// <summary>How many steps the optimizer has taken.</summary>
    public long Updates { get; internal set; }

    /// <summary>How many samples of the next epoch were visited already: not 0 where a training ended within it.</summary>
    public int Visited { get; internal set; }

    /// <summary>The seed that the order of the samples and dropout follow from, with the epoch and the step.</summary>
    public long Seed { get; }

    /// <summary>How many samples a step takes.</summary>
    public int BatchSize { get; }

    /// <summary>The optimizer with its settings, the learning rate apart.</summary>
    public string Optimizer { get; }

    /// <summary>The epoch that did best on the validation samples; the last one where there were none.</summary>
    public int BestEpoch { get; internal set; }

    /// <summary>The validation result of <see cref="BestEpoch"/>: its loss or what was monitored, or NaN.</summary>
    internal double Best { get; set; } = double.NaN;

    /// <summary>The validation loss of <see cref="BestEpoch"/>, or NaN.</summary>
    internal double BestLoss { get; set; } = double.NaN;

    /// <summary>The last epoch that was better than all before; early stopping counts from there.</summary>
    internal int ImprovedEpoch { get; set; }

    /// <summary>The epoch whose parameters the training ended with; 0 for those that it started with.</summary>
    internal int KeptEpoch { get; set; }

    /// <summary>The sum of the samples' costs in the epoch that a training ended within.</summary>
    internal double CostSum { get; set; }

    /// <summary>The number of samples whose class was met in the epoch that a training ended within.</summary>
    internal int Hits { get; set; }

    /// <summary>The moving averages of the trained parameters; null where there are none.</summary>
    internal KeptValues? Average { get; set; }

    /// <summary>What <see cref="Best"/> is and on what; results on other samples are not compared with it.</summary>
    internal string BestOf { get; set; } = "";

    /// <summary>The mean cost of some samples before the first step.</summary>
    internal double CostBefore { get; set; } = double.NaN;

    /// <summary>What the schedule has learned from the losses so far.</summary>
    internal IReadOnlyList<double> Schedule { get; set; } = [];

    internal ParameterLayout Layout { get; }

    /// <summary>The optimizer's memory: for each slot a block of the layout.</summary>
    internal NDArray Slots { get; }

    internal int SlotCount { get; }

    /// <summary>
    /// What parameters and buffers held after the last epoch, where the training ended with those of an earlier one.
    /// </summary>
    internal KeptValues? Last { get; set; }

    /// <summary>When the training ended, on the clock of all writes to variables.</summary>
    internal long EndedAt { get; set; }

    /// <summary>The memory of one slot for one parameter.</summary>
    internal NDArray SlotOf(int slot, int parameter) =>
        Slots.Part((slot * Layout.Length) + Layout.Offset(parameter), Layout.Parameters[parameter].Shape);

    /// <summary>Whether a training of these parameters with these settings goes on from here.</summary>
    internal bool Fits(ParameterLayout layout, Optimizer optimizer, long seed, int batchSize) =>
        Optimizer == optimizer.Identity && SlotCount == optimizer.StateSlots && Seed == seed && BatchSize == batchSize
        && Layout.Parameters.SequenceEqual(layout.Parameters);

    /// <summary>The epoch, the step and the settings in a line.</summary>
    public override string ToString() =>
        $"epoch {Epoch}, step {Step}, {Optimizer}, seed {Seed}, batches of {BatchSize}";
}
