namespace Chainrule.Tests.Formats;

public class NumpyFileTests : FileFixture
{
    public static TheoryData<string> Types()
    {
        var all = new TheoryData<string>();
        foreach (string code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".Split(' '))
        {
            all.Add($"{code}-little");
            if (code is not ("i1" or "u1" or "b1")) all.Add($"{code}-big");
        }
        return all;
    }

    /// <summary>What make.py wrote for the type: 0 to 5, with signs and fractions if the type has them.</summary>
    private static double[] Expected(string type) => type[0] switch
    {
        'f' => [-1, -0.5, 0, 0.5, 1, 1.5],
        'i' => [-2, -1, 0, 1, 2, 3],
        'b' => [0, 1, 0, 1, 0, 1],
        _ => [0, 1, 2, 3, 4, 5],
    };

    private static double[] Values(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => [.. tensor.ToArray<float>().Select(value => (double)value)],
        DType.Float64 => tensor.ToArray<double>(),
        _ => [.. tensor.ToArray<int>().Select(value => (double)value)],
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_and_byte_order_is_read(string type)
    {
        Tensor tensor = NumpyFile.Read(Committed(type + ".npy"));
        DType dtype = type.StartsWith("f8", StringComparison.Ordinal) ? DType.Float64
            : type[0] == 'f' ? DType.Float32 : DType.Int32;
        Assert.Equal(dtype, tensor.DType);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(Expected(type), Values(tensor));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_becomes_the_floating_type_that_is_asked_for(string type)
    {
        Assert.Equal(Expected(type), Values(NumpyFile.Read(Committed(type + ".npy"), DType.Float32)));
        Assert.Equal(Expected(type), Values(NumpyFile.Read(Committed(type + ".npy"), DType.Float64)));
    }

    [Theory]
    [InlineData("version1.npy")]
    [InlineData("version2.npy")]
    [InlineData("version3.npy")]
    public void Every_version_is_read(string name) =>
        Assert.Equal([0, 1, 2, 3, 4, 5], NumpyFile.Read(Committed(name)).ToArray<float>());

    [Fact]
    public void Fortran_order_becomes_row_major()
    {
        Tensor tensor = NumpyFile.Read(Committed("fortran.npy"));
        Assert.Equal([2, 3, 4], tensor.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), tensor.ToArray<float>());
        Assert.Equal(Enumerable.Range(0, 24), NumpyFile.Read(Committed("fortran-converted.npy")).ToArray<int>());
    }

    [Fact]
    public void Scalars_vectors_and_empty_arrays_keep_their_shape()
    {
        Tensor scalar = NumpyFile.Read(Committed("scalar.npy"));
        Assert.Equal(0, scalar.Rank);
        Assert.Equal(2.5, scalar.Item());
        Assert.Equal([5], NumpyFile.Read(Committed("vector.npy")).Shape);
        Assert.Equal([0, 3], NumpyFile.Read(Committed("empty.npy")).Shape);
    }

    [Theory]
    [InlineData("plain.npz")]
    [InlineData("compressed.npz")]
    public void An_archive_gives_its_arrays_in_order(string name)
    {
        IReadOnlyDictionary<string, Tensor> arrays = NumpyFile.ReadArchive(Committed(name));
        Assert.Equal(["weights", "zählung", "bias"], arrays.Keys);
        Assert.Equal([0, 1, 2, 3, 4, 5], arrays["weights"].ToArray<float>());
        Assert.Equal([1, 2, 3], arrays["zählung"].ToArray<int>());
        Assert.Equal(0.5, arrays["bias"].Item());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_back(bool compress)
    {
        var arrays = new OrderedDictionary<string, Tensor>
        {
            ["W1"] = Tensor.FromArray([1f, 2, 3, 4, 5, 6], [3, 2]),
            ["b/1"] = Tensor.FromArray([0.1, double.NaN, double.NegativeInfinity]),
            ["labels"] = Tensor.FromArray([int.MinValue, -1, int.MaxValue]),
            ["none"] = Tensor.Zeros([0, 4]),
            ["one"] = Tensor.FromArray([3f], Shape.Scalar),
        };
        string path = Temporary("a.npz");
        NumpyFile.WriteArchive(path, arrays, compress);
        IReadOnlyDictionary<string, Tensor> read = NumpyFile.ReadArchive(path);
        Assert.Equal(arrays.Keys, read.Keys);
        foreach ((string name, Tensor tensor) in arrays)
        {
            Assert.Equal(tensor.DType, read[name].DType);
            Assert.Equal(tensor.Shape, read[name].Shape);
            Assert.Equal(Values(tensor), Values(read[name]));
        }
        NumpyFile.Write(Temporary("b.npy"), arrays["W1"]);
        Assert.Equal([1, 2, 3, 4, 5, 6], NumpyFile.Read(Temporary("b.npy")).ToArray<float>());
        Assert.Equal(["a.npz", "b.npy"], Left());
    }
}
