using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>A function of one variable, applied to a register of floats or doubles.</summary>
/// <remarks>
/// A struct whose fields are the function's parameters; a loop is compiled for each, with the function inlined.
/// </remarks>
internal interface IVectorFunction
{
    /// <summary>Whether the function is so short that the loop overhead matters.</summary>
    static virtual bool IsShort => false;

    TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A function of two variables, applied to registers of floats or doubles.</summary>
internal interface IVectorFunctionOfTwo
{
    /// <summary>Whether the function is so short that the loop overhead matters.</summary>
    static virtual bool IsShort => false;

    TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A function of one variable that is also defined for integers.</summary>
internal interface INumberFunction : IVectorFunction
{
    int Of(int x);
}

/// <summary>A function of two variables that is also defined for integers.</summary>
internal interface INumberFunctionOfTwo : IVectorFunctionOfTwo
{
    int Of(int x, int y);
}

/// <summary>A function of three variables, for registers of floats or doubles and for integers.</summary>
internal interface INumberFunctionOfThree
{
    TVector Of<TVector, T>(TVector x, TVector y, TVector z)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    int Of(int x, int y, int z);
}
