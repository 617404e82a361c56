using Chainrule.Kernels.Keys;

namespace Chainrule.Backends;

/// <summary>Elementwise functions of one shape and type that are computed together, in order.</summary>
/// <param name="DType">The type of all elements.</param>
/// <param name="Shape">The shape to which the inputs are broadcast and which all results have.</param>
/// <param name="Inputs">What is read from outside.</param>
/// <param name="Steps">What is computed.</param>
internal sealed record ElementChain(DType DType, Shape Shape, Operand[] Inputs, ElementStep[] Steps);

/// <summary>One function of a chain.</summary>
/// <param name="Function">What is computed.</param>
/// <param name="Operands">The numbers of its operands: first the chain's inputs count, then its steps.</param>
/// <param name="Output">The memory of the result, or null when only later steps read it.</param>
internal readonly record struct ElementStep(ElementKey Function, int[] Operands, NDArray? Output);
