using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Chainrule.Formats;

/// <summary>
/// Converts the bytes of a file to the numbers of a tensor, and finds the first number that the tensor cannot hold.
/// </summary>
internal static class ElementDecoder
{
    /// <summary>Reverses the bytes of each element, for big-endian files.</summary>
    public static void Swap(Span<byte> bytes, int elementSize)
    {
        switch (elementSize)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    /// <summary>
    /// Converts little-endian elements to those of a tensor. Floating-point results are rounded; a number that would
    /// overflow to infinity, or that an integer cannot represent exactly, is rejected.
    /// </summary>
    /// <returns>The index of the first rejected element, or -1.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, ElementKind kind, DType dtype, Span<byte> target) => dtype switch
    {
        DType.Float32 => ToFloating(bytes, kind, MemoryMarshal.Cast<byte, float>(target)),
        DType.Float64 => ToFloating(bytes, kind, MemoryMarshal.Cast<byte, double>(target)),
        _ => ToInt32(bytes, kind, MemoryMarshal.Cast<byte, int>(target)),
    };

    /// <summary>One element as text, for error messages.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes, ElementKind kind) => kind switch
    {
        ElementKind.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ElementKind.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ElementKind.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ElementKind.Float16 => BinaryPrimitives.ReadHalfLittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ElementKind.BFloat16 =>
            FromBFloat16(BinaryPrimitives.ReadUInt16LittleEndian(bytes)).ToString(CultureInfo.InvariantCulture),
        ElementKind.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ElementKind.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        _ => "a number",
    };

    private static int ToFloating<T>(ReadOnlySpan<byte> bytes, ElementKind kind, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case ElementKind.Bool:
                for (int i = 0; i < target.Length; i++) target[i] = bytes[i] != 0 ? T.One : T.Zero;
                return -1;
            case ElementKind.BFloat16:
                ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < target.Length; i++) target[i] = T.CreateTruncating(FromBFloat16(halves[i]));
                return -1;
            case ElementKind.Int8: return Round<sbyte, T>(bytes, target);
            case ElementKind.UInt8: return Round<byte, T>(bytes, target);
            case ElementKind.Int16: return Round<short, T>(bytes, target);
            case ElementKind.UInt16: return Round<ushort, T>(bytes, target);
            case ElementKind.Int32: return Round<int, T>(bytes, target);
            case ElementKind.UInt32: return Round<uint, T>(bytes, target);
            case ElementKind.Int64: return Round<long, T>(bytes, target);
            case ElementKind.UInt64: return Round<ulong, T>(bytes, target);
            case ElementKind.Float16: return Round<Half, T>(bytes, target);
            case ElementKind.Float32: return Round<float, T>(bytes, target);
            default: return Round<double, T>(bytes, target);
        }
    }

    private static int ToInt32(ReadOnlySpan<byte> bytes, ElementKind kind, Span<int> target)
    {
        switch (kind)
        {
            case ElementKind.Bool:
                for (int i = 0; i < target.Length; i++) target[i] = bytes[i] != 0 ? 1 : 0;
                return -1;
            case ElementKind.BFloat16:
                ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < target.Length; i++)
                    if (!TryWhole(FromBFloat16(halves[i]), out target[i])) return i;
                return -1;
            case ElementKind.Int8: return Whole<sbyte>(bytes, target);
            case ElementKind.UInt8: return Whole<byte>(bytes, target);
            case ElementKind.Int16: return Whole<short>(bytes, target);
            case ElementKind.UInt16: return Whole<ushort>(bytes, target);
            case ElementKind.Int32: return Whole<int>(bytes, target);
            case ElementKind.UInt32: return Whole<uint>(bytes, target);
            case ElementKind.Int64: return Whole<long>(bytes, target);
            case ElementKind.UInt64: return Whole<ulong>(bytes, target);
            case ElementKind.Float16: return WholeFloating<Half>(bytes, target);
            case ElementKind.Float32: return WholeFloating<float>(bytes, target);
            default: return WholeFloating<double>(bytes, target);
        }
    }

    private static int Round<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> target)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes)[..target.Length];
        for (int i = 0; i < from.Length; i++) target[i] = TTo.CreateTruncating(from[i]);
        if (typeof(TFrom) != typeof(double) || typeof(TTo) != typeof(float)) return -1;
        for (int i = 0; i < from.Length; i++)
            if (TTo.IsInfinity(target[i]) && TFrom.IsFinite(from[i])) return i;
        return -1;
    }

    // A saturating conversion there and back fails exactly for values out of range. Truncation would wrap a uint both
    // ways and go unnoticed.
    private static int Whole<T>(ReadOnlySpan<byte> bytes, Span<int> target) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(bytes)[..target.Length];
        for (int i = 0; i < from.Length; i++)
        {
            int value = int.CreateSaturating(from[i]);
            target[i] = value;
            if (T.CreateSaturating(value) != from[i]) return i;
        }
        return -1;
    }

    private static int WholeFloating<T>(ReadOnlySpan<byte> bytes, Span<int> target)
        where T : unmanaged, IFloatingPoint<T>
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(bytes)[..target.Length];
        for (int i = 0; i < from.Length; i++)
            if (!TryWhole(double.CreateTruncating(from[i]), out target[i])) return i;
        return -1;
    }

    // Compared as double, which represents every int: float would round int.MaxValue up to 2³¹ and accept it.
    private static bool TryWhole(double value, out int whole) => (whole = (int)value) == value;

    private static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
