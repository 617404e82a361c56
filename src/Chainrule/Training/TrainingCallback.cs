namespace Chainrule;

/// <summary>
/// Looks on while a model or a program is trained, and may end the training or change its learning rate. Callbacks are
/// called in the order of <see cref="TrainingOptions.Callbacks"/>, on the thread that trains.
/// </summary>
public abstract class TrainingCallback
{
    /// <summary>Called before the first epoch.</summary>
    public virtual void OnTrainingBegin(TrainingRun run) { }

    /// <summary>Called before each epoch, when its learning rate is set.</summary>
    public virtual void OnEpochBegin(TrainingRun run) { }

    /// <summary>Called after every step; it should be quick.</summary>
    public virtual void OnStepEnd(TrainingRun run, StepReport step) { }

    /// <summary>Called after every epoch.</summary>
    public virtual void OnEpochEnd(TrainingRun run, EpochReport epoch) { }

    /// <summary>Called when the parameters are those that the training ends with.</summary>
    public virtual void OnTrainingEnd(TrainingRun run, TrainingHistory history) { }
}

/// <summary>A training that is going on.</summary>
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

    /// <summary>The parameters and buffers, with their present values.</summary>
    public IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>The epoch that goes on or has just ended, from 1; 0 before the first.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The epoch that the training ends with if nothing ends it before.</summary>
    public int LastEpoch { get; }

    /// <summary>The epoch that validated best so far; the last one where there is no validation.</summary>
    public int BestEpoch => state.BestEpoch;

    /// <summary>The number of steps so far, those of a training that this one continues included.</summary>
    public long Step => state.Step;

    /// <summary>
    /// The rate of the next step. What is set holds until the schedule sets it anew, and until the training ends.
    /// </summary>
    public double LearningRate
    {
        get => optimizer.LearningRate;
        set => optimizer.LearningRate = value;
    }

    /// <summary>The course of the training so far.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; internal init; } = [];

    /// <summary>The loss of every step so far, where <see cref="TrainingOptions.LogSteps"/> asks for it.</summary>
    public IReadOnlyList<double> StepLosses { get; internal init; } = [];

    /// <summary>Whether the present step waits for more batches: where gradients are accumulated.</summary>
    public bool IsWithinStep { get; internal set; }

    internal bool IsStopping { get; private set; }

    /// <summary>
    /// Writes the model to a file as if the training ended now, all or nothing: it predicts, and a training of it goes
    /// on from here.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path) => save(path);

    /// <summary>Ends the training after the present epoch.</summary>
    public void Stop() => IsStopping = true;
}

/// <summary>
/// The short forms <see cref="TrainingOptions.OnEpoch"/>, <see cref="TrainingOptions.Progress"/> and
/// <see cref="TrainingOptions.OnStep"/>.
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
