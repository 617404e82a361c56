using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Chainrule.Formats;

/// <summary>
/// The records of TensorFlow's files: length (8 bytes), its checksum, data, their checksum; all little-endian. A
/// checksum is CRC-32C, rotated and shifted so that a checksum of checksums is none. Source:
/// https://www.tensorflow.org/tutorials/load_data/tfrecord.
/// </summary>
internal static class TfRecords
{
    private const uint MaskDelta = 0xa282_ead8;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Checksum(head[..8]));
        output.Write(head);
        output.Write(data);
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Checksum(data));
        output.Write(tail);
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in data) crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}

/// <summary>
/// A message of protocol buffers: fields of a number and a value, one after the other. Source:
/// https://protobuf.dev/programming-guides/encoding.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> content = new();

    public ReadOnlySpan<byte> Written => content.WrittenSpan;

    public ProtobufMessage Add(int field, long value)
    {
        WriteVarint((ulong)((field << 3) | Varint));
        WriteVarint((ulong)value);
        return this;
    }

    public ProtobufMessage Add(int field, double value)
    {
        WriteVarint((ulong)((field << 3) | Fixed64));
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        content.Write(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, float value)
    {
        WriteVarint((ulong)((field << 3) | Fixed32));
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        content.Write(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Add(int field, ProtobufMessage value) => Add(field, value.Written);

    private ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)((field << 3) | Bytes));
        WriteVarint((ulong)value.Length);
        content.Write(value);
        return this;
    }

    private void WriteVarint(ulong value)
    {
        for (; value > 0x7f; value >>= 7) content.Write([(byte)(value | 0x80)]);
        content.Write([(byte)value]);
    }
}
