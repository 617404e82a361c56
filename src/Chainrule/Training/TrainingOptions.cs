using System.Collections.Immutable;

namespace Chainrule;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The number of passes over the training data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The number of samples per step; the last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimizer; by default Adam with its usual learning rate.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>
    /// Determines the order of the samples, which ones are held out for validation, and what dropout drops.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>Whether to shuffle the samples before each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The fraction of the samples to hold out for validation, stratified by class; 0 for none.</summary>
    public double ValidationSplit { get; init; }

    /// <summary>How samples that are images are deformed at random in training; null for not at all.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>Validation samples, instead of a fraction of the training samples.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>Penalties added to the cost.</summary>
    public IReadOnlyList<Regularizer> Regularizers { get; init; } = [];

    /// <summary>
    /// Names of layers or parameters that stay as they are, such as <c>0</c> or <c>0.weight</c>, as <see
    /// cref="Model.Parameters"/> has them; for layers <see cref="Layer.IsTrainable"/> does the same.
    /// </summary>
    public IReadOnlyList<string> Frozen { get; init; } = [];

    /// <summary>
    /// Learning rates of layers or parameters by their names, in place of the optimizer's; the schedule scales them as
    /// it does that. Of several names that fit a parameter the longest counts.
    /// </summary>
    public IReadOnlyDictionary<string, double> LearningRates { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>How to clip the gradients of all parameters together; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>How the learning rate changes over the epochs, as a factor; null for a constant rate.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Whether the schedule counts steps instead of epochs.</summary>
    public bool ScheduleBySteps { get; init; }

    /// <summary>After how many epochs without improvement on the validation samples to stop; null for never.</summary>
    public int? Patience { get; init; }

    /// <summary>The minimum change that counts as an improvement.</summary>
    public double MinDelta { get; init; }

    /// <summary>
    /// The metric for early stopping and <see cref="KeepBest"/>, measured on the validation samples; null for the loss,
    /// which distinguishes epochs even if accuracy is the same on a few samples. Ties are decided by the lower loss.
    /// </summary>
    public Metric? Monitor { get; init; }

    /// <summary>Metrics for validation to report in addition to the usual ones.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Whether to end with the parameters of the best epoch, if there is validation.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// How much the samples of each class count in training, as <see cref="Dataset.BalancedClassWeights"/> gives it;
    /// null for all the same. Samples of their own weight have it in <see cref="Dataset.Weights"/>. Validation knows
    /// neither.
    /// </summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>
    /// The number of batches whose gradients are accumulated for one step: four batches of 8 samples take the same step
    /// as one batch of 32, in a quarter of the memory.
    /// </summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// The momentum of an exponential moving average of the parameters, such as 0.999; null for no average. With an
    /// average, that average is validated, and the training ends with it instead of the last values.
    /// </summary>
    /// <remarks>Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.</remarks>
    public double? EmaMomentum { get; init; }

    /// <summary>The time after which to stop, even within an epoch; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The number of threads; 0 for one per core. It does not affect the result.</summary>
    public int Threads { get; init; }

    /// <summary>Whether to record <see cref="TrainingHistory.StepLosses"/>.</summary>
    public bool LogSteps { get; init; }

    /// <summary>
    /// Whether to continue where the last training of the model ended, so that three epochs and three more equal six.
    /// This requires the same optimizer (apart from the learning rate), seed and batch size. Otherwise the optimizer
    /// starts afresh from the current parameters; <see cref="TrainingHistory.Start"/> tells which was the case.
    /// </summary>
    public bool Continue { get; init; } = true;

    /// <summary>Callbacks that observe the training and may stop it, in the order in which they are called.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Called after every epoch.</summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>Receives a report after every epoch, for a progress display; null for none.</summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Called after every step; it should be quick.</summary>
    public Action<StepReport>? OnStep { get; init; }

    /// <summary>
    /// Stops the training cleanly after the current step; a later training can continue with the next one. With
    /// validation, the model has the parameters of the best complete epoch; otherwise those of the last step.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The metrics that validation reports, including the monitored one.</summary>
    internal IReadOnlyList<Metric> ValidationMetrics => Monitor is null ? Metrics : [.. Metrics, Monitor];

    /// <summary>Returns these options if all values are valid.</summary>
    /// <exception cref="ChainruleException">A value is not valid.</exception>
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
        Require(Threads >= 0, $"The number of threads must be positive, or 0 for one per core, not {Threads}.");
        Require(GradientAccumulation >= 1,
            $"GradientAccumulation is at least one batch, not {GradientAccumulation}.");
        Require(EmaMomentum is null or (>= 0 and < 1),
            $"EmaMomentum is from 0 up to but not including 1, not {EmaMomentum}.");
        Require(TimeLimit is null || TimeLimit > TimeSpan.Zero, $"TimeLimit is above 0, not {TimeLimit}.");
        Require(double.IsFinite(MinDelta) && MinDelta >= 0, $"MinDelta is 0 or more, not {MinDelta}.");
        Require(
            Optimizer is not Lbfgs || (Clipping is null && GradientAccumulation == 1 && LearningRates.Count == 0),
            "L-BFGS measures its steps by the gradient itself: leave out TrainingOptions.Clipping, " +
            "TrainingOptions.GradientAccumulation and TrainingOptions.LearningRates.");
        Require(Patience is null or >= 1, $"Patience is at least one epoch, not {Patience}.");
        Require(
            Patience is null || Validation is not null || ValidationSplit > 0,
            "Early stopping needs validation: give ValidationSplit or Validation.");
        Augmentation?.Check();
        return this;
    }
}
