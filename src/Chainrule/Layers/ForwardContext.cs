using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// What a layer needs to know while it builds its part of the graph: whether this is training, and the random numbers.
/// </summary>
public sealed class ForwardContext
{
    private readonly StepCounter counter = new();
    private readonly List<VariableUpdate> pending = [];   // from the layers being applied
    private readonly Dictionary<Tensor, Tensor> latest = [];
    private int applying;
    private long streams;
    private uint draws;

    /// <summary>Creates a context for inference or for training.</summary>
    /// <param name="training">
    /// Whether layers behave as in training: drop elements, use the statistics of the batch.
    /// </param>
    /// <param name="seed">Determines the initial values of parameters and the elements that are dropped.</param>
    public ForwardContext(bool training = false, long seed = 0) => (Training, Seed) = (training, seed);

    /// <summary>Whether the graph is for training.</summary>
    public bool Training { get; }

    /// <summary>The seed of the whole network.</summary>
    public long Seed { get; }

    /// <summary>Called for every layer applied, with its input and output; null for no callback.</summary>
    internal Action<Layer, Tensor, Tensor>? Applied { get; init; }

    /// <summary>Parameter values from a file, used instead of initial values; null for a new network.</summary>
    internal StoredParameters? Stored { get; init; }

    /// <summary>
    /// Call this in a layer's Forward to give a variable a new value at the end of each training step; the step itself
    /// still sees the old one. The update is part of the graph, so it happens in any training that uses the layer's
    /// output.
    /// </summary>
    /// <exception cref="ChainruleException">
    /// The tensor is neither a parameter nor a buffer, or no layer is being applied.
    /// </exception>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void Update(Tensor variable, Tensor value)
    {
        variable.AsVariable();
        if (applying == 0)
            throw new ChainruleException("Update is only for the Forward of a layer: make the computation a layer.");
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
    /// The value of a variable after the updates requested so far: a layer applied twice bases its second update on the
    /// first.
    /// </summary>
    public Tensor Latest(Tensor variable) => latest.GetValueOrDefault(variable, variable);

    /// <summary>
    /// In training, sets random elements to 0 and scales the others up (see <see cref="Functions.Dropout(Tensor,
    /// double, ulong?)"/>).
    /// </summary>
    /// <param name="x">The tensor.</param>
    /// <param name="rate">The fraction of elements to drop, in [0, 1).</param>
    public Tensor Dropout(Tensor x, double rate)
    {
        // Each call draws its own numbers; they do not depend on the batch size that the graph is built for.
        uint layer = draws++;
        return Training ? Functions.Dropout(x, rate, unchecked((ulong)Seed), layer, counter) : x;
    }

    /// <summary>Computes a layer's output and attaches the updates that the layer requests.</summary>
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
