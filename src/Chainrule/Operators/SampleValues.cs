namespace Chainrule.Operators;

/// <summary>Small fixed inputs on which operators show and test their rules.</summary>
internal static class SampleValues
{
    /// <summary>Both signs, several magnitudes, none at a kink.</summary>
    public static Tensor AnyReal => Matrix(-2.1, -0.7, -0.3, 0.2, 0.9, 1.6);

    /// <summary>Other values, so that no operand equals another.</summary>
    public static Tensor OtherReal => Matrix(0.4, -1.3, 1.1, -0.6, 2.2, -0.15);

    /// <summary>For functions that jump or bend at 0.</summary>
    public static Tensor AwayFromZero => AnyReal;

    /// <summary>For logarithms and roots.</summary>
    public static Tensor Positive => Matrix(0.15, 0.5, 0.8, 1.2, 1.9, 3.1);

    /// <summary>For probabilities.</summary>
    public static Tensor Fractions => Matrix(0.05, 0.25, 0.5, 0.6, 0.8, 0.95);

    public static Tensor Matrix(params double[] values) => Tensor.FromArray(values, [2, values.Length / 2]);

    public static Tensor Vector(params double[] values) => Tensor.FromArray(values);
}
