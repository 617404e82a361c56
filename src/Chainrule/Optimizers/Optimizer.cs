using System.Globalization;
using System.Numerics;

namespace Chainrule;

/// <summary>
/// A rule that moves parameters against their gradients. It holds its settings only: what it remembers of past
/// gradients lies in a state block of the caller's, zero before the first step.
/// </summary>
public abstract class Optimizer
{
    private double learningRate;
    private int isInUse;

    /// <summary>An optimizer with this rate.</summary>
    /// <exception cref="ChainruleException">The rate is negative or not finite.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The size of a step; may be changed between steps, as schedules do.</summary>
    /// <exception cref="ChainruleException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = Require("learning rate", value, value >= 0 && double.IsFinite(value), "0 or more");
    }

    /// <summary>The name by which <see cref="Create"/> makes such an optimizer: "sgd", "adam", ….</summary>
    public abstract string Name { get; }

    /// <summary>How many numbers are remembered of each parameter.</summary>
    public abstract int StateSlots { get; }

    /// <summary>The constructor's arguments by name, as model files keep them; true and false are 1 and 0.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Settings { get; }

    /// <summary>
    /// Updates a block of parameters in one pass and without allocation. The state holds <see cref="StateSlots"/> parts
    /// of the block's length, one after the other; the first step is number 1.
    /// </summary>
    /// <exception cref="ChainruleException">The lengths do not fit together, or the step is below 1.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step) =>
        StepAll(parameters, gradients, state, step);

    /// <summary>The same in double precision.</summary>
    /// <exception cref="ChainruleException">The lengths do not fit together, or the step is below 1.</exception>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> state, long step) =>
        StepAll(parameters, gradients, state, step);

    /// <summary>Moves some parameters against their gradients; it should not allocate.</summary>
    protected internal abstract void Step<T>(OptimizerStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// Updates the parameters of a block from number <paramref name="offset"/> on, with the state of the whole block:
    /// any split into parts gives the same bits.
    /// </summary>
    internal void Step<T>(Span<T> p, ReadOnlySpan<T> g, Span<T> state, int offset, long step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Step(new OptimizerStep<T>(p, g, state, state.Length / Math.Max(1, StateSlots), offset, step));

    /// <summary>Makes an optimizer from its name and settings; what the settings leave out has its default.</summary>
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

    /// <summary>Lets other trainings use the optimizer.</summary>
    internal void Release() => Volatile.Write(ref isInUse, 0);

    /// <summary>The name and settings, such as "adam(learningRate: 0.001, beta1: 0.9, …)".</summary>
    public sealed override string ToString() => Write(Settings);

    /// <summary>The name and the settings but for the learning rate: what an optimizer's state belongs to.</summary>
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
