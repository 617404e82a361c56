using System.Text.Json;
using static Chainrule.Functions;

namespace Chainrule.Tests;

/// <summary>
/// One line of what numpy_semantics.py writes: a function, its inputs and arguments, and NumPy's result.
/// </summary>
internal sealed class NumPyCase(string line)
{
    private readonly JsonElement root = JsonDocument.Parse(line).RootElement;

    public string Operation => root.GetProperty("op").GetString()!;

    public string? Error => root.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;

    private Tensor[] Inputs => [.. root.GetProperty("in").EnumerateArray().Select(Read)];

    private int Axis => root.GetProperty("axis").GetInt32();

    private bool KeepDims => root.GetProperty("keepdims").GetBoolean();

    private int Correction => root.TryGetProperty("correction", out JsonElement value) ? value.GetInt32() : 0;

    /// <summary>What is wrong with our result, or null.</summary>
    public string? Check()
    {
        Tensor[] actual;
        try
        {
            actual = Apply(Inputs);
            foreach (Tensor tensor in actual) _ = tensor.Value;
        }
        catch (ShapeException error)
        {
            if (Error is null) return $"{line}\n  {error.Message}";
            return Operation == "dot" && error.Message != Error ? $"{line}\n  another message: {error.Message}" : null;
        }
        if (Error is not null) return $"{line}\n  NumPy refuses it, and we give shape {actual[0].Shape}";
        JsonElement[] expected = [.. root.GetProperty("out").EnumerateArray()];
        if (expected.Length != actual.Length) return $"{line}\n  {actual.Length} results";
        for (int i = 0; i < expected.Length; i++)
        {
            if (Difference(expected[i], actual[i]) is { } difference) return $"{line}\n  {difference}\n{actual[i]}";
        }
        return null;
    }

    private Tensor[] Apply(Tensor[] x) => Operation switch
    {
        "index" => [x[0][Indices()]],
        "reshape" => [Reshape(x[0], Integers("shape"))],
        "permute" => [Permute(x[0], Integers("axes"))],
        "transpose" => [Transpose(x[0])],
        "expand_dims" => [ExpandDims(x[0], Axis)],
        "squeeze" => [root.TryGetProperty("axes", out _) ? Squeeze(x[0], Integers("axes")) : Squeeze(x[0])],
        "broadcast_to" => [BroadcastTo(x[0], Integers("shape"))],
        "tile" => [Tile(x[0], Integers("times"))],
        "repeat" => [Repeat(x[0], root.GetProperty("times").GetInt32(), Axis)],
        "concat" => [Concat(Axis, x)],
        "stack" => [Stack(Axis, x)],
        "split" => Split(x[0], root.GetProperty("parts").GetInt32(), Axis),
        "split_at" => Split(x[0], Integers("places"), Axis),
        "matmul" => [MatMul(x[0], x[1])],
        "dot" => [Dot(x[0], x[1])],
        "outer" => [Outer(x[0], x[1])],
        "trace" => [Trace(x[0])],
        "sum" => [Sum(x[0], Integers("axes"), KeepDims)],
        "mean" => [Mean(x[0], Integers("axes"), KeepDims)],
        "max" => [Max(x[0], Integers("axes"), KeepDims)],
        "min" => [Min(x[0], Integers("axes"), KeepDims)],
        "var" => [Var(x[0], Integers("axes"), KeepDims, Correction)],
        "std" => [Std(x[0], Integers("axes"), KeepDims, Correction)],
        "argmax" => [ArgMax(x[0], Axis, KeepDims)],
        "argmin" => [ArgMin(x[0], Axis, KeepDims)],
        "where" => [Where(x[0], x[1], x[2])],
        "negate" => [-x[0]],
        _ => [Pairwise(x[0], x[1])],
    };

    private Tensor Pairwise(Tensor a, Tensor b) => Operation switch
    {
        "add" => a + b,
        "subtract" => a - b,
        "multiply" => a * b,
        "divide" => a / b,
        "maximum" => Maximum(a, b),
        "minimum" => Minimum(a, b),
        "greater" => a > b,
        "less" => a < b,
        "greater_equal" => a >= b,
        "less_equal" => a <= b,
        "equal" => Equal(a, b),
        "not_equal" => NotEqual(a, b),
        "power" => Pow(a, b),
        _ => throw new InvalidDataException(Operation),
    };

    private int[] Integers(string name) => [.. root.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];

    private TensorIndex[] Indices() => [.. root.GetProperty("index").EnumerateArray().Select(ReadIndex)];

    private static TensorIndex ReadIndex(JsonElement index) => index.ValueKind switch
    {
        JsonValueKind.Number => index.GetInt32(),
        JsonValueKind.String => index.GetString() == "new" ? TensorIndex.NewAxis : TensorIndex.Ellipsis,
        _ => (End(index[0], 0)..End(index[1], ^0), index[2].GetInt32()),
    };

    private static Index End(JsonElement place, Index otherwise) => place.ValueKind == JsonValueKind.Null ? otherwise
        : place.GetInt32() is var at and < 0 ? Index.FromEnd(-at) : place.GetInt32();

    private static Tensor Read(JsonElement array)
    {
        Shape shape = array.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32()).ToArray();
        return Tensor.FromArray([.. array.GetProperty("values").EnumerateArray().Select(Number)], shape, TypeOf(array));
    }

    private static DType? TypeOf(JsonElement array) => array.GetProperty("dtype").GetString() switch
    {
        "float32" => DType.Float32,
        "float64" => DType.Float64,
        "int32" => DType.Int32,
        _ => null,   // comparisons return the type of their operands, where NumPy returns bool
    };

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            _ => double.NegativeInfinity,
        };

    private string? Difference(JsonElement expected, Tensor actual)
    {
        Shape shape = expected.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32()).ToArray();
        if (shape != actual.Shape) return $"shape {actual.Shape} instead of {shape}";
        // Quotients and means of integers are float32 here and float64 in NumPy.
        DType? type = TypeOf(expected);
        bool fromIntegers = Array.TrueForAll(Inputs, x => x.DType == DType.Int32);
        if (type is not null && type != actual.DType && !(fromIntegers && actual.DType == DType.Float32))
            return $"type {actual.DType} instead of {type}";
        double tolerance = actual.DType == DType.Float64 ? 1e-13 : 4e-6;
        double[] values = actual.Cast(DType.Float64).ToArray<double>();
        int i = 0;
        foreach (JsonElement value in expected.GetProperty("values").EnumerateArray())
        {
            double wanted = Number(value), scale = Math.Max(1, Math.Abs(wanted));
            if (!wanted.Equals(values[i]) && !(Math.Abs(wanted - values[i]) <= tolerance * scale * 10))
                return $"element {i} is {values[i]} instead of {wanted}";
            i++;
        }
        return null;
    }
}
