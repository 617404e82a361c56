namespace Chainrule.Formats;

/// <summary>The number types of safetensors files.</summary>
internal static class SafetensorsTypes
{
    public static string Name(
        DType dtype) => dtype switch { DType.Float32 => "F32", DType.Float64 => "F64", _ => "I32" };

    /// <summary>The number type of this name, or null if tensors cannot hold its values.</summary>
    public static ElementKind? Kind(string name) => name switch
    {
        "BOOL" => ElementKind.Bool,
        "I8" => ElementKind.Int8,
        "U8" => ElementKind.UInt8,
        "I16" => ElementKind.Int16,
        "U16" => ElementKind.UInt16,
        "I32" => ElementKind.Int32,
        "U32" => ElementKind.UInt32,
        "I64" => ElementKind.Int64,
        "U64" => ElementKind.UInt64,
        "F16" => ElementKind.Float16,
        "BF16" => ElementKind.BFloat16,
        "F32" => ElementKind.Float32,
        "F64" => ElementKind.Float64,
        _ => null,
    };

    /// <summary>
    /// The size of an element in bytes, also for types that can only be listed; 0 for an unknown name.
    /// </summary>
    public static int Size(string name) => name switch
    {
        "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "C64" => 8,
        _ => Kind(name)?.Size() ?? 0,
    };
}
