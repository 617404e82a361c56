using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// −log softmax(x) at the right class of each sample, from logits (m, classes): labels are class indices (m) as int32,
/// or probabilities (m, classes) such as one-hot rows. The result is a loss for each sample (m).
/// </summary>
internal sealed class CrossEntropy : Operator
{
    public static FunctionEntry Entry { get; } = new("cross_entropy")
    {
        Aliases = ["crossentropy"],
        Signature = new(["logits", "labels"]),
        Shape = ShapeOf,
        Apply = Lower,
        NumPy = new("cross_entropy")
        {
            Definition = """
                def cross_entropy(x, y):
                    x = x - np.max(x, axis=-1, keepdims=True)
                    log_p = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
                    if np.ndim(y) < np.ndim(x):
                        return -np.take_along_axis(log_p, np.expand_dims(y, -1), -1)[..., 0]
                    return -np.sum(y * log_p, axis=-1)
                """,
        },
        PyTorch = new("cross_entropy")
        {
            Definition = """
                def cross_entropy(x, y):
                    return torch.nn.functional.cross_entropy(x, y, reduction='none')
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Shape InferShape(Node[] inputs)
    {
        Shape logits = inputs[0].Shape, labels = inputs[1].Shape;
        bool fits = logits.Rank is 1 or 2 && (inputs[1].DType == DType.Int32
            ? labels == logits.Without(-1)
            : labels == logits);
        if (fits) return logits.Without(-1);
        throw new ShapeException(
            $"cross_entropy: logits of shape {logits} need int32 class indices of shape " +
            $"{(logits.Rank > 0 ? logits.Without(-1) : logits)} or probabilities of shape {logits}; " +
            $"the labels are {inputs[1].DType.Name()} of shape {labels}.");
    }

    private static Inferred ShapeOf(ShapeCall call)
    {
        Inferred logits = call.Value(0), labels = call.Argument(1);
        if (logits.Shape is not { } x || labels.Shape is not { } y) return Inferred.Unknown;
        string nameOfLogits = call.NameOf(0), nameOfLabels = call.NameOf(1);
        if (x.Rank is not (1 or 2))
        {
            return call.Misfit(
                $"{call.Function} needs a row of logits for each sample, but `{nameOfLogits}` is {x}",
                "give a matrix of samples by classes, or a vector of classes for one sample");
        }
        if (!labels.AreLabels && y.Rank == x.Rank - 1)
        {
            return call.Misfit(
                $"`{nameOfLabels}` {y} holds a number for each sample, but not as labels",
                $"declare the classes as `input {nameOfLabels}{(y.Rank == 0 ? "" : $"[{y[0]}]")} : labels`", at: 1);
        }
        bool fits = y.Rank == (labels.AreLabels ? x.Rank - 1 : x.Rank);
        for (int axis = 0; fits && axis < y.Rank; axis++) fits = call.Unify(x[axis], y[axis]);
        if (fits) call.SetClasses(labels, x[x.Rank - 1]);
        return fits ? Inferred.Scalar : call.Misfit(
            $"{call.Function} needs a label for each row of the logits, but `{nameOfLogits}` is {x} " +
            $"and `{nameOfLabels}` is {y}",
            "labels are a vector over the samples (one number for one sample), or probabilities of the logits' shape");
    }

    private static Tensor Lower(FunctionArguments arguments)
    {
        Tensor logits = arguments[0];
        arguments.SetClasses(1, logits.Shape[-1]);
        return Functions.MeanCrossEntropy(logits, arguments[1]);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor weight = Functions.ExpandDims(dy, -1);
        Tensor probabilities = new Softmax().On(x[0]);
        if (x[1].DType != DType.Int32)
        {
            return [
                ((probabilities * Functions.Sum(x[1], -1, keepDims: true)) - x[1]) * weight,
                -(new LogSoftmax().On(x[0]) * weight)];
        }
        return [(probabilities - new OneHot(x[0].Shape[-1], x[0].DType).On(x[1])) * weight, null];
    }

    public override string Reason =>
        "Softmax and logarithm cancel: the slope at the logits is p − y, probability minus truth.";

    public override Tensor[][] Samples() =>
        [[SampleValues.AnyReal, Tensor.FromArray<int>([2, 0])],
            [SampleValues.AnyReal, SampleValues.Matrix(0.2, 0.3, 0.5, 1, 0, 0)]];

    public override KernelKey KernelKey => new CrossEntropyKey();
}
