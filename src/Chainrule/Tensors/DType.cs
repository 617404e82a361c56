namespace Chainrule;

/// <summary>The element type of a tensor.</summary>
public enum DType
{
    /// <summary>32-bit floating point: the default for values, parameters and gradients.</summary>
    Float32,

    /// <summary>64-bit floating point: for gradient checks and wherever rounding matters.</summary>
    Float64,

    /// <summary>32-bit signed integer: class labels and indices.</summary>
    Int32,
}

/// <summary>Sizes, names and .NET types of the <see cref="DType"/> values.</summary>
public static class DTypeExtensions
{
    /// <summary>The size of an element in bytes.</summary>
    public static int Size(this DType dtype) => dtype == DType.Float64 ? 8 : 4;

    /// <summary>Whether the elements are floating-point numbers, which can have gradients.</summary>
    public static bool IsFloating(this DType dtype) => dtype != DType.Int32;

    /// <summary>NumPy's name for the type, such as <c>float32</c>.</summary>
    public static string Name(this DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Int32 => "int32",
        _ => throw new ArgumentOutOfRangeException(nameof(dtype)),
    };

    /// <summary>The element type that stores <typeparamref name="T"/>: float, double or int.</summary>
    internal static DType Of<T>()
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        throw new NotSupportedException(
            $"A tensor holds float, double or int, not {typeof(T).Name}: convert the values to one of these first.");
    }
}
