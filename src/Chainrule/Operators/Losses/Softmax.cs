using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// exp(x) over its sum along the last axis, with the maximum subtracted first so that nothing overflows.
/// </summary>
internal sealed class Softmax : Operator
{
    public static FunctionEntry Entry { get; } = new("softmax")
    {
        Signature = new(["x"], FunctionOption.Axis(-1)),
        Shape = ShapeRules.AlongAxis,
        Apply = arguments => Functions.Softmax(arguments[0], arguments.Axis(FunctionOption.Axis(-1))),
        Curve = new() { Title = "softmax(x, 0, 0)₁", Drawn = FirstOfThree },
        NumPy = new("softmax")
        {
            Definition = """
                def softmax(x):
                    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                    return e / np.sum(e, axis=-1, keepdims=True)
                """,
        },
        PyTorch = new("softmax")
        {
            Definition = """
                def softmax(x):
                    return torch.softmax(x, dim=-1)
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Rank > 0
        ? inputs[0].Shape
        : throw new ShapeException("softmax needs at least one axis; its operand is a scalar.");

    // The first of three probabilities, while the other two logits stay 0.
    private static Tensor FirstOfThree(Tensor x)
    {
        Tensor logits = Functions.Concat(1, Functions.Reshape(x, [x.Length, 1]), Tensor.Zeros([x.Length, 2], x.DType));
        return Functions.Sum(Functions.Softmax(logits) * Tensor.FromArray([1.0, 0, 0]), 1);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [y * (dy - Functions.Sum(dy * y, -1, keepDims: true))];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => node.Shape.Rank > 1;

    public override string Reason =>
        "Raising one input raises its own output and lowers the others: dx = p ⊙ (dy − Σ dy ⊙ p) in each row.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override KernelKey KernelKey => new SoftmaxKey(IsLogarithm: false);
}
