using System.Globalization;
using System.Numerics;

namespace Chainrule;

/// <summary>
/// A rule that moves parameters against their gradients. It holds only its settings: what it remembers of past
/// gradients is in a state block that the caller owns, zero before the first step.
/// </summary>
public abstract class Optimizer
{
    private double learningRate;
    private int isInUse;

    /// <summary>Creates an optimizer with this learning rate.</summary>
    /// <exception cref="ChainruleException">The rate is negative or not finite.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate; schedules change it between steps.</summary>
    /// <exception cref="ChainruleException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = Require("learning rate", value, value >= 0 && double.IsFinite(value), "0 or more");
    }

    /// <summary>The name that <see cref="Create"/> takes: "sgd", "adam", ….</summary>
    public abstract string Name { get; }

    /// <summary>How many numbers the optimizer stores per parameter.</summary>
    public abstract int StateSlots { get; }

    /// <summary>The constructor's arguments by name, as stored in model files; true and false are 1 and 0.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Settings { get; }

    /// <summary>
    /// Updates a block of parameters in one pass, without allocating. The state consists of <see cref="StateSlots"/>
    /// parts, each as long as the block, one after the other; steps are numbered from 1.
    /// </summary>
    /// <exception cref="ChainruleException">The lengths do not match, or the step is below 1.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step) =>
        StepAll(parameters, gradients, state, step);

    /// <summary>The same in double precision.</summary>
    /// <exception cref="ChainruleException">The lengths do not match, or the step is below 1.</exception>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> state, long step) =>
        StepAll(parameters, gradients, state, step);

    /// <summary>Moves some parameters against their gradients; it should not allocate.</summary>
    protected internal abstract void Step<T>(OptimizerStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// Updates the parameters of a block from index <paramref name="offset"/> on, given the state of the whole block.
    /// However the block is split, the result is the same bit for bit.
    /// </summary>
    internal void Step<T>(Span<T> p, ReadOnlySpan<T> g, Span<T> state, int offset, long step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Step(new OptimizerStep<T>(p, g, state, state.Length / Math.Max(1, StateSlots), offset, step));

    /// <summary>Creates an optimizer from its name and settings; missing settings take their defaults.</summary>
    /// <exception cref="ChainruleException">The name or a setting is unknown, or a value is out of range.</exception>
    public static Optimizer Create(string name, IEnumerable<KeyValuePair<string, double>>? settings = null) =>
        OptimizerFactory.Create(name, settings ?? []);

    /// <summary>Keeps other trainings from using the optimizer, whose rate this one changes.</summary>
    /// <exception cref="ChainruleException">Another training uses it.</exception>
    internal void Claim()
    {
        if (Interlocked.Exchange(ref isInUse, 1) == 0) return;
        throw new ChainruleException(
            $"The optimizer {Name} is at work in another training, which sets its learning rate: give each training " +
            "an optimizer of its own.");
    }

    /// <summary>The same settings, whose learning rate may be another.</summary>
    internal Optimizer Copy() => (Optimizer)MemberwiseClone();

    /// <summary>Lets other trainings use the optimizer.</summary>
    internal void Release() => Volatile.Write(ref isInUse, 0);

    /// <summary>The name and settings, such as "adam(learningRate: 0.001, beta1: 0.9, …)".</summary>
    public sealed override string ToString() => Write(Settings);

    /// <summary>
    /// The name and all settings except the learning rate: an optimizer's state is only valid for these.
    /// </summary>
    internal string Identity => Write(Settings.Where(setting => setting.Key != "learningRate"));

    private string Write(IEnumerable<KeyValuePair<string, double>> settings) =>
        $"{Name}({string.Join(", ", settings.Select(s => string.Create(
            CultureInfo.InvariantCulture, $"{s.Key}: {s.Value}")))})";

    private void StepAll<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> state, long step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (gradients.Length != parameters.Length)
        {
            throw new ChainruleException(
                $"There are {parameters.Length} parameters and {gradients.Length} gradients: pass one for each.");
        }
        if (state.Length != (long)StateSlots * parameters.Length)
        {
            throw new ChainruleException(
                $"The state of {Name} for {parameters.Length} parameters has {(long)StateSlots * parameters.Length} "
                + $"elements, not {state.Length}: allocate {StateSlots} for each parameter.");
        }
        if (step < 1) throw new ChainruleException($"The step is {step}: count steps from 1.");
        Step(parameters, gradients, state, 0, step);
    }

    private protected double Require(string what, double value, bool valid, string allowed) => valid
        ? value
        : throw new ChainruleException(
            $"The {what} of {Name} is {value.ToString(CultureInfo.InvariantCulture)}: it must be {allowed}.");

    private protected double RequireFraction(string what, double value) =>
        Require(what, value, value is >= 0 and < 1, "from 0 to less than 1");

    private protected double RequireNonNegative(string what, double value) =>
        Require(what, value, value >= 0 && double.IsFinite(value), "0 or more");

    private protected static KeyValuePair<string, double> Setting(string name, double value) => new(name, value);
}
