namespace Chainrule.Kernels;

/// <summary>The element types that elementwise programs support.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    Int32,
}

/// <summary>One function of a program: the numbers of its operands (−1: none), and where its result goes.</summary>
/// <param name="loop">What to compute.</param>
/// <param name="a">The first operand.</param>
/// <param name="b">The second operand, or −1.</param>
/// <param name="c">The third operand, or −1.</param>
/// <param name="output">The array for the whole result, or null if only later instructions read it.</param>
internal readonly unsafe struct Instruction(ElementLoop loop, int a, int b, int c, void* output)
{
    public readonly ElementLoop Loop = loop;
    public readonly int A = a, B = b, C = c;
    public readonly void* Output = output;
}
