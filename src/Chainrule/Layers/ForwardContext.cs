using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// What a layer needs to know while it builds its part of the graph: whether it is for training, and its random
/// numbers.
/// </summary>
public sealed class ForwardContext
{
    private readonly List<(Tensor Variable, Tensor Value)> updates = [];
    private long streams;
    private uint draws;

    /// <summary>A context for predicting, or for training.</summary>
    /// <param name="training">
    /// Whether layers shall behave as in training: drop elements, take the batch's statistics.
    /// </param>
    /// <param name="seed">Fixes the first values of parameters and the elements that are dropped.</param>
    public ForwardContext(bool training = false, long seed = 0) : this(training, seed, new StepCounter()) { }

    internal ForwardContext(bool training, long seed, StepCounter steps)
    {
        Training = training;
        Seed = seed;
        Steps = steps;
    }

    /// <summary>Whether the graph is for training.</summary>
    public bool Training { get; }

    /// <summary>The seed of the whole network.</summary>
    public long Seed { get; }

    /// <summary>New values for variables, such as running means, to be written when a training step ends.</summary>
    internal IReadOnlyList<(Tensor Variable, Tensor Value)> Updates => updates;

    /// <summary>The step that random operators draw for.</summary>
    internal StepCounter Steps { get; }

    /// <summary>Told about every layer that is applied, with its input and output; null when nobody asks.</summary>
    internal Action<Layer, Tensor, Tensor>? Applied { get; init; }

    /// <summary>
    /// The values that parameters have in a file, in place of their first values; null for a new network.
    /// </summary>
    internal StoredParameters? Stored { get; init; }

    /// <summary>
    /// Asks for a variable to take a new value at the end of each training step; the step itself still sees the old
    /// one.
    /// </summary>
    /// <exception cref="ChainruleException">The tensor is no parameter or buffer.</exception>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void Update(Tensor variable, Tensor value)
    {
        variable.AsVariable();
        if (value.Shape != variable.Shape)
        {
            throw new ShapeException(
                $"{variable.Name ?? "The variable"} has shape {variable.Shape}; an update of shape {value.Shape} " +
                "does not fit it.");
        }
        updates.Add((variable, value.DType == variable.DType ? value : value.Cast(variable.DType)));
    }

    /// <summary>
    /// In training, elements set to 0 at random and the others scaled up (see
    /// <see cref="Functions.Dropout(Tensor, double, ulong)"/>).
    /// </summary>
    /// <param name="x">The tensor.</param>
    /// <param name="rate">The share of elements to drop, from 0 up to but not including 1.</param>
    public Tensor Dropout(Tensor x, double rate)
    {
        // Each call draws numbers of its own, the same for whichever batch size the graph is built.
        uint layer = draws++;
        return Training ? Functions.Dropout(x, rate, unchecked((ulong)Seed), layer, Steps) : x;
    }

    internal long NextStream() => streams++;
}
