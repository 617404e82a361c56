using Chainrule.Kernels.Keys;

namespace Chainrule.Backends;

/// <summary>Elementwise functions of one shape and type, computed together and in order.</summary>
/// <param name="DType">The type of all elements.</param>
/// <param name="Shape">The shape of all results, to which the inputs are broadcast.</param>
/// <param name="Inputs">What is read from outside the chain.</param>
/// <param name="Steps">What to compute.</param>
internal sealed record ElementChain(DType DType, Shape Shape, Operand[] Inputs, ElementStep[] Steps);

/// <summary>One function of a chain.</summary>
/// <param name="Function">What to compute.</param>
/// <param name="Operands">The operands by number: the chain's inputs come first, then the results of its steps.</param>
/// <param name="Output">Where the result is stored, or null if only later steps read it.</param>
internal readonly record struct ElementStep(ElementKey Function, int[] Operands, NDArray? Output);
