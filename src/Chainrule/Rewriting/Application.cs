namespace Chainrule.Rewriting;

/// <summary>
/// What a rule looks at: an operator and its rewritten inputs. Two applications are equal if they apply the same
/// operator to the same nodes.
/// </summary>
/// <param name="Operator">The operator.</param>
/// <param name="Inputs">The rewritten inputs.</param>
/// <param name="Source">The node being rewritten; null if a rule created the application.</param>
internal readonly record struct Application(Operator Operator, Node[] Inputs, Node? Source = null)
{
    /// <summary>An input.</summary>
    public Node this[int index] => Inputs[index];

    /// <summary>
    /// The shape of the result: that of the source as long as the shapes of the inputs have not changed, because it may
    /// have axis names that the inputs do not have.
    /// </summary>
    public Shape Shape => IsLikeSource(
        Operator is SeveralResults ? IsOfShapeAndType : (before, now) => before.Shape == now.Shape)
        ? Source!.Shape : Operator.InferShape(Inputs);

    /// <summary>The element type of the result.</summary>
    public DType DType => IsLikeSource((before, now) => before.DType == now.DType)
        ? Source!.DType : Operator.InferDType(Inputs);

    /// <summary>Whether nothing has changed from the original node.</summary>
    public bool IsSource => Source is not null && ReferenceEquals(Operator, Source.Operator)
        && Inputs.AsSpan().SequenceEqual(Source.Inputs);

    public bool Equals(Application other) =>
        Operator.Equals(other.Operator) && Inputs.AsSpan().SequenceEqual(other.Inputs);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Operator);
        foreach (Node input in Inputs) hash.Add(input);
        return hash.ToHashCode();
    }

    // A block is as long as its results, which have the inputs' types.
    private static bool IsOfShapeAndType(Node before, Node now) =>
        before.Shape == now.Shape && before.DType == now.DType;

    private bool IsLikeSource(Func<Node, Node, bool> alike)
    {
        if (Source is null || !Operator.Equals(Source.Operator)) return false;
        for (int i = 0; i < Inputs.Length; i++)
        {
            Node before = Source.Inputs[i], now = Inputs[i];
            if (!ReferenceEquals(before, now) && !alike(before, now)) return false;
        }
        return true;
    }
}
