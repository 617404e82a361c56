using Chainrule.Kernels.Keys;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// A step repeated for each element of some sequences: s[t+1], y[t] = step(s[t], x[t]). Its inputs are the first
/// states, the sequences, whose first axis is that of the steps, and what all steps share; its results the last states
/// and the outputs of all steps along a first axis. Backwards it begins with the last element; outputs stay at their
/// places.
/// </summary>
internal sealed class Scan(ScanBody body, int length, bool backwards) : SeveralResults
{
    public override string Name => "scan";

    public ScanBody Body => body;

    public override bool Equals(object? obj) => obj is Scan other
        && ReferenceEquals(other.Body, body) && other.Attributes.Equals(Attributes);

    public override int GetHashCode() => HashCode.Combine(body, length, backwards);

    protected override AttributeList Describe() => [new("length", length), new("backwards", backwards)];

    public static Scan From(AttributeList attributes, ScanBody body) =>
        new(body, attributes.Integer("length"), attributes.Flag("backwards"));

    public override ResultType[] Results(Node[] inputs)
    {
        for (int i = 0; i < body.States.Length; i++)
        {
            if (body.Next[i].Shape != body.States[i].Shape || body.Next[i].DType != body.States[i].DType)
                throw new ShapeException(
                    $"scan: state {i} is {body.States[i].DType.Name()} of shape {body.States[i].Shape} before a step " +
                    $"and {body.Next[i].DType.Name()} of shape {body.Next[i].Shape} after it.");
        }
        int place = 0;
        foreach (Node variable in body.Variables)
        {
            Node input = inputs[place];
            bool isSequence = place >= body.States.Length && place < body.States.Length + body.Elements.Length;
            Shape expected = isSequence ? Stacked(variable.Shape) : variable.Shape;
            if (input.Shape != expected || input.DType != variable.DType)
                throw new ShapeException(
                    $"scan: input {place} must be {variable.DType.Name()} of shape {expected}; it is " +
                    $"{input.DType.Name()} of shape {input.Shape}.");
            place++;
        }
        return [.. body.Next.Select(node => new ResultType(node.Shape, node.DType)),
            .. body.Outputs.Select(node => new ResultType(Stacked(node.Shape), node.DType))];
    }

    public override Operator In(DType dtype) => new Scan(body.By(Copies.InType(dtype)), length, backwards);

    public override string Reason =>
        "Each step passes the gradient at its state back to the state before: a scan in the other direction.";

    public override KernelKey KernelKey => new ScanKey(body, length, backwards);

    public override Tensor?[] Gradient(Tensor[] x, Tensor[] y, Tensor?[] dy)
    {
        int states = body.States.Length, elements = body.Elements.Length;
        Tensor[] between = StatesAfter(x, y);
        // The states before each step: the first, and all after a step but the last.
        Tensor[] before = [.. between.Select((after, i) => Functions.Concat(0, backwards
            ? [after[1..], Functions.ExpandDims(x[i], 0)] : [Functions.ExpandDims(x[i], 0), after[..^1]]))];
        int[] reached = [.. Enumerable.Range(0, body.Outputs.Length).Where(i => dy[states + i] is not null)];
        int[] summed = [.. Enumerable.Range(0, body.Shared.Length).Where(i => body.Shared[i].DType.IsFloating())];
        int[] sequences = [.. Enumerable.Range(0, elements).Where(i => body.Elements[i].DType.IsFloating())];
        int[] moved = [.. Enumerable.Range(0, states).Where(i => body.States[i].DType.IsFloating())];

        ResultType[] carried =
        [
            .. moved.Select(i => TypeOf(body.States[i])), .. summed.Select(i => TypeOf(body.Shared[i])),
        ];
        ResultType[] read =
        [
            .. body.States.Concat(body.Elements).Select(TypeOf), .. reached.Select(i => TypeOf(body.Outputs[i])),
        ];
        var step = ScanBody.Of(carried, read, Back, out Node[] outside);
        Tensor[] begin =
        [
            .. moved.Select(i => dy[i] ?? Tensor.Zeros(body.States[i].Shape, body.States[i].DType)),
            .. summed.Select(i => Tensor.Zeros(body.Shared[i].Shape, body.Shared[i].DType)),
        ];
        Tensor[] results = new Scan(step, length, !backwards).ResultsOn(
        [
            .. begin, .. before, .. x[states..(states + elements)], .. reached.Select(i => dy[states + i]!),
            .. outside.Select(node => node.Tensor),
        ]);
        var gradients = new Tensor?[x.Length];
        for (int i = 0; i < moved.Length; i++) gradients[moved[i]] = results[i];
        for (int i = 0; i < summed.Length; i++) gradients[states + elements + summed[i]] = results[moved.Length + i];
        for (int i = 0; i < sequences.Length; i++) gradients[states + sequences[i]] = results[carried.Length + i];
        return gradients;

        // The step itself, and the gradients of what it gives at what it reads.
        (Tensor[] Next, Tensor[] Outputs) Back(Tensor[] carry, Tensor[] element)
        {
            Tensor[] own = [.. element[..(states + elements)], .. x[(states + elements)..]];
            Node[] made = body.On(Array.ConvertAll(own, Node.Of));
            Tensor? pairing = null;
            for (int i = 0; i < moved.Length; i++) Add(made[moved[i]].Tensor, carry[i]);
            for (int i = 0; i < reached.Length; i++)
                Add(made[states + reached[i]].Tensor, element[states + elements + i]);
            int[] places =
            [
                .. moved, .. summed.Select(i => states + elements + i), .. sequences.Select(i => states + i),
            ];
            Tensor[] found = pairing is null
                ? [.. places.Select(i => Tensor.Zeros(own[i].Shape, own[i].DType))]
                : Functions.Gradients(pairing, [.. places.Select(i => own[i])]);
            for (int i = 0; i < summed.Length; i++) found[moved.Length + i] += carry[moved.Length + i];
            return (found[..carry.Length], found[carry.Length..]);

            void Add(Tensor value, Tensor weight)
            {
                Tensor term = Functions.Sum(value * weight);
                pairing = pairing is null ? term : pairing + term;
            }
        }
    }

    // The states after every step; where they were not kept, the scan runs once more and keeps them.
    private Tensor[] StatesAfter(Tensor[] x, Tensor[] y)
    {
        int states = body.States.Length;
        int[] kept = [.. Enumerable.Range(0, states).Select(body.OutputOf)];
        if (Array.TrueForAll(kept, place => place >= 0)) return Array.ConvertAll(kept, place => y[states + place]);
        var keeping = new Scan(body with { Outputs = body.Next }, length, backwards);
        return keeping.ResultsOn(x)[states..];
    }

    private Shape Stacked(Shape element) => Shape.Create([length]).Concat(element);

    private static ResultType TypeOf(Node node) => new(node.Shape, node.DType);
}
