using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>log Σ exp(x) along axes, without overflow.</summary>
internal sealed class LogSumExp(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public static FunctionEntry Entry { get; } = new("logsumexp")
    {
        Aliases = ["lse", "log_sum_exp", "reduce_logsumexp"],
        Signature = Signature.OfReduction,
        Shape = ShapeRules.Reduction,
        Apply = arguments =>
            Functions.LogSumExp(arguments[0], arguments.Axes, arguments.Flag(FunctionOption.KeepDims)),
        NumPy = new("logsumexp")
        {
            Definition = """
                def logsumexp(x, axis, keepdims):
                    m = np.max(x, axis=axis, keepdims=True)
                    y = m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True))
                    return y if keepdims else np.squeeze(y, axis)
                """,
            Write = call => call.Call(call[0], Axes(call), Of(call).KeepDims ? "True" : "False"),
        },
        PyTorch = new("torch.logsumexp")
        {
            Write = call => call.Call(call[0], Axes(call), Of(call).KeepDims ? "True" : "False"),
        },
        CSharp = new("LogSumExp")
        {
            Write = call => call.Call(
                call[0], $"[{Axes(call)[1..^1].TrimEnd(',')}]", Of(call).KeepDims ? "true" : "false"),
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    // Along the last axis the slopes are a softmax.
    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor slope = FirstAxis == LastAxis && LastAxis == x[0].Rank - 1
            ? new Softmax().On(x[0]) : Functions.Exp(x[0] - Restore(y, x[0]));
        return [slope * Restore(dy, x[0])];
    }

    public override string Reason => "The slope of log Σ exp(x) at x[j] is exp(x[j]) / Σ exp(x), a softmax.";

    public override string ReasonFor(ReasonNames names) => names.Say(
            "the slope of log Σ exp({0}) at an element is its exp over Σ exp({0}), which is the softmax",
            names.Value);

    public override Tensor? InIndices(Tensor[] x, Tensor y) =>
        Functions.Log(new Sum(FirstAxis, LastAxis, KeepDims).On(Functions.Exp(x[0])));

    protected override ReductionKind Kind => throw new NotSupportedException();

    public override KernelKey KernelKey => new LogSumExpKey(FirstAxis, LastAxis);

    private static LogSumExp Of(SourceCall call) => (LogSumExp)call.Node.Operator;

    private static string Axes(SourceCall call) => $"({string.Join(", ", Enumerable.Range(
        Of(call).FirstAxis, Of(call).LastAxis - Of(call).FirstAxis + 1))},)";
}
