using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// Zeros of a shape to which the input's rows are added at int32 indices: the reverse of <see cref="TakeRows"/>.
/// </summary>
internal sealed class ScatterAddRows(Shape shape) : ScatteringOperator
{
    public static FunctionEntry Entry { get; } = new("add_rows")
    {
        NumPy = new("add_rows")
        {
            Definition = """
                def add_rows(rows, index, shape):
                    whole = np.zeros(shape)
                    np.add.at(whole, index, rows)
                    return whole
                """,
            Write = InPython,
        },
        PyTorch = new("add_rows")
        {
            Definition = """
                def add_rows(rows, index, shape):
                    rows = rows.reshape(index.numel(), *shape[1:])
                    return torch.zeros(shape, dtype=torch.float64).index_add(0, index.reshape(-1), rows)
                """,
            Write = InPython,
        },
        CSharp = new("Place")
        {
            Needs = [ScatterSlice.Entry],
            Write = call => call.Call(call[0], call.Shape(call.Node.Shape), $"x => TakeRows(x, {call[1]})"),
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    protected override AttributeList Describe() => [new("shape", shape)];

    public override bool Reverses(Node placed, Node part) => part.Operator is TakeRows
        && part.Inputs[1] == placed.Inputs[1] && part.Inputs[0].Shape == shape;

    public override Node PartOf(Node whole, Node placed) => new TakeRows().On([whole, placed.Inputs[1]]);

    public static ScatterAddRows From(AttributeList attributes) => new(attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs)
    {
        Shape rows = inputs[0].Shape, indices = inputs[1].Shape;
        if (shape.Rank > 0 && rows == indices.Concat(shape.Without(0))) return shape;
        throw new ShapeException(
            $"add_rows: rows of shape {rows} at indices of shape {indices} do not add up to the shape {shape}.");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [new TakeRows().On(dy, x[1]), null];

    public override string Reason => "Each row of the input was added to one row of the result.";

    public override Tensor? InIndices(Tensor[] x, Tensor y) => x[1].Rank == 1 && x[0].Rank is 1 or 2
        ? Functions.MatMul(Functions.Transpose(Functions.OneHot(x[1], shape[0], x[0].DType)), x[0]) : null;

    public override KernelKey KernelKey => new ScatterAddRowsKey();

    private static Notation InPython(SourceCall call) => call.Call(call[0], call[1], call.Shape(call.Node.Shape));
}
