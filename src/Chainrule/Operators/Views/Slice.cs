using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Every step-th element of each axis from a start on; a negative step walks backwards.</summary>
internal sealed class Slice(int[] starts, int[] steps, Shape shape) : Operator
{
    public int[] Starts => starts;

    public int[] Steps => steps;

    public override string Name => "slice";

    public override Notation Write(Notation[] inputs, Node node) => new(
        $"{inputs[0].In(Binding.Postfix)}[{string.Join(", ", Enumerable.Range(0, starts.Length).Select(Range))}]",
        Binding.Postfix);

    private string Range(int axis) =>
        $"{starts[axis]}..{starts[axis] + (steps[axis] * shape[axis])}"
        + (steps[axis] == 1 ? "" : $" step {steps[axis]}");

    protected override AttributeList Describe() => 
        [new("starts", starts), new("steps", steps), new("shape", shape)];

    public override Shape InferShape(Node[] inputs) => shape;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new PlaceSlice(starts, steps, x[0].Shape).On(dy)];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => starts[0] == 0 && steps[0] == 1;

    public override string Reason => "Elements outside the slice do not move the result: their gradient is 0.";

    public override Tensor[][] Samples() => [];

    public override KernelKey KernelKey => new SliceKey(starts, steps);
}

/// <summary>Zeros of a shape with the input written into a slice of it: the reverse of <see cref="Slice"/>.</summary>
internal sealed class PlaceSlice(int[] starts, int[] steps, Shape whole) : Operator
{
    public int[] Starts => starts;

    public int[] Steps => steps;

    public static FunctionEntry Entry { get; } = new("place")
    {
        NumPy = new("place")
        {
            Definition = """
                def place(part, shape, where):
                    whole = np.zeros(shape)
                    whole[where] = part
                    return whole
                """,
        },
        PyTorch = new("place")
        {
            Definition = """
                def place(part, shape, where):
                    whole = torch.zeros(shape, dtype=torch.float64)
                    whole[where] = part
                    return whole
                """,
        },
        CSharp = new("Place")
        {
            Definition = """
                // Zeros with a part put where a slice takes it from: what the slice's own gradient is.
                static Tensor Place(Tensor part, Shape shape, Func<Tensor, Tensor> slice)
                {
                    Tensor whole = Tensor.Zeros(shape, DType.Float64);
                    return VectorJacobian(slice(whole), part, whole)[0];
                }
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    protected override AttributeList Describe() => 
        [new("starts", starts), new("steps", steps), new("shape", whole)];

    public override Shape InferShape(Node[] inputs) => whole;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new Slice(starts, steps, x[0].Shape).On(dy)];

    public override string Reason => "Only the elements of the slice come from the input.";

    public override Tensor[][] Samples() => [];

    public override KernelKey KernelKey => new PlaceSliceKey(starts, steps);
}
