namespace Chainrule.Kernels.Keys;

/// <summary>
/// What a kernel computes, regardless of the memory it works on: the function and its attributes. Operators carry a
/// key; once shapes and memory are known, a backend turns it into a kernel.
/// </summary>
internal abstract record KernelKey;

/// <summary>
/// op(A)·op(B), where op is the identity or the transpose of the last two axes; leading axes broadcast.
/// </summary>
internal sealed record ProductKey(bool TransposeA, bool TransposeB) : KernelKey;

/// <summary>The trace of a square matrix.</summary>
internal sealed record TraceKey : KernelKey;

/// <summary>The same numbers in the element type of the result; conversion to integers truncates.</summary>
internal sealed record CastKey : KernelKey;

/// <summary>The softmax along the last axis, or its logarithm.</summary>
internal sealed record SoftmaxKey(bool IsLogarithm) : KernelKey;

/// <summary>−log softmax of each row of logits at its label, or weighted by probabilities.</summary>
internal sealed record CrossEntropyKey : KernelKey;

/// <summary>One row per int32 label, with 1 at the label's index.</summary>
internal sealed record OneHotKey : KernelKey;

/// <summary>1/(1 − rate) with probability 1 − rate, otherwise 0; new at each step.</summary>
internal sealed record DropoutMaskKey(double Rate, ulong Seed, uint Layer, StepCounter Counter) : KernelKey;
