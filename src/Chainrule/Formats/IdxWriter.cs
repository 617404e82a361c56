using System.Buffers.Binary;

namespace Chainrule.Formats;

/// <summary>Writes the bytes of an IDX file.</summary>
internal static class IdxWriter
{
    private const int ChunkElements = 8192;

    public static void Write(Stream stream, string name, NDArray array, IdxType? type)
    {
        IdxType code = type ?? array.DType switch
        {
            DType.Float32 => IdxType.Float32,
            DType.Float64 => IdxType.Float64,
            _ => IdxType.Int32,
        };
        stream.Write([0, 0, (byte)code, checked((byte)array.Shape.Rank)]);
        Span<byte> length = stackalloc byte[4];
        foreach (int axis in array.Shape.Lengths)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, axis);
            stream.Write(length);
        }
        int size = Size(code);
        var buffer = new byte[ChunkElements * size];
        for (int start = 0; start < array.Length; start += ChunkElements)
        {
            int count = Math.Min(ChunkElements, array.Length - start);
            for (int i = 0; i < count; i++) WriteOne(buffer.AsSpan(i * size, size), code, array, start + i, name);
            stream.Write(buffer, 0, count * size);
        }
        GC.KeepAlive(array);
    }

    private static int Size(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Float64 => 8,
        _ => 4,
    };

    private static void WriteOne(Span<byte> target, IdxType type, NDArray array, int index, string name)
    {
        double value = array.DType switch
        {
            DType.Float32 => array.Span<float>()[index],
            DType.Float64 => array.Span<double>()[index],
            _ => array.Span<int>()[index],
        };
        switch (type)
        {
            case IdxType.UInt8: target[0] = (byte)Whole(value, byte.MinValue, byte.MaxValue); break;
            case IdxType.Int8: target[0] = (byte)Whole(value, sbyte.MinValue, sbyte.MaxValue); break;
            case IdxType.Int16:
                BinaryPrimitives.WriteInt16BigEndian(target, (short)Whole(value, short.MinValue, short.MaxValue));
                break;
            case IdxType.Int32:
                BinaryPrimitives.WriteInt32BigEndian(target, Whole(value, int.MinValue, int.MaxValue));
                break;
            case IdxType.Float32: BinaryPrimitives.WriteSingleBigEndian(target, (float)value); break;
            default: BinaryPrimitives.WriteDoubleBigEndian(target, value); break;
        }

        int Whole(double number, int low, int high)
        {
            if (number == Math.Floor(number) && number >= low && number <= high) return (int)number;
            throw new DataException(
                $"{name}: element {index} is {number}, which is not an integer from {low} to {high}: "
                + $"scale and round the values before writing them as {type}, or write them as Float32.");
        }
    }
}
