using System.Text;
using System.Text.Json;

namespace Chainrule.Tests.Formats;

public class SafetensorsFileTests : FileFixture
{
    private static readonly Dictionary<string, Tensor> Model = new()
    {
        ["W1"] = Tensor.FromArray([1f, -2, 3, 4, 5, 6.5f], [3, 2]),
        ["schritte"] = Tensor.FromArray([int.MinValue, 0, int.MaxValue]),
        ["b\"1\""] = Tensor.FromArray([0.1, 1e300]),
        ["größe"] = Tensor.FromArray([3f], Shape.Scalar),
        ["none"] = Tensor.Zeros([0, 4]),
    };

    private static readonly Dictionary<string, string> Metadata = new()
    {
        ["architecture"] = "{\"layers\":[\"784\",\"10\"]}",
        ["Klassen"] = "ä, ö und ü\n\t\u0001",
    };

    [Theory]
    [InlineData("f64", DType.Float64)]
    [InlineData("f32", DType.Float32)]
    [InlineData("f16", DType.Float32)]
    [InlineData("bf16", DType.Float32)]
    [InlineData("i64", DType.Int32)]
    [InlineData("i32", DType.Int32)]
    [InlineData("i16", DType.Int32)]
    [InlineData("i8", DType.Int32)]
    [InlineData("u64", DType.Int32)]
    [InlineData("u32", DType.Int32)]
    [InlineData("u16", DType.Int32)]
    [InlineData("u8", DType.Int32)]
    [InlineData("bool", DType.Int32)]
    public void Every_type_is_read(string name, DType dtype)
    {
        double[] expected = name[0] switch
        {
            'f' => [-1, -0.5, 0, 0.5, 1, 1.5],
            'i' => [-2, -1, 0, 1, 2, 3],
            'u' => [0, 1, 2, 3, 4, 5],
            _ => name == "bool" ? [0, 1, 0, 1, 0, 1] : [-1, -0.5, 0, 0.5, 1, 1.5],
        };
        Assert.Equal(dtype, SafetensorsFile.Read(Committed("types.safetensors")).Tensors[name].DType);
        Tensor tensor = SafetensorsFile.Read(Committed("types.safetensors"), DType.Float64).Tensors[name];
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(expected, tensor.ToArray<double>());
    }

    [Fact]
    public void The_header_lists_tensors_and_metadata_without_the_values()
    {
        SafetensorsHeader header = SafetensorsFile.ReadHeader(Committed("types.safetensors"));
        Assert.Equal(15, header.Tensors.Count);
        Assert.Equal(new("f64", "F64", [2, 3], 0, 48), header.Tensors[0]);
        Assert.Equal(new("i64", "I64", [2, 3], 48, 48), header.Tensors[1]);
        Assert.Equal("zwei \"Worte\"", header.Metadata["größe"]);
        Assert.Equal(["größe", "format"], header.Metadata.Keys);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        string path = Temporary("model.safetensors");
        SafetensorsFile.Write(path, Model, Metadata);
        SafetensorsContent content = SafetensorsFile.Read(path);
        Assert.Equal(Metadata, content.Metadata);
        Assert.Equal(["b\"1\"", "W1", "schritte", "größe", "none"], content.Tensors.Keys);
        foreach ((string name, Tensor tensor) in Model)
        {
            Assert.Equal(tensor.DType, content.Tensors[name].DType);
            Assert.Equal(tensor.Shape, content.Tensors[name].Shape);
            Assert.Equal(tensor.Value.Bytes, content.Tensors[name].Value.Bytes);
        }
        Assert.Equal(["model.safetensors"], Left());
    }

    [Fact]
    public void The_bytes_are_those_of_the_specification()
    {
        string path = Temporary("small.safetensors");
        Tensor a = Tensor.FromArray([1f, 2f]), b = Tensor.FromArray([-1]);
        SafetensorsFile.Write(path, [new("a", a), new("b", b)], [new("k", "v")]);
        const string Header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""
            + ""","b":{"dtype":"I32","shape":[1],"data_offsets":[8,12]}}""";
        byte[] header = Encoding.UTF8.GetBytes(Header + new string(' ', -Header.Length & 7));
        byte[] expected =
        [
            (byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header,
            0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0xff, 0xff, 0xff, 0xff,
        ];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void An_independent_reader_sees_the_same()
    {
        Needs.Python();
        string path = Temporary("model.safetensors");
        SafetensorsFile.Write(path, Model, Metadata);
        string[] lines = PythonProcess.Run(Committed("read_safetensors.py"), path).TrimEnd().Split('\n');
        using JsonDocument metadata = JsonDocument.Parse(lines[0]);
        Assert.Equal(Metadata["Klassen"], metadata.RootElement.GetProperty("Klassen").GetString());
        Assert.Equal(Metadata["architecture"], metadata.RootElement.GetProperty("architecture").GetString());
        Assert.Equal("""["b\"1\"", "F64", [2], [0.1, 1e+300]]""", lines[1]);
        Assert.Equal("""["W1", "F32", [3, 2], [1.0, -2.0, 3.0, 4.0, 5.0, 6.5]]""", lines[2]);
        Assert.Equal("""["schritte", "I32", [3], [-2147483648, 0, 2147483647]]""", lines[3]);
        Assert.Equal("""["gr\u00f6\u00dfe", "F32", [], [3.0]]""", lines[4]);
        Assert.Equal("""["none", "F32", [0, 4], []]""", lines[5]);
    }

    [Fact]
    public void Tensors_may_lie_in_another_order_than_the_header_names_them()
    {
        byte[] body = [1, 0, 0, 0, 2, 0, 0, 0];
        const string Header = """{"b":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}"""
            + ""","a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""";
        string path = Temporary("swapped.safetensors", SafetensorsBytes(Header, body));
        Assert.Equal(["a", "b"], SafetensorsFile.Read(path).Tensors.Keys);
        Assert.Equal(2, SafetensorsFile.Read(path).Tensors["b"].Item());
    }

    internal static byte[] SafetensorsBytes(string header, byte[] body)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. body];
    }
}
