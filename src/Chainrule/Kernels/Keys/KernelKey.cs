namespace Chainrule.Kernels.Keys;

/// <summary>
/// What a kernel computes, apart from the memory that it works on: the function and its attributes. Operators carry
/// one; a backend makes a kernel of it, once shapes and memory are known.
/// </summary>
internal abstract record KernelKey;

/// <summary>op(A)·op(B), op the identity or the transpose of the last two axes; leading axes broadcast.</summary>
internal sealed record ProductKey(bool TransposeA, bool TransposeB) : KernelKey;

/// <summary>The sum of a square matrix's diagonal.</summary>
internal sealed record TraceKey : KernelKey;

/// <summary>The same numbers as the result's element type; to integers they are rounded towards zero.</summary>
internal sealed record CastKey : KernelKey;

/// <summary>The softmax of each row along the last axis, or its logarithm.</summary>
internal sealed record SoftmaxKey(bool IsLogarithm) : KernelKey;

/// <summary>−log softmax of each row of logits at its label, or weighted by probabilities.</summary>
internal sealed record CrossEntropyKey : KernelKey;

/// <summary>A row for each int32 label with 1 at the label's place.</summary>
internal sealed record OneHotKey : KernelKey;

/// <summary>1/(1 − rate) with probability 1 − rate, else 0, drawn anew at each step.</summary>
internal sealed record DropoutMaskKey(double Rate, ulong Seed, uint Layer, StepCounter Counter) : KernelKey;
