using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// What a layer needs to know while it builds its part of the graph: whether it is for training, and its random
/// numbers.
/// </summary>
public sealed class ForwardContext
{
    private readonly StepCounter counter = new();
    private readonly List<VariableUpdate> pending = [];   // of the layers that are being applied
    private readonly Dictionary<Tensor, Tensor> latest = [];
    private int applying;
    private long streams;
    private uint draws;

    /// <summary>A context for predicting, or for training.</summary>
    /// <param name="training">
    /// Whether layers shall behave as in training: drop elements, take the batch's statistics.
    /// </param>
    /// <param name="seed">Fixes the first values of parameters and the elements that are dropped.</param>
    public ForwardContext(bool training = false, long seed = 0) => (Training, Seed) = (training, seed);

    /// <summary>Whether the graph is for training.</summary>
    public bool Training { get; }

    /// <summary>The seed of the whole network.</summary>
    public long Seed { get; }

    /// <summary>Told about every layer that is applied, with its input and output; null when nobody asks.</summary>
    internal Action<Layer, Tensor, Tensor>? Applied { get; init; }

    /// <summary>
    /// The values that parameters have in a file, in place of their first values; null for a new network.
    /// </summary>
    internal StoredParameters? Stored { get; init; }

    /// <summary>
    /// Asks, in a layer's Forward, for a variable to take a new value at the end of each training step; the step itself
    /// still sees the old one. The update becomes a part of the graph: every training of what the layer gives does it.
    /// </summary>
    /// <exception cref="ChainruleException">
    /// The tensor is no parameter or buffer, or no layer is being applied.
    /// </exception>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void Update(Tensor variable, Tensor value)
    {
        variable.AsVariable();
        if (applying == 0)
            throw new ChainruleException("Update is for the Forward of a layer: make the computation a layer.");
        if (value.Shape != variable.Shape)
        {
            throw new ShapeException(
                $"{variable.Name ?? "The variable"} has shape {variable.Shape}; an update of shape {value.Shape} " +
                "does not fit it.");
        }
        latest[variable] = value.DType == variable.DType ? value : value.Cast(variable.DType);
        pending.Add(new(variable, latest[variable]));
    }

    /// <summary>
    /// What a variable will be after the updates so far: a layer that is applied twice builds its second update on the
    /// first.
    /// </summary>
    public Tensor Latest(Tensor variable) => latest.GetValueOrDefault(variable, variable);

    /// <summary>
    /// In training, elements set to 0 at random and the others scaled up (see
    /// <see cref="Functions.Dropout(Tensor, double, ulong?)"/>).
    /// </summary>
    /// <param name="x">The tensor.</param>
    /// <param name="rate">The share of elements to drop, from 0 up to but not including 1.</param>
    public Tensor Dropout(Tensor x, double rate)
    {
        // Each call draws numbers of its own, the same for whichever batch size the graph is built.
        uint layer = draws++;
        return Training ? Functions.Dropout(x, rate, unchecked((ulong)Seed), layer, counter) : x;
    }

    /// <summary>Computes a layer's output, to which the updates that it asks for are attached.</summary>
    internal Tensor Applying(Func<Tensor> forward)
    {
        int others = pending.Count;
        applying++;
        Tensor y = forward();
        applying--;
        if (pending.Count == others) return y;
        Node node = Node.Of(y);
        node.Updates = [.. node.Updates, .. pending[others..]];
        pending.RemoveRange(others, pending.Count - others);
        return y;
    }

    internal long NextStream() => streams++;
}
