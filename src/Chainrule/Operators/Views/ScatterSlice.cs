using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Zeros of a shape with the input written into a slice of it: the reverse of <see cref="Slice"/>.</summary>
internal sealed class ScatterSlice(int[] starts, int[] steps, Shape whole) : ScatteringOperator
{
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
            Write = InPython,
        },
        PyTorch = new("place")
        {
            Definition = """
                def place(part, shape, where):
                    whole = torch.zeros(shape, dtype=torch.float64)
                    whole[where] = part
                    return whole
                """,
            Write = InPython,
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
            Write = call => Of(call) is var place ? call.Call(call[0], call.Shape(call.Node.Shape),
                $"x => x{place.Brackets(call)}") : default,
        },
    };

    public int[] Starts => starts;

    public int[] Steps => steps;

    /// <summary>How the indices of the part were written.</summary>
    public WrittenIndex[]? Written { get; init; }

    public override FunctionEntry CatalogEntry => Entry;

    protected override AttributeList Describe() =>
        [new("starts", starts), new("steps", steps), new("shape", whole)];

    public override bool Reverses(Node placed, Node part) => part.Operator is Slice slice
        && slice.Starts.SequenceEqual(starts) && slice.Steps.SequenceEqual(steps)
        && part.Shape == placed.Inputs[0].Shape && part.Inputs[0].Shape == whole;

    public override Node PartOf(Node whole, Node placed) =>
        new Slice(starts, steps, placed.Inputs[0].Shape) { Written = Written }.On([whole]);

    public static ScatterSlice From(AttributeList attributes) =>
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

    public override KernelKey KernelKey => new ScatterSliceKey(starts, steps);

    private static ScatterSlice Of(SourceCall call) => (ScatterSlice)call.Node.Operator;

    private static Notation InPython(SourceCall call) =>
        call.Call(call[0], call.Shape(call.Node.Shape), $"np.s_{Of(call).Brackets(call)}");

    private string Brackets(SourceCall call) =>
        Slice.Brackets(call, starts, steps, Written, call.Node.Inputs[0].Shape, whole);
}
