using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x − log Σ exp(x) along the last axis, with the maximum subtracted first.</summary>
internal sealed class LogSoftmax : Operator
{
    public static FunctionEntry Entry { get; } = new("log_softmax")
    {
        Aliases = ["logsoftmax"],
        Signature = new(["x"], FunctionOption.Axis(-1)),
        Shape = ShapeRules.AlongAxis,
        Apply = arguments => Functions.LogSoftmax(arguments[0], arguments.Axis(FunctionOption.Axis(-1))),
        NumPy = new("log_softmax")
        {
            Definition = """
                def log_softmax(x):
                    x = x - np.max(x, axis=-1, keepdims=True)
                    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
                """,
        },
        PyTorch = new("log_softmax")
        {
            Definition = """
                def log_softmax(x):
                    return torch.log_softmax(x, dim=-1)
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Rank > 0
        ? inputs[0].Shape
        : throw new ShapeException("log_softmax needs at least one axis; its operand is a scalar.");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy - (new Softmax().On(x[0]) * Functions.Sum(dy, -1, keepDims: true))];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => node.Shape.Rank > 1;

    public override string Reason => "x moves its own output one for one, and log Σ exp(x) by the softmax.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override KernelKey KernelKey => new SoftmaxKey(IsLogarithm: true);
}
