namespace Chainrule.Kernels.Keys;

/// <summary>What is computed from the triangular factors of a square matrix.</summary>
internal enum LinearFunction
{
    /// <summary>The matrix whose product with it is the identity.</summary>
    Inverse,

    /// <summary>The product of the pivots.</summary>
    Determinant,

    /// <summary>The logarithm of the determinant; NaN where that is negative.</summary>
    LogDeterminant,

    /// <summary>The X of A·X = B.</summary>
    Solve,
}

/// <summary>A function of a square matrix, and for <see cref="LinearFunction.Solve"/> of right sides.</summary>
internal sealed record LinearKey(LinearFunction Function) : KernelKey;

/// <summary>A vector as the diagonal of a matrix of zeros, or the diagonal of a matrix as a vector.</summary>
internal sealed record DiagonalKey : KernelKey;

/// <summary>Sums of all elements up to each along an axis, or from each on.</summary>
internal sealed record CumulativeSumKey(int Axis, bool IsReverse) : KernelKey;

/// <summary>log Σ exp(x) along neighboring axes, without overflow.</summary>
internal sealed record LogSumExpKey(int FirstAxis, int LastAxis) : KernelKey;
