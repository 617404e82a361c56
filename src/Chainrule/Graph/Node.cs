namespace Chainrule;

/// <summary>
/// One value of the graph: an operator applied to the values of other nodes. Nodes never change what they compute, so a
/// graph can be shared; a later node's <see cref="Id"/> is larger than those of its inputs.
/// </summary>
internal sealed class Node : TensorSource
{
    private static long lastId;
    private readonly Lock evaluation = new();
    private NDArray? kept;
    private long keptAt;

    public Node(Operator @operator, Node[] inputs, Shape shape, DType dtype) : base(shape, dtype)
    {
        Operator = @operator;
        Inputs = inputs;
        Id = Interlocked.Increment(ref lastId);
        Tensor = new Tensor(this);
    }

    public Operator Operator { get; }

    public Node[] Inputs { get; }

    public long Id { get; }

    /// <summary>What a person calls this value, or null.</summary>
    public string? Name { get; set; }

    /// <summary>The named function whose value this is, for people to read; or null.</summary>
    public FunctionCall? Call { get; init; }

    /// <summary>What a training step that computes this value writes to variables when it ends.</summary>
    public IReadOnlyList<VariableUpdate> Updates { get; set; } = [];

    /// <summary>The handle that users hold.</summary>
    public Tensor Tensor { get; }

    /// <summary>The node of a tensor; an array becomes a constant node when it first takes part in a graph.</summary>
    public static Node Of(Tensor tensor)
    {
        if (tensor.Source is Node node) return node;
        lock (tensor)
        {
            if (tensor.Source is not Node made)
            {
                var array = (NDArray)tensor.Source;
                made = new Node(new Constant(array), [], array.Shape, array.DType);
                tensor.Source = made;
            }
            return made;
        }
    }

    /// <summary>The same value as a node of its own, under another name or none.</summary>
    public Node Under(string? name) => new(Operator, Inputs, Shape, DType) { Name = name, Call = Call };

    /// <summary>The node itself if it has no name or is a leaf, else the same value without one.</summary>
    public Node Opened() => Name is null || Operator is Leaf ? this : Under(null);

    /// <summary>
    /// The value, computed when it is first asked for, and again after a parameter or an input below it has changed.
    /// </summary>
    public override NDArray Evaluate()
    {
        if (Operator is Leaf leaf) return leaf.Value;
        lock (evaluation)
        {
            long now = Variable.Writes;
            if (kept is null || keptAt < Interpreter.LastWriteBelow(this))
            {
                kept = Interpreter.Evaluate(this);
                keptAt = now;
            }
            return kept;
        }
    }

    /// <summary>The value if it is known and still holds, else null.</summary>
    public NDArray? ValueIfKnown()
    {
        if (Operator is Leaf leaf) return leaf.Value;
        return kept is not null && keptAt >= Interpreter.LastWriteBelow(this) ? kept : null;
    }
}
