using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Chainrule.Tests.Layers;

/// <summary>Values of layers and losses from PyTorch: normalisation.json, made by the script beside it.</summary>
internal static class PyTorchTable
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Place())).RootElement;

    public static int Rows => Root.GetProperty("m").GetInt32();

    public static int Columns => Root.GetProperty("n").GetInt32();

    public static JsonElement Losses => Root.GetProperty("losses");

    /// <summary>An entry as a matrix (m, n), given a path such as <c>batch.y</c>.</summary>
    public static Tensor Matrix(string path, DType dtype = DType.Float64) =>
        Functions.Reshape(Tensor.FromArray(Numbers(Find(path))).Cast(dtype), [Rows, Columns]);

    /// <summary>An entry as a vector.</summary>
    public static Tensor Vector(string path, DType dtype = DType.Float64) =>
        Tensor.FromArray(Numbers(Find(path))).Cast(dtype);

    public static int[] Labels => [.. Root.GetProperty("labels").EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what) =>
        Fixtures.AssertClose(expected, actual, tolerance, what);

    private static JsonElement Find(string path)
    {
        JsonElement place = Root;
        foreach (string name in path.Split('.')) place = place.GetProperty(name);
        return place;
    }

    private static string Place([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "Fixtures", "normalisation.json");
}
