namespace Chainrule.Kernels;

/// <summary>
/// A function of one to three numbers, applied to each element of dense tiles; a tile may be input and output at once.
/// </summary>
internal unsafe interface IElementwise
{
    /// <summary>Computes y from as many of a, b and c as the function takes; the others are null.</summary>
    void Apply(int length, float* a, float* b, float* c, float* y);

    /// <inheritdoc cref="Apply(int, float*, float*, float*, float*)"/>
    void Apply(int length, double* a, double* b, double* c, double* y);

    /// <inheritdoc cref="Apply(int, float*, float*, float*, float*)"/>
    void Apply(int length, int* a, int* b, int* c, int* y);
}
