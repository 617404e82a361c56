using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Rows of a tensor by int32 indices: result[i, …] = x[indices[i], …].</summary>
internal sealed class TakeRows : Operator
{
    public override string Name => "take";

    public override Shape InferShape(Node[] inputs) => inputs[1].Shape.Concat(inputs[0].Shape.Without(0));

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new AddRows(x[0].Shape).On(dy, x[1]), null];

    public override string Reason => "A row receives the sum of the gradients of all places it was taken to.";

    public override Tensor[][] Samples() =>
        [[Functions.Reshape(SampleValues.AnyReal, [3, 2]), Tensor.FromArray<int>([2, 0, 2])]];

    public override KernelKey KernelKey => new TakeRowsKey();
}

/// <summary>
/// Zeros of a shape to which the input's rows are added at int32 indices: the reverse of <see cref="TakeRows"/>.
/// </summary>
internal sealed class AddRows(Shape shape) : Operator
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
        },
        PyTorch = new("add_rows")
        {
            Definition = """
                def add_rows(rows, index, shape):
                    return torch.zeros(shape, dtype=torch.float64).index_add(0, index, rows)
                """,
        },
        CSharp = new("Place") { Needs = [PlaceSlice.Entry] },
    };

    public override FunctionEntry CatalogEntry => Entry;

    protected override AttributeList Describe() => [new("shape", shape)];

    public static AddRows From(AttributeList attributes) => new(attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs)
    {
        Shape rows = inputs[0].Shape, indices = inputs[1].Shape;
        if (shape.Rank > 0 && rows == indices.Concat(shape.Without(0))) return shape;
        throw new ShapeException(
            $"add_rows: rows of shape {rows} at indices of shape {indices} do not add up to the shape {shape}.");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [new TakeRows().On(dy, x[1]), null];

    public override string Reason => "Each row of the input was added to one row of the result.";

    public override KernelKey KernelKey => new AddRowsKey();
}
