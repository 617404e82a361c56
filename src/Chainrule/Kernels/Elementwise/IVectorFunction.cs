using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>A function of one variable, for a register of elements of either type.</summary>
/// <remarks>A struct with its parameters as fields; a loop is compiled for each, with the function inlined.</remarks>
internal interface IVectorFunction
{
    /// <summary>Whether the function is so short that the loop's own instructions would count.</summary>
    static virtual bool IsShort => false;

    TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A function of two variables, for registers of elements of either type.</summary>
internal interface IVectorFunctionOfTwo
{
    /// <summary>Whether the function is so short that the loop's own instructions would count.</summary>
    static virtual bool IsShort => false;

    TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
