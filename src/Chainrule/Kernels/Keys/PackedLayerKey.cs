namespace Chainrule.Kernels.Keys;

/// <summary>softmax(f(x·B + bias)) with B packed, for the rows of a window.</summary>
internal sealed record PackedLayerKey(PackedDense Dense, bool IsSoftmax, RowWindow Window) : KernelKey;
