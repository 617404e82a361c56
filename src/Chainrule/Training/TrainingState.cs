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

    /// <summary>How many steps were taken.</summary>
    public long Step { get; internal set; }

    /// <summary>The seed that the order of the samples and dropout follow from, with the epoch and the step.</summary>
    public long Seed { get; }

    /// <summary>How many samples a step takes.</summary>
    public int BatchSize { get; }

    /// <summary>The optimizer with its settings, the learning rate apart.</summary>
    public string Optimizer { get; }

    /// <summary>The epoch that did best on the validation samples; the last one where there were none.</summary>
    public int BestEpoch { get; internal set; }

    /// <summary>The validation result of <see cref="BestEpoch"/>: an accuracy or a loss, or NaN.</summary>
    internal double Best { get; set; } = double.NaN;

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
