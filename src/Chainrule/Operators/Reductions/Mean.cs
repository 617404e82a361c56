using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The mean along axes: the sum over the number of elements.</summary>
internal sealed class Mean(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public override string Name => "mean";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [Functions.BroadcastTo(Restore(dy, x[0]) / Functions.Size(x[0], FirstAxis, LastAxis), x[0].Shape)];

    public override string Reason => "Each of the n elements moves the mean by 1/n.";

    protected override ReductionKind Kind => ReductionKind.Mean;
}
