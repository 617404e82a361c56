using System.Runtime.InteropServices;
using System.Text;

namespace OnnxPeer;

/// <summary>A network as an ONNX file: Gemm and Relu nodes with a Softmax at the end, and random weights.</summary>
internal static class OnnxModel
{
    private const int Float32 = 1, Opset = 13, IrVersion = 8;

    /// <summary>The bytes of the file, whose input is x (batch × sizes[0]) and whose output is y.</summary>
    public static byte[] Of(int[] sizes, Random random)
    {
        List<byte[]> graph = [];
        string x = "x";
        for (int i = 1; i < sizes.Length; i++)
        {
            (int k, int n) = (sizes[i - 1], sizes[i]);
            bool isLast = i == sizes.Length - 1;
            double bound = isLast ? Math.Sqrt(6.0 / (n + k)) : Math.Sqrt(6.0 / k);
            var weights = new float[k * n];
            foreach (ref float weight in weights.AsSpan()) weight = (float)(((2 * random.NextDouble()) - 1) * bound);
            graph.Add(Tensor($"w{i}", [k, n], weights));
            graph.Add(Tensor($"b{i}", [n], new float[n]));
            graph.Add(Node("Gemm", [x, $"w{i}", $"b{i}"], $"z{i}"));
            x = isLast ? "y" : $"h{i}";
            graph.Add(Node(isLast ? "Softmax" : "Relu", [$"z{i}"], x));
        }
        graph.Add(Text(2, "network"));
        graph.Add(Value(11, "x", sizes[0]));
        graph.Add(Value(12, "y", sizes[^1]));
        return [
            .. Number(1, IrVersion), .. Message(7, [.. graph]), .. Message(8, Text(1, ""), Number(2, Opset)),
        ];
    }

    private static byte[] Node(string type, string[] inputs, string output) =>
        Message(1, [.. inputs.Select(name => Text(1, name)), Text(2, output), Text(4, type)]);

    private static byte[] Tensor(string name, int[] dimensions, float[] values) => Message(5,
        [.. dimensions.Select(length => Number(1, length)), Number(2, Float32), Text(8, name),
            Message(9, MemoryMarshal.AsBytes<float>(values).ToArray())]);

    // A matrix of float32 with any number of rows.
    private static byte[] Value(int field, string name, int width)
    {
        byte[] shape = Message(2, Message(1, Text(2, "batch")), Message(1, Number(1, width)));
        return Message(field, Text(1, name), Message(2, Message(1, Number(1, Float32), shape)));
    }

    // Protocol buffers: a field is its number and wire type, then a varint (0), or a length and bytes (2).
    private static byte[] Number(int field, long value) => [.. Varint(field * 8), .. Varint(value)];

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, params byte[][] parts)
    {
        byte[] body = [.. parts.SelectMany(part => part)];
        return [.. Varint((field * 8) + 2), .. Varint(body.Length), .. body];
    }

    private static byte[] Varint(long value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7) bytes.Add((byte)((value & 127) | 128));
        return [.. bytes, (byte)value];
    }
}
