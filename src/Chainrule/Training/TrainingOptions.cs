namespace Chainrule;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The number of passes over the training data that this training makes.</summary>
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
    public double ValidationSplit { get; init; }

    /// <summary>Samples to validate on, in place of a share.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>Terms that are added to the cost.</summary>
    public IReadOnlyList<Regularizer> Regularizers { get; init; } = [];

    /// <summary>A limit on the gradients of all parameters together; null for none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>How the learning rate changes over the epochs, as a factor; null for not at all.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Whether the schedule counts steps in place of epochs.</summary>
    public bool ScheduleBySteps { get; init; }

    /// <summary>After how many epochs without a better validation result to stop; null for never.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much a result must be better to count.</summary>
    public double MinDelta { get; init; }

    /// <summary>
    /// What early stopping and <see cref="KeepBest"/> judge an epoch by, on the validation samples; null for the loss,
    /// which tells epochs apart where a few samples give the same accuracy. Of equal values the one with the lower loss
    /// is better.
    /// </summary>
    public Metric? Monitor { get; init; }

    /// <summary>Metrics that validation reports beside the usual ones.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>
    /// Whether to end with the parameters of the epoch that validated best, where there is validation.
    /// </summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// How many batches' gradients a step takes: four batches of 8 samples make the step of one batch of 32, in a
    /// quarter of the memory.
    /// </summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// The share that an exponential moving average of the parameters keeps of itself in each step, such as 0.999; null
    /// for no average. Where there is one, it is validated, and the training ends with it in place of the last values.
    /// </summary>
    /// <remarks>Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.</remarks>
    public double? EmaMomentum { get; init; }

    /// <summary>After how much time to end, within an epoch too; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The number of threads; 0 for one a core. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Whether <see cref="TrainingHistory.StepLosses"/> is kept.</summary>
    public bool LogSteps { get; init; }

    /// <summary>
    /// Whether to go on where the last training of the model ended, if it had the same optimizer (the learning rate
    /// apart), seed and batch size: three epochs and three more are then six. Else, and where it had not, the
    /// optimizer starts anew, from the parameters as they are. <see cref="TrainingHistory.Start"/> says which it was.
    /// </summary>
    public bool Continue { get; init; } = true;

    /// <summary>Objects that look on and may end the training, in the order in which they are called.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Called after every epoch.</summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>Told about every epoch, as a progress display wants it; null for none.</summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Called after every step; it should be quick.</summary>
    public Action<StepReport>? OnStep { get; init; }

    /// <summary>
    /// Ends the training cleanly after the present step: a later one can go on with the next. Where there is validation,
    /// the model has the parameters of the best whole epoch, else those of that step.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The metrics that validation reports beside the usual ones, what is monitored included.</summary>
    internal IReadOnlyList<Metric> ValidationMetrics => Monitor is null ? Metrics : [.. Metrics, Monitor];

    /// <summary>These options, if all values make sense.</summary>
    /// <exception cref="ChainruleException">A value makes no sense.</exception>
    internal TrainingOptions Check()
    {
        static void Require(bool holds, string message)
        {
            if (!holds) throw new ChainruleException(message);
        }

        Require(Epochs >= 1, $"A training has at least one epoch, not {Epochs}.");
        Require(BatchSize >= 1, $"A batch has at least one sample, not {BatchSize}.");
        Require(ValidationSplit is >= 0 and < 1,
            $"The validation split is from 0 up to but not including 1, not {ValidationSplit}.");
        Require(Threads >= 0, $"The number of threads is 0 for one a core, or positive; not {Threads}.");
        Require(GradientAccumulation >= 1,
            $"GradientAccumulation is at least one batch, not {GradientAccumulation}.");
        Require(EmaMomentum is null or (>= 0 and < 1),
            $"EmaMomentum is from 0 up to but not including 1, not {EmaMomentum}.");
        Require(TimeLimit is null || TimeLimit > TimeSpan.Zero, $"TimeLimit is above 0, not {TimeLimit}.");
        Require(double.IsFinite(MinDelta) && MinDelta >= 0, $"MinDelta is 0 or more, not {MinDelta}.");
        Require(Patience is null or >= 1, $"Patience is at least one epoch, not {Patience}.");
        Require(
            Patience is null || Validation is not null || ValidationSplit > 0,
            "Early stopping needs validation: give ValidationSplit or Validation.");
        return this;
    }
}
