using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The sum along axes.</summary>
internal sealed class Sum(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public override string Name => "sum";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [Functions.BroadcastTo(Restore(dy, x[0]), x[0].Shape)];

    public override string Reason => "Every term moves the sum alike, so each receives the whole gradient.";

    protected override ReductionKind Kind => ReductionKind.Sum;
}
