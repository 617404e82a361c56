namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// A recurrence: the state after each element of a sequence, s[t] = step(s[t − 1], x[t]), along a new first axis.
    /// </summary>
    /// <remarks>
    /// The graph holds one step, whatever the length. The step may read other tensors, such as weights, and these get
    /// their gradients.
    /// </remarks>
    /// <param name="step">The state after, from the state before and an element.</param>
    /// <param name="start">The state before the first element; the states after have its shape and type.</param>
    /// <param name="sequence">The elements along the first axis, at least one.</param>
    /// <exception cref="ShapeException">There are no elements, or a step changes the state's shape.</exception>
    public static Tensor Scan(Func<Tensor, Tensor, Tensor> step, Tensor start, Tensor sequence) =>
        Scan((states, elements) => [step(states[0], elements[0])], [start], [sequence])[0];

    /// <summary>Several states after each element of several sequences, each along a new first axis.</summary>
    /// <param name="step">The states after, from the states before and an element of each sequence.</param>
    /// <param name="start">The states before the first elements.</param>
    /// <param name="sequences">The elements along the first axes, which have one length.</param>
    /// <exception cref="ShapeException">
    /// The sequences have no element or different numbers, or a step changes a state's shape or type.
    /// </exception>
    public static Tensor[] Scan(Func<Tensor[], Tensor[], Tensor[]> step, Tensor[] start, Tensor[] sequences)
    {
        int length = sequences.Length > 0 && sequences[0].Rank > 0 ? sequences[0].Shape[0] : 0;
        if (length == 0 || !Array.TrueForAll(sequences, sequence => sequence.Rank > 0 && sequence.Shape[0] == length))
            throw new ShapeException(
                "scan needs sequences of one length of at least 1 along their first axes; they have the shapes " +
                $"{string.Join(", ", sequences.Select(sequence => sequence.Shape))}.");
        ScanBody body = ScanBody.Of(
            start.Select(state => new ResultType(state.Shape, state.DType)),
            sequences.Select(sequence => new ResultType(sequence.Shape.Without(0), sequence.DType)),
            (states, elements) => step(states, elements) is var next ? (next, next) : default, out Node[] outside);
        for (int i = 0; i < start.Length || i < body.Next.Length; i++)
        {
            if (i < start.Length && i < body.Next.Length && body.Next[i].Shape == start[i].Shape
                && body.Next[i].DType == start[i].DType)
                continue;
            throw new ShapeException(
                "A step of the scan must give as many states as it takes, of the same shapes and types; " +
                $"state {i} is {Written(i < start.Length ? Node.Of(start[i]) : null)} before and " +
                $"{Written(i < body.Next.Length ? body.Next[i] : null)} after.");
        }
        Tensor[] results = new Scan(body, length, backwards: false).ResultsOn(
            [.. start, .. sequences, .. outside.Select(node => node.Tensor)]);
        return results[start.Length..];

        static string Written(Node? state) =>
            state is null ? "missing" : $"{state.DType.Name()} of shape {state.Shape}";
    }
}
