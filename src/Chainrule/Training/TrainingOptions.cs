namespace Chainrule;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often all samples are visited.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How many samples a step takes; the last batch of an epoch has what is left.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How parameters follow from gradients; Adam at its usual rate by default.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>Fixes the order of the samples, the validation samples and what dropout drops.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch visits the samples in another order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// The share of the samples that is set aside to validate on, stratified for classes; 0 for none.
    /// </summary>
    public double ValidationShare { get; init; }

    /// <summary>Samples to validate on, in place of a share.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>Terms that are added to the cost.</summary>
    public IReadOnlyList<Penalty> Penalties { get; init; } = [];

    /// <summary>A limit on the gradients of all parameters together; null for none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>How the learning rate changes over the epochs, as a factor; null for not at all.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Whether the schedule counts steps in place of epochs.</summary>
    public bool ScheduleBySteps { get; init; }

    /// <summary>After how many epochs without a better validation result to stop; null for never.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much a result must be better to count, as a share of accuracy or of the loss.</summary>
    public double LeastImprovement { get; init; }

    /// <summary>
    /// Whether to end with the parameters of the epoch that validated best, where there is validation.
    /// </summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>The number of threads; 0 for one a core. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Whether <see cref="TrainingHistory.StepLosses"/> is kept.</summary>
    public bool LogSteps { get; init; }

    /// <summary>Called after every epoch.</summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>Called after every step; it should be quick.</summary>
    public Action<StepReport>? OnStep { get; init; }

    /// <summary>Ends the training cleanly after the present step; the model keeps its best parameters.</summary>
    public CancellationToken Cancellation { get; init; }
}
