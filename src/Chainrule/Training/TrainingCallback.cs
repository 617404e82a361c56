namespace Chainrule;

/// <summary>
/// Observes a training, and may stop it or change its learning rate. Callbacks run in the order of <see
/// cref="TrainingOptions.Callbacks"/>, on the thread that trains.
/// </summary>
public abstract class TrainingCallback
{
    /// <summary>Called before the first epoch.</summary>
    public virtual void OnTrainingBegin(TrainingRun run) { }

    /// <summary>Called before each epoch, once its learning rate is set.</summary>
    public virtual void OnEpochBegin(TrainingRun run) { }

    /// <summary>Called after every step; it should be quick.</summary>
    public virtual void OnStepEnd(TrainingRun run, StepReport step) { }

    /// <summary>Called after every epoch.</summary>
    public virtual void OnEpochEnd(TrainingRun run, EpochReport epoch) { }

    /// <summary>Called when the training has ended and the parameters are final.</summary>
    public virtual void OnTrainingEnd(TrainingRun run, TrainingHistory history) { }
}

/// <summary>A training in progress.</summary>
public sealed class TrainingRun
{
    private readonly Optimizer optimizer;
    private readonly TrainingState state;
    private readonly Action<string> save;

    internal TrainingRun(
        IReadOnlyList<LayerParameter> parameters, Optimizer optimizer, TrainingState state, int last,
        Action<string> save)
    {
        Parameters = parameters;
        this.optimizer = optimizer;
        this.state = state;
        this.save = save;
        LastEpoch = last;
    }

    /// <summary>The parameters and buffers, with their current values.</summary>
    public IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>The current or last completed epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The last epoch, unless the training stops earlier.</summary>
    public int LastEpoch { get; }

    /// <summary>The epoch with the best validation result so far; the last epoch if there is no validation.</summary>
    public int BestEpoch => state.BestEpoch;

    /// <summary>The number of steps so far, including those of a training that this one continues.</summary>
    public long Step => state.Step;

    /// <summary>
    /// The learning rate of the next step. A value set here holds until the schedule changes it or the training ends.
    /// </summary>
    public double LearningRate
    {
        get => optimizer.LearningRate;
        set => optimizer.LearningRate = value;
    }

    /// <summary>The history of the training so far.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; internal init; } = [];

    /// <summary>The loss of every step so far, if <see cref="TrainingOptions.LogSteps"/> is set.</summary>
    public IReadOnlyList<double> StepLosses { get; internal init; } = [];

    /// <summary>Whether the current step is still accumulating gradients.</summary>
    public bool IsWithinStep { get; internal set; }

    internal bool IsStopping { get; private set; }

    /// <summary>
    /// Writes the model to a file atomically, as if the training ended now: it can predict, and training can continue
    /// from it.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path) => save(path);

    /// <summary>Stops the training after the current epoch.</summary>
    public void Stop() => IsStopping = true;
}

/// <summary>
/// Calls <see cref="TrainingOptions.OnEpoch"/>, <see cref="TrainingOptions.Progress"/> and <see
/// cref="TrainingOptions.OnStep"/>.
/// </summary>
internal sealed class DelegateCallback(TrainingOptions options) : TrainingCallback
{
    public static bool IsNeeded(TrainingOptions options) =>
        options.OnEpoch is not null || options.OnStep is not null || options.Progress is not null;

    public override void OnStepEnd(TrainingRun run, StepReport step) => options.OnStep?.Invoke(step);

    public override void OnEpochEnd(TrainingRun run, EpochReport epoch)
    {
        options.OnEpoch?.Invoke(epoch);
        options.Progress?.Report(epoch);
    }
}
