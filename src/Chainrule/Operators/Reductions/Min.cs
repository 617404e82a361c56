using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The least element along axes; equal ones share the gradient evenly.</summary>
internal sealed class Min(int firstAxis, int lastAxis, bool keepDims) : Reduction(firstAxis, lastAxis, keepDims)
{
    public override string Name => "min";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor winners = Functions.Equal(x[0], Restore(y, x[0]));
        Tensor count = new Sum(FirstAxis, LastAxis, KeepDims).On(winners);
        return [winners * Restore(dy / count, x[0])];
    }

    public override string Reason => "Only the least element moves the result; equal ones share the gradient.";

    protected override ReductionKind Kind => ReductionKind.Min;
}
