using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule;

/// <summary>The shape and type of one of several results.</summary>
internal readonly record struct ResultType(Shape Shape, DType DType)
{
    public long Bytes => (long)Shape.Size * DType.Size();
}

/// <summary>
/// An operator with several results, which one kernel computes into one block of memory. Its node stands for the block;
/// <see cref="SelectedResult"/> nodes stand for the results, and are views of it.
/// </summary>
internal abstract class SeveralResults : Operator
{
    /// <summary>The shapes and types of the results.</summary>
    /// <exception cref="ShapeException">The inputs do not fit together.</exception>
    public abstract ResultType[] Results(Node[] inputs);

    /// <summary>The gradients at the inputs, from those at the results; null where the cost does not depend on it.
    /// </summary>
    public abstract Tensor?[] Gradient(Tensor[] x, Tensor[] y, Tensor?[] dy);

    /// <summary>The length of the block, in units of four bytes.</summary>
    public sealed override Shape InferShape(Node[] inputs)
    {
        long bytes = Offsets(Results(inputs))[^1];
        if (bytes / sizeof(int) <= Array.MaxLength) return Shape.Create([(int)(bytes / sizeof(int))]);
        throw new ShapeException($"The results of {Name} would take {bytes:N0} bytes, more than one block holds.");
    }

    public sealed override DType InferDType(Node[] inputs) => DType.Int32;

    public sealed override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        throw new InvalidOperationException($"The block of {Name} has no gradient; its results have.");

    /// <summary>The operator applied to tensors: a node for each result.</summary>
    public Tensor[] ResultsOn(params Tensor[] inputs) => ResultsOf(On(Array.ConvertAll(inputs, Node.Of)));

    /// <summary>A node for each result of a node of this operator.</summary>
    public Tensor[] ResultsOf(Node block) => [.. Enumerable.Range(0, Results(block.Inputs).Length).Select(
        index => new SelectedResult(index).On(block).Tensor)];

    /// <summary>Where each result begins in the block, in bytes, and at the end where the block ends.</summary>
    public static long[] Offsets(ResultType[] results) =>
        ResultBlock.Offsets(Array.ConvertAll(results, result => result.Bytes));
}

/// <summary>One of the results of a <see cref="SeveralResults"/>: in a plan a view, which costs nothing.</summary>
internal sealed class SelectedResult(int index) : Operator
{
    public int Index => index;

    public override string Name => "result";

    protected override AttributeList Describe() => [new("index", index)];

    public static SelectedResult From(AttributeList attributes) => new(attributes.Integer("index"));

    public override Shape InferShape(Node[] inputs) => Of(inputs).Shape;

    public override DType InferDType(Node[] inputs) => Of(inputs).DType;

    // The operator with several results takes the gradients of all of them at once.
    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "It is one of several results, and the gradient is that of all of them.";

    public override KernelKey KernelKey => throw new InvalidOperationException("A result is read where it lies.");

    /// <summary>Where the result begins in the block that a node is, in bytes.</summary>
    public long OffsetIn(Node block) =>
        SeveralResults.Offsets(((SeveralResults)block.Operator).Results(block.Inputs))[index];

    private ResultType Of(Node[] inputs)
    {
        if (inputs[0].Operator is not SeveralResults several)
            throw new ShapeException($"result: {inputs[0].Operator.Name} has one result, which needs no selection.");
        ResultType[] results = several.Results(inputs[0].Inputs);
        return index >= 0 && index < results.Length ? results[index] : throw new ShapeException(
            $"result: {several.Name} has the results 0 to {results.Length - 1}, and no {index}.");
    }
}
