using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Rows of a tensor by int32 indices: result[i, …] = x[indices[i], …].</summary>
internal sealed class TakeRows : IndexingOperator
{
    public static FunctionEntry Entry { get; } = new("take")
    {
        Aliases = ["embedding", "lookup", "embedding_lookup", "index_select"],
        Signature = new(["x", "labels"]),
        Shape = ShapeOf,
        Apply = arguments =>
        {
            arguments.SetClasses(1, arguments[0].Shape[0]);
            return Functions.TakeRows(arguments[0], arguments.Labels(1));
        },
        NumPy = new("") { Write = call => new($"{call.BeforeBrackets(0)}[{call[1]}]", Binding.Postfix) },
        PyTorch = new("") { Write = call => new($"{call.BeforeBrackets(0)}[{call[1]}]", Binding.Postfix) },
        CSharp = "TakeRows",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override AxisPart[] Parts(Node node, IReadOnlyList<Node> forward) => [new("", node.Inputs[1])];

    public override Shape InferShape(Node[] inputs) => inputs[1].Shape.Concat(inputs[0].Shape.Without(0));

    private static Inferred ShapeOf(ShapeCall call)
    {
        Inferred rows = call.Value(0), labels = call.Argument(1);
        if (rows.Shape is not { } x || (labels.Shape is null && !labels.AreLabels)) return Inferred.Unknown;
        if (x.Rank == 0)
            return call.Misfit($"`{call.NameOf(0)}` is a scalar, which has no rows", "take out the brackets");
        if (!labels.AreLabels)
        {
            return call.Misfit($"`{call.NameOf(1)}` does not hold labels, by which rows could be taken",
                $"declare it as an input with `: labels`", at: 1);
        }
        call.SetClasses(labels, x[0]);
        return new(new SymbolicShape([.. labels.Shape!.Dimensions, .. x.Dimensions[1..]]));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new ScatterAddRows(x[0].Shape).On(dy, x[1]), null];

    public override string Reason => "A row receives the sum of the gradients of all places it was taken to.";

    public override string ReasonFor(ReasonNames names) => names.Say(
            "{0} takes the rows of {1} that {2} names, so each row receives the sum of the gradients of all " +
            "places that it was taken to, and a row that is named nowhere 0; with {2} as one-hot rows that is " +
            "{2}ᵀ · the gradient",
            names.Result, names.Value, names.Operands[1]);

    // With labels as one-hot rows it is a product.
    public override Tensor? InIndices(Tensor[] x, Tensor y) => x[1].Rank == 1 && x[0].Rank is 1 or 2
        ? Functions.MatMul(Functions.OneHot(x[1], x[0].Shape[0], x[0].DType), x[0]) : null;

    public override Tensor[][] Samples() =>
        [[Functions.Reshape(SampleValues.AnyReal, [3, 2]), Tensor.FromArray<int>([2, 0, 2])]];

    public override KernelKey KernelKey => new TakeRowsKey();
}
