namespace Chainrule.Kernels.Keys;

/// <summary>How elements are combined.</summary>
internal enum ReductionKind
{
    Sum,
    Mean,
    Max,
    Min,
}

/// <summary>Combines the elements along neighboring axes into one.</summary>
internal sealed record ReductionKey(ReductionKind Kind, int FirstAxis, int LastAxis) : KernelKey;

/// <summary>The index of the greatest or least element along an axis: of equal ones the first, else the first NaN.
/// </summary>
internal sealed record ArgReductionKey(int Axis, bool IsGreatest) : KernelKey;
