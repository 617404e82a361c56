namespace Chainrule.Formats;

/// <summary>The number types found in files.</summary>
internal enum ElementKind
{
    Bool, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Float16, BFloat16, Float32, Float64,
}

/// <summary>The size and name of each number type, and the tensor type it becomes.</summary>
internal static class ElementKindExtensions
{
    public static int Size(this ElementKind kind) => kind switch
    {
        ElementKind.Bool or ElementKind.Int8 or ElementKind.UInt8 => 1,
        ElementKind.Int16 or ElementKind.UInt16 or ElementKind.Float16 or ElementKind.BFloat16 => 2,
        ElementKind.Int32 or ElementKind.UInt32 or ElementKind.Float32 => 4,
        _ => 8,
    };

    /// <summary>The tensor type for these numbers, unless another is requested.</summary>
    public static DType DefaultDType(this ElementKind kind) => kind switch
    {
        ElementKind.Float64 => DType.Float64,
        ElementKind.Float32 or ElementKind.Float16 or ElementKind.BFloat16 => DType.Float32,
        _ => DType.Int32,
    };

    public static string Name(this ElementKind kind) => kind.ToString().ToLowerInvariant();

    public static ElementKind ToElementKind(this DType dtype) => dtype switch
    {
        DType.Float32 => ElementKind.Float32,
        DType.Float64 => ElementKind.Float64,
        _ => ElementKind.Int32,
    };
}
