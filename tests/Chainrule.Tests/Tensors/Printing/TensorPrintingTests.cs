using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Chainrule.Tests;

public class TensorPrintingTests
{
    [Fact]
    public void Tensors_are_written_as_NumPy_writes_them()
    {
        string[] lines = File.ReadAllLines(Beside("numpy_printing.jsonl"));
        Assert.True(lines.Length > 300);
        var wrong = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            JsonElement line = JsonDocument.Parse(lines[i]).RootElement;
            string expected = line.GetProperty("text").GetString()!, text = Read(line).ToString(Options(line));
            if (text != expected) wrong.Add($"line {i + 1}: NumPy writes\n{expected}\nand Chainrule\n{text}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {lines.Length}:\n" + string.Join("\n\n", wrong.Take(10)));
    }

    [Fact]
    public void The_default_options_are_NumPys()
    {
        Assert.Equal("[[1.  0.5]\n [0.  0. ]]", Tensor.FromArray([1f, 0.5f, 0, 0], [2, 2]).ToString());
        Assert.Equal("[0 1 2]", Tensor.Arange(3, DType.Int32).ToString());
        Assert.Equal("3.0", Tensor.Scalar(3).ToString());
    }

    private static Tensor Read(JsonElement line)
    {
        Shape shape = line.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32()).ToArray();
        NDArray array = NDArray.Uninitialized(shape, line.GetProperty("dtype").GetString() switch
        {
            "float32" => DType.Float32,
            "float64" => DType.Float64,
            _ => DType.Int32,
        });
        line.GetProperty("data").GetBytesFromBase64().CopyTo(array.Bytes);
        return new(array);
    }

    private static TensorPrintOptions Options(JsonElement line)
    {
        TensorPrintOptions options = TensorPrintOptions.Default;
        if (!line.TryGetProperty("options", out JsonElement given)) return options;
        foreach (JsonProperty option in given.EnumerateObject())
        {
            options = option.Name switch
            {
                "precision" => options with { Precision = option.Value.GetInt32() },
                "threshold" => options with { Threshold = option.Value.GetInt32() },
                "edgeitems" => options with { EdgeItems = option.Value.GetInt32() },
                "linewidth" => options with { LineWidth = option.Value.GetInt32() },
                "suppress" => options with { SuppressSmall = option.Value.GetBoolean() },
                _ => throw new InvalidDataException(option.Name),
            };
        }
        return options;
    }

    private static string Beside(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, name);
}
