namespace Chainrule.Kernels.Keys;

/// <summary>How elements are combined.</summary>
internal enum ReductionKind
{
    Sum,
    Mean,
    Max,
    Min,
}

/// <summary>The mean and the variance along adjacent axes, one after the other in one block.</summary>
internal sealed record MomentsKey(int FirstAxis, int LastAxis) : KernelKey;

/// <summary>Reduces adjacent axes to one element.</summary>
internal sealed record ReductionKey(ReductionKind Kind, int FirstAxis, int LastAxis) : KernelKey;

/// <summary>
/// The index of the largest or smallest element along an axis: the first of equal ones, or the first NaN if there is
/// one.
/// </summary>
internal sealed record ArgReductionKey(int Axis, bool IsGreatest) : KernelKey;
