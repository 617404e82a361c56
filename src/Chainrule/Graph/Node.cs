namespace Chainrule;

/// <summary>
/// One value of the graph: an operator applied to the values of other nodes. A node never changes what it computes, so
/// graphs can share nodes; the <see cref="Id"/> of a node is larger than those of its inputs.
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

    /// <summary>The name given to this value, or null.</summary>
    public string? Name { get; set; }

    /// <summary>The named function whose value this is, for people to read; null if there is none.</summary>
    public FunctionCall? Call { get; init; }

    /// <summary>The variables that a training step updates at its end if it computes this value.</summary>
    public IReadOnlyList<VariableUpdate> Updates { get; set; } = [];

    /// <summary>The user's handle of this node.</summary>
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

    /// <summary>The same value as a new node, with another name or none.</summary>
    public Node Under(string? name) => new(Operator, Inputs, Shape, DType) { Name = name, Call = Call };

    /// <summary>The node itself if it has no name or is a leaf; otherwise the same value without a name.</summary>
    public Node Opened() => Name is null || Operator is Leaf ? this : Under(null);

    /// <summary>The value, computed on demand, and again after a parameter or input below it has changed.</summary>
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

    /// <summary>The value if it is known and up to date, otherwise null.</summary>
    public NDArray? ValueIfKnown()
    {
        if (Operator is Leaf leaf) return leaf.Value;
        return kept is not null && keptAt >= Interpreter.LastWriteBelow(this) ? kept : null;
    }
}
