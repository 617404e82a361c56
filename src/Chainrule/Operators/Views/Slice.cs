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

    public static Slice From(AttributeList attributes) => 
        new(attributes.Integers("starts"), attributes.Integers("steps"), attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs)
    {
        Require(starts, steps, shape, inputs[0].Shape);
        return shape;
    }

    /// <summary>Sees to it that a part lies within the whole.</summary>
    /// <exception cref="ShapeException">It does not.</exception>
    public static void Require(int[] starts, int[] steps, Shape part, Shape whole)
    {
        bool fits = starts.Length == whole.Rank && steps.Length == whole.Rank && part.Rank == whole.Rank;
        for (int axis = 0; fits && axis < whole.Rank; axis++)
        {
            long first = starts[axis], last = first + ((long)steps[axis] * (part[axis] - 1)), length = whole[axis];
            fits = part[axis] == 0 || (first >= 0 && first < length && last >= 0 && last < length);
        }
        if (fits) return;
        throw new ShapeException(
            $"slice: from ({string.Join(", ", starts)}) by ({string.Join(", ", steps)}), a part of shape {part} does " +
            $"not lie within {whole}.");
    }

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

    public static PlaceSlice From(AttributeList attributes) => 
        new(attributes.Integers("starts"), attributes.Integers("steps"), attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs)
    {
        Slice.Require(starts, steps, inputs[0].Shape, whole);
        return whole;
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new Slice(starts, steps, x[0].Shape).On(dy)];

    public override string Reason => "Only the elements of the slice come from the input.";

    public override Tensor[][] Samples() => [];

    public override KernelKey KernelKey => new PlaceSliceKey(starts, steps);
}
