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

/// <summary>A function of one variable that integers have too.</summary>
internal interface INumberFunction : IVectorFunction
{
    int Of(int x);
}

/// <summary>A function of two variables that integers have too.</summary>
internal interface INumberFunctionOfTwo : IVectorFunctionOfTwo
{
    int Of(int x, int y);
}

/// <summary>A function of three variables, for registers of elements of either type and for integers.</summary>
internal interface INumberFunctionOfThree
{
    TVector Of<TVector, T>(TVector x, TVector y, TVector z)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    int Of(int x, int y, int z);
}
