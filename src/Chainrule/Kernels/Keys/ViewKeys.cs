namespace Chainrule.Kernels.Keys;

/// <summary>The same elements in the same order with another shape.</summary>
internal sealed record ReshapeKey : KernelKey;

/// <summary>Elements repeated along new axes and axes of length 1.</summary>
internal sealed record BroadcastKey : KernelKey;

/// <summary>Axis i of the result is axis Axes[i] of the input.</summary>
internal sealed record PermuteKey(int[] Axes) : KernelKey;

/// <summary>Arrays concatenated along an axis.</summary>
internal sealed record ConcatKey(int Axis) : KernelKey;

/// <summary>Every step-th element of each axis, from a start on.</summary>
internal sealed record SliceKey(int[] Starts, int[] Steps) : KernelKey;

/// <summary>Zeros with the input written into a slice.</summary>
internal sealed record ScatterSliceKey(int[] Starts, int[] Steps) : KernelKey;

/// <summary>Rows by int32 indices: result[i, …] = x[indices[i], …].</summary>
internal sealed record TakeRowsKey : KernelKey;

/// <summary>Zeros with rows added at int32 indices.</summary>
internal sealed record ScatterAddRowsKey : KernelKey;
